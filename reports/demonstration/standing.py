"""What is done with actions by others than their leads: what they wait for, questions and moderated ratings, filters
kept as views, and many changed at once."""

from functools import partial

from core.dates import today
from improvement.models import Action, Interdependency, ProgressUpdate
from improvement.services.bulk import RowShown, Wanted, change_many
from improvement.services.challenges import moderate_update, return_update
from improvement.services.interdependencies import add_wait, remove_wait
from improvement.services.named_views import save_view
from improvement.services.undoing import undo_bulk_update
from reports.demonstration.folder import Row, day
from reports.demonstration.timeline import Hour
from reports.demonstration.world import World


def tell_standing(world: World) -> None:
    """Interdependencies, challenges, views and bulk updates, each on the day it was recorded."""
    for row in world.folder.rows("waits.csv"):
        world.timeline.on(day(row["added_on"]), Hour.DECISIONS, partial(_wait, world, row))
        if row["removed_on"]:
            world.timeline.on(day(row["removed_on"]), Hour.DECISIONS, partial(_no_wait, world, row))
    for row in world.folder.rows("challenges.csv"):
        world.timeline.on(day(row["on"]), Hour.DECISIONS, partial(_challenge, world, row))
    for row in world.folder.rows("views.csv"):
        world.timeline.on(day(row["on"]), Hour.IMPACT, partial(_view, world, row))
    for row in world.folder.rows("bulk_updates.csv"):
        world.timeline.on(day(row["on"]), Hour.IMPACT, partial(_many, world, row))


def _wait(world: World, row: Row) -> None:
    add_wait(
        action=world.actions[row["action"]],
        by=world.people[row["by"]],
        waits_for=world.actions[row["waits_for"]],
        because=row["because"],
    )


def _no_wait(world: World, row: Row) -> None:
    pair = (world.actions[row["action"]], world.actions[row["waits_for"]])
    wait = Interdependency.objects.latest_for(pair, today())
    assert wait is not None
    remove_wait(wait=wait, by=world.people[row["by"]], because=row["removed_because"])


def _challenge(world: World, row: Row) -> None:
    action, by = world.actions[row["action"]], world.people[row["by"]]
    update = ProgressUpdate.objects.latest_for(action, today())
    assert update is not None
    update.action = action
    if row["rating"]:
        rating = world.progress[row["rating"]]
        moderate_update(update=update, by=by, rating=rating, because=row["words"])
    else:
        return_update(update=update, by=by, question=row["words"])


def _view(world: World, row: Row) -> None:
    save_view(
        council=world.council,
        by=world.people[row["by"]],
        name=row["name"],
        query=row["query"],
        is_shared=bool(row["shared"]),
    )


def _many(world: World, row: Row) -> None:
    """Another lead for some actions; undone the same day where the row says so."""
    by = world.people[row["by"]]
    keys = [world.actions[key].pk for key in row["actions"].split()]
    found = Action.objects.filter(pk__in=keys).with_last_update()
    shown = [RowShown(action.pk, action.version, action.last_update) for action in found]
    wanted = Wanted(lead=world.people[row["lead"]])
    made = change_many(council=world.council, by=by, rows=shown, wanted=wanted)
    if row["undone"]:
        undo_bulk_update(bulk=made, by=by)
