"""Months closed, forecasts made, offered and decided, and what was said of the variances."""

from functools import partial

from core.dates import today
from core.financial_year import parse_label
from core.ledger import AsAt
from finance.models import ForecastOffer
from finance.offers import compared
from finance.services import choose_method, decide_offer
from finance.services.close import close_month, closing_of
from finance.services.forecasts import append_figures
from finance.services.variances import explain_variance
from reports.demonstration.folder import Row, day, month, pounds
from reports.demonstration.timeline import Hour
from reports.demonstration.world import World
from workforce.services.offers import offer_posts
from workforce.staffing import staffing


def tell_forecasts(world: World) -> None:
    """Each on the day it was recorded; of one day, in the order of the files, after the spend."""
    for row in world.folder.rows("closes.csv"):
        world.timeline.on(day(row["recorded_on"]), Hour.MONEY, partial(_close, world, row))
    tell = {"method": _method, "figure": _figure, "explanation": _explain, "accepted": _accept}
    for row in world.folder.rows("forecasts.csv"):
        recorded_on = day(row["recorded_on"])
        if row["kind"] == "offers":
            world.timeline.on(recorded_on, Hour.EVIDENCE, partial(_offer, world, row))
        else:
            world.timeline.on(recorded_on, Hour.MONEY, partial(tell[row["kind"]], world, row))


def _close(world: World, row: Row) -> None:
    closing = closing_of(world.council, month(row["month"]))
    close_month(
        council=world.council,
        month=closing.month,
        confirmed_nil={line.pk for line in closing.blanks},
        shown_total=closing.total,
        by=world.people[row["recorded_by"]],
    )


def _method(world: World, row: Row) -> None:
    line, by = world.lines[row["line"]], world.people[row["recorded_by"]]
    choose_method(line=line, year=parse_label(row["year"]), method=row["method"], by=by)


def _figure(world: World, row: Row) -> None:
    line, figures = world.lines[row["line"]], {month(row["month"]): pounds(row["amount"])}
    by, source = world.people[row["recorded_by"]], "own"
    append_figures(line=line, figures=figures, source=source, by=by, note=row["words"])


def _explain(world: World, row: Row) -> None:
    line, by = world.lines[row["line"]], world.people[row["recorded_by"]]
    explain_variance(line=line, month=month(row["month"]), text=row["words"], by=by)


def _offer(world: World, row: Row) -> None:
    found = staffing(world.council, AsAt(today()))
    offer_posts(council=world.council, by=world.people[row["recorded_by"]], found=found)


def _accept(world: World, row: Row) -> None:
    offer = ForecastOffer.objects.filter(line=world.lines[row["line"]]).latest("pk")
    by, present = world.people[row["recorded_by"]], compared(offer).present
    decide_offer(offer=offer, accept=True, by=by, shown_present=present, note=row["words"])
