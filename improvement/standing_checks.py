"""What the database cannot promise about endorsements, challenges and interdependencies."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from django.db.models import F

from accounts.models import Council
from core.dates import today
from improvement.models import Action, Challenge, Endorsement, Interdependency, ProgressUpdate


def endorsement_problems(council: Council) -> Iterator[str]:
    """Every action has been proposed or was in the plan as adopted; it is decided by somebody else than whoever
    proposed it, once, and the entries say what the change log saw them say."""
    for action in Action.objects.filter(council=council, endorsements=None).values_list("pk", flat=True):
        yield f"Action {action} was neither proposed nor endorsed."
    step = Endorsement.Step
    proposals: dict[int, Endorsement] = {}
    decided: set[int] = set()
    for entry in Endorsement.objects.filter(council=council).select_related("change").order_by("pk"):
        proposal = proposals.get(entry.action_id)
        if entry.is_void:
            decided.discard(entry.action_id)
        elif entry.step == step.PROPOSED:
            decided.discard(entry.action_id)
            proposals[entry.action_id] = entry
        else:
            if proposal and proposal.recorded_by_id == entry.recorded_by_id:
                yield f"Endorsement {entry.pk} was made by whoever proposed the action."
            if entry.action_id in decided:
                yield f"Endorsement {entry.pk} decides what was decided already."
            decided.add(entry.action_id)
        yield from _tampered(entry)


def _tampered(entry: Endorsement) -> Iterator[str]:
    then = entry.change.after if entry.change else {}
    now = {"step": entry.step, "as_at": entry.as_at.isoformat()}
    for name, value in now.items():
        if name in then and then[name] != value:
            yield f"Endorsement {entry.pk} differs from the change log in its {name}."


def challenge_problems(council: Council) -> Iterator[str]:
    """Nobody challenges an update of their own, or moderates one of another action, another day or another chair."""
    own = Challenge.objects.filter(council=council, update__recorded_by=F("recorded_by"))
    for pk in own.values_list("pk", flat=True):
        yield f"Challenge {pk} was made by whoever recorded the update."
    for pk, question, after in Challenge.objects.filter(council=council).values_list(
        "pk", "question", "change__after"
    ):
        if after and after.get("question") != question:
            yield f"Challenge {pk} differs from the change log in its question."
    moderations = ProgressUpdate.objects.filter(council=council, is_void=False).exclude(moderates=None)
    wrong = {
        "moderates an update of another action": moderations.exclude(moderates__action=F("action")),
        "moderates an update of another day": moderations.exclude(moderates__as_at=F("as_at")),
        "moderates what a chair rated": moderations.exclude(moderates__moderates=None),
        "moderates an update of whoever made it": moderations.filter(moderates__recorded_by=F("recorded_by")),
    }
    for words, entries in wrong.items():
        for pk in entries.values_list("pk", flat=True):
            yield f"Progress update {pk} {words}."


def wait_problems(council: Council) -> Iterator[str]:
    """No action waits for itself, by whatever way round."""
    held = Interdependency.objects.filter(council=council).holding(today())
    graph: dict[int, set[int]] = {}
    for waiting, awaited in held.values_list("action_id", "waits_for_id"):
        graph.setdefault(waiting, set()).add(awaited)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        yield f"Actions {', '.join(str(pk) for pk in circle.args[1])} wait for one another in a circle."
    for pk, step, after in Interdependency.objects.filter(council=council).values_list(
        "pk", "step", "change__after"
    ):
        if after and after.get("step") != step:
            yield f"Interdependency {pk} differs from the change log in its step."
