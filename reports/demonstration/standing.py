"""What is said of actions by others than their leads: what they wait for, questions and moderated ratings."""

from functools import partial

from core.dates import today
from improvement.models import Interdependency, ProgressUpdate
from improvement.services.challenges import moderate_update, return_update
from improvement.services.interdependencies import add_wait, remove_wait
from reports.demonstration.folder import Row, day
from reports.demonstration.timeline import Hour
from reports.demonstration.world import World


def tell_standing(world: World) -> None:
    """Interdependencies and challenges, each on the day it was recorded."""
    for row in world.folder.rows("waits.csv"):
        world.timeline.on(day(row["added_on"]), Hour.DECISIONS, partial(_wait, world, row))
        if row["removed_on"]:
            world.timeline.on(day(row["removed_on"]), Hour.DECISIONS, partial(_no_wait, world, row))
    for row in world.folder.rows("challenges.csv"):
        world.timeline.on(day(row["on"]), Hour.DECISIONS, partial(_challenge, world, row))


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
