"""Every write of the app. The modules are by subject; import the services from here."""

from workforce.services.capacity import add_reading, add_standard, add_team
from workforce.services.costs import add_grade_cost, add_pay_award
from workforce.services.cover import end_cover, record_cover
from workforce.services.posts import add_positions, add_post
from workforce.services.recruitment import record_event, void_event

__all__ = [
    "add_grade_cost",
    "add_pay_award",
    "add_positions",
    "add_post",
    "add_reading",
    "add_standard",
    "add_team",
    "end_cover",
    "record_cover",
    "record_event",
    "void_event",
]
