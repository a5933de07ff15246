"""Tell the whole history of the demonstration councils."""

from django.db import transaction

from accounts.models import Council
from reports.demonstration.councils import tell_council
from reports.demonstration.deadlines import tell_deadlines
from reports.demonstration.folder import Folder
from reports.demonstration.forecasts import tell_forecasts
from reports.demonstration.inspections import tell_inspections
from reports.demonstration.money import tell_money
from reports.demonstration.papers import tell_papers
from reports.demonstration.plans import tell_plan
from reports.demonstration.record import tell_record
from reports.demonstration.reminders import tell_reminders
from reports.demonstration.requests import tell_requests
from reports.demonstration.scorecards import tell_scorecard
from reports.demonstration.staffing import tell_workforce
from reports.demonstration.standing import tell_standing
from reports.demonstration.timeline import Timeline

COUNCILS = ("eastshire", "marchshire", "midshire")


@transaction.atomic
def load() -> tuple[str, ...]:
    """Load the councils that are not there yet, each in the order in which its history happened.

    Gives the slugs of those it loaded. A council that is there already is left as it is. Whoever stops it half
    way leaves none of them, so that the next start begins afresh.
    """
    there = set(Council.objects.filter(slug__in=COUNCILS).values_list("slug", flat=True))
    missing = tuple(slug for slug in COUNCILS if slug not in there)
    for slug in missing:
        _tell(Folder(slug))
    return missing


def _tell(folder: Folder) -> None:
    timeline = Timeline()
    world = tell_council(folder, timeline)
    for tell in (
        tell_plan,
        tell_inspections,
        tell_money,
        tell_workforce,
        tell_forecasts,
        tell_record,
        tell_standing,
        tell_requests,
        tell_scorecard,
        tell_papers,
        tell_deadlines,
        tell_reminders,
    ):
        tell(world)
    timeline.run()
