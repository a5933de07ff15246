"""New actions: proposed, then endorsed or declined at a meeting of the group that decides new actions."""

from datetime import date

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from core.dates import full_date, today
from improvement.access import may_edit_plan, may_endorse
from improvement.models import Action, Endorsement, Meeting, ProgressUpdate, Retirement
from improvement.services.rules import Refusals, allow, append, take_turn

_NOT_ALLOWED = "A new action is decided by the group, never by whoever proposed it."


@transaction.atomic
def endorse_action(
    *, action: Action, by: User, meeting: Meeting | None = None, note: str = ""
) -> Endorsement:
    """The action counts from the meeting's day on. Where the plan names no group, and only there, a meeting may be
    left out; the action then counts from today.

    Raises PermissionDenied (also for whoever proposed it), or ValidationError naming `meeting` or no field.
    """
    return _decide(action, by, Endorsement.Step.ENDORSED, meeting, note, Refusals())


@transaction.atomic
def decline_action(*, action: Action, by: User, note: str, meeting: Meeting | None = None) -> Endorsement:
    """The action stays outside the plan. Needs a note; otherwise as `endorse_action`, and may name `note`."""
    refused = Refusals()
    refused.when(not note.strip(), "note", "Say why the action is declined.")
    return _decide(action, by, Endorsement.Step.DECLINED, meeting, note, refused)


@transaction.atomic
def propose_again(*, action: Action, by: User, note: str) -> Endorsement:
    """Put a declined action to the group once more, as at today. Raises PermissionDenied, or ValidationError
    (`note` or no field)."""
    allow(
        may_edit_plan(by, action.council),
        "Only the programme office and administrators may propose an action.",
    )
    take_turn(action)
    check_declined(action)
    refused = Refusals()
    refused.when(not note.strip(), "note", "Say what has changed since it was declined.")
    refused.raise_any()
    entry = new_step(action, by, Endorsement.Step.PROPOSED, as_at=today(), note=note)
    after = {"step": entry.step, "note": entry.note}
    record("proposed again", action, council=action.council, by=by, after=after, entries=[entry])
    return entry


@transaction.atomic
def take_back_decision(*, decision: Endorsement, by: User, because: str) -> Endorsement:
    """Append a void of a decision that was never taken, or wrongly recorded: the proposal is open again.

    Raises PermissionDenied, or ValidationError (`because`, or no field where a paper or an update rests on it).
    """
    action = decision.action
    allow(
        may_edit_plan(by, action.council),
        "Only the programme office and administrators may correct a decision.",
    )
    take_turn(action)
    refused = Refusals()
    refused.when(not because.strip(), "because", "Say what was wrong with the decision.")
    refused.raise_any()
    check_taken_back(action, decision)
    void = Endorsement(
        council=action.council,
        action=action,
        recorded_by=by,
        as_at=decision.as_at,
        step=decision.step,
        note=because.strip(),
        corrects=decision,
        is_void=True,
    )
    append(void)
    record(
        "took back a decision on",
        action,
        council=action.council,
        by=by,
        before=_plain(decision),
        after={"because": void.note},
        entries=[void],
    )
    return void


def new_step(
    action: Action, by: User, step: str, *, as_at: date, meeting: Meeting | None = None, note: str = ""
) -> Endorsement:
    """Append a step; the caller has asked permission, checked it and records it."""
    entry = Endorsement(
        council=action.council,
        action=action,
        recorded_by=by,
        as_at=as_at,
        step=step,
        meeting=meeting,
        note=note.strip(),
    )
    append(entry)
    return entry


def standing_step(action: Action) -> Endorsement | None:
    """The step that holds today; None only of an action that was never proposed."""
    return Endorsement.objects.latest_for(action, today())


def check_endorsed(refused: Refusals, action: Action, field: str) -> None:
    """Refuse what is recorded only of actions that count."""
    held = standing_step(action)
    step = held.step if held else Endorsement.Step.PROPOSED
    declined = step == Endorsement.Step.DECLINED
    refused.when(declined, field, "This action was declined, so nothing is recorded on it.")
    open_still = step == Endorsement.Step.PROPOSED
    refused.when(open_still, field, "This action has not been endorsed, so nothing is recorded on it yet.")


