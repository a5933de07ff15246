"""People, councils, memberships, the change log, background jobs, reminders, and what a council owns."""

from accounts.models.change import Change
from accounts.models.council import Council, CouncilOwned, Membership
from accounts.models.entry import Entry, Versioned
from accounts.models.job import Job
from accounts.models.reminder import Reminder
from accounts.models.user import User

__all__ = ["Change", "Council", "CouncilOwned", "Entry", "Job", "Membership", "Reminder", "User", "Versioned"]
