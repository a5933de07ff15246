"""What a paper prints of its own dates: that it is late and why it is urgent, and how a key decision was notified."""

from dataclasses import dataclass
from datetime import date

from core.dates import full_date

# Regulations 10 and 11 of the regulations that document 003 cites for its notice.
EXCEPTION, URGENCY = "general_exception", "special_urgency"


@dataclass(frozen=True)
class Lateness:
    """A paper published after its last day: what its chair accepted as urgent, who, and when."""

    deadline: date
    reason: str
    accepted_by: str
    accepted_on: date

    @property
    def words(self) -> str:
        accepted = self.accepted_by[:1].upper() + self.accepted_by[1:]
        reason = self.reason.strip().rstrip(".")
        return (
            f"Published after {full_date(self.deadline)}, the last day for five clear days’ notice. {accepted} "
            f"accepted on {full_date(self.accepted_on)} that it be taken as a matter of urgency. Reason: {reason}."
        )


@dataclass(frozen=True)
class Notified:
    """A key decision of an executive: by when notice was due, when and how it was given; None is not yet."""

    notice_by: date
    served_on: date | None = None
    route: str = "notice"
    words: str = ""

    @property
    def is_in_time(self) -> bool:
        return self.route == "notice" and self.served_on is not None and self.served_on <= self.notice_by

    @property
    def told(self) -> str:
        """As the title block prints it; nothing while no notice is on record."""
        if self.served_on is None:
            return ""
        day, due = full_date(self.served_on), full_date(self.notice_by)
        said = f" {self.words.strip()}" if self.words.strip() else ""
        if self.route == EXCEPTION:
            return f"General exception, notice of it given on {day}: 28 clear days’ notice was impracticable.{said}"
        if self.route == URGENCY:
            return f"Special urgency, agreed on {day}: neither notice nor the general exception could be met.{said}"
        late = "" if self.is_in_time else f", after {due}"
        return f"Published on {day}{late}, and due by {due}, 28 clear days before the meeting.{said}"

    @property
    def warning(self) -> str:
        """What is wrong with it, and what the law leaves to do; nothing where notice was given in time."""
        if self.is_in_time or self.route in (EXCEPTION, URGENCY):
            return ""
        due = full_date(self.notice_by)
        given = f"was published on {full_date(self.served_on)}" if self.served_on else "is not on record"
        return (
            f"Notice of the key decision had to be published by {due}, 28 clear days before the meeting, and {given}. "
            "Move the decision to a later meeting, or take the general exception: tell the chair of the scrutiny "
            "committee in writing, publish that notice, and leave five clear days. Where that is too late as well, the "
            "chair of the scrutiny committee has to agree that it is urgent."
        )
