"""Every write of the app. The modules are by subject; import the services from here."""

from workforce.services.capacity import add_reading, record_month
from workforce.services.costs import add_grade_cost, add_pay_award, enter_cost, void_cost
from workforce.services.cover import end_cover, record_cover, void_cover
from workforce.services.positions import add_position, add_positions, edit_position
from workforce.services.posts import add_post, edit_post
from workforce.services.recruitment import record_event, void_event
from workforce.services.sentences import word_recruitment
from workforce.services.standards import add_standard, void_standard
from workforce.services.statuses import set_status, void_status
from workforce.services.teams import add_team, bring_back_team, edit_team, retire_team

__all__ = [
    "add_grade_cost",
    "add_pay_award",
    "add_position",
    "add_positions",
    "add_post",
    "add_reading",
    "add_standard",
    "add_team",
    "bring_back_team",
    "edit_position",
    "edit_post",
    "edit_team",
    "end_cover",
    "enter_cost",
    "record_cover",
    "record_event",
    "record_month",
    "retire_team",
    "set_status",
    "void_cost",
    "void_cover",
    "void_event",
    "void_standard",
    "void_status",
    "word_recruitment",
]