def check_counts(refused: Refusals, action: Action, field: str) -> None:
    """Refuse what is recorded only of actions that count and have not left the plan. The caller takes the turn."""
    check_endorsed(refused, action, field)
    left = left_words(action)
    refused.when(bool(left), field, left)


def check_takes_more(action: Action) -> None:
    """As `check_counts`, before anything has been typed. Raises ValidationError that names no field."""
    refused = Refusals()
    check_counts(refused, action, NON_FIELD_ERRORS)
    refused.raise_any()


def check_declined(action: Action) -> None:
    """Raises ValidationError unless the action was declined and has not been retired. The caller takes the turn."""
    check_kept(action)
    held = standing_step(action)
    if held is None or held.step != Endorsement.Step.DECLINED:
        raise ValidationError("Only an action that was declined is proposed again.")


def left_words(action: Action) -> str:
    """That the action has been retired, as a sentence; empty while it has not. Read from the ledger, because the
    action in hand may be older than its retirement."""
    last = Retirement.objects.filter(action=action).standing(today()).order_by("-as_at", "-pk").first()
    if last is None or last.step == Retirement.Step.RETURNED:
        return ""
    return f"This action was retired on {full_date(last.as_at)}, so nothing more is recorded on it."


def check_kept(action: Action) -> None:
    """Raises ValidationError where the action has been retired. The caller takes the turn."""
    if left := left_words(action):
        raise ValidationError(left)


def _decide(
    action: Action, by: User, step: str, meeting: Meeting | None, note: str, refused: Refusals
) -> Endorsement:
    take_turn(action)
    proposal = standing_step(action)
    if proposal is None or proposal.step != Endorsement.Step.PROPOSED:
        raise ValidationError(_decided_already(proposal))
    proposal.action = action
    allow(may_endorse(by, proposal), _NOT_ALLOWED)
    check_kept(action)
    _check_meeting(refused, proposal, meeting)
    refused.raise_any()
    held_on = meeting.held_on if meeting else today()
    decision = new_step(action, by, step, as_at=held_on, meeting=meeting, note=note)
    record(
        f"{step} the action",
        action,
        council=action.council,
        by=by,
        before={"step": proposal.step},
        after=_plain(decision),
        entries=[decision],
    )
    return decision


def _decided_already(held: Endorsement | None) -> str:
    if held is None:
        return "This action has not been proposed."
    return f"This action was {held.get_step_display().lower()} on {full_date(held.as_at)} already."


def _check_meeting(refused: Refusals, proposal: Endorsement, meeting: Meeting | None) -> None:
    action, group = proposal.action, proposal.action.plan.actions_endorsed_by
    if meeting is None:
        refused.when(
            group is not None, "meeting", f"Choose the meeting of the {group} at which this was decided."
        )
        return
    stray = meeting.council_id != action.council_id or (group is not None and meeting.group_id != group.pk)
    sentence = f"New actions of this plan are endorsed by the {group}." if group else "Choose a meeting."
    refused.when(stray, "meeting", sentence)
    refused.when(meeting.held_on > today(), "meeting", "This meeting has not been held yet.")
    cancelled = meeting.state == Meeting.State.CANCELLED
    refused.when(cancelled, "meeting", "This meeting was cancelled.")
    early = meeting.held_on < proposal.as_at
    refused.when(
        early,
        "meeting",
        f"The action was proposed only on {full_date(proposal.as_at)}. Choose a later meeting.",
    )


def check_taken_back(action: Action, decision: Endorsement) -> None:
    """Raises ValidationError unless it is the last decision on the action, and nothing rests on it."""
    held = standing_step(action)
    if held != decision or decision.step == Endorsement.Step.PROPOSED:
        raise ValidationError("Only the last decision on an action can be taken back.")
    reported = ProgressUpdate.objects.filter(action=action).standing().exists()
    if action.first_published_on is not None or reported:
        raise ValidationError("This action has been reported on since. Retire it instead.")


def _plain(decision: Endorsement) -> dict[str, object]:
    return {
        "step": decision.step,
        "as_at": decision.as_at,
        "meeting": decision.meeting,
        "note": decision.note,
    }
