"""What the page “Shape of the plan” shows: chapters of sections of priorities and actions, in their order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.dates import today
from improvement.models import Action, Chapter, Endorsement, Plan, Priority, Section


@dataclass
class Part:
    """A section, priority or action with its place among those beside it, and what it holds."""

    thing: Any
    kind: str
    reference: str
    place: int = 0
    of: int = 0
    focus: str = ""
    is_open: bool = False
    priorities: list["Part"] = field(default_factory=list)
    actions: list["Part"] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.thing.pk}"

    @property
    def before(self) -> str:
        """What the button that moves it up posts; empty for the first."""
        return f"{self.key}-{self.place - 1}-up" if self.place > 1 else ""

    @property
    def holds(self) -> str:
        """`7 actions`, with the priorities where it has any."""
        below = [*self.actions, *(one for priority in self.priorities for one in priority.actions)]
        counted = [(len(self.priorities), "priority", "priorities"), (len(below), "action", "actions")]
        said = [f"{number} {one if number == 1 else more}" for number, one, more in counted if number]
        return " and ".join(said)

    @property
    def after(self) -> str:
        return f"{self.key}-{self.place + 1}-down" if self.place < self.of else ""


@dataclass(frozen=True)
class Shape:
    """A plan from top to bottom, what has been retired of it, and the actions whose lead has left."""

    chapters: list[tuple[Chapter, list[Part]]]
    retired: list[Any]
    departed: list[Action]


def shape_of(plan: Plan, moved: str = "", opened: str = "") -> Shape:
    """The plan as it stands today, in five queries. `moved` is the button last pressed, like `section-5-up`; `opened`
    the key of a section whose parts are to be seen."""
    chapters = list(plan.chapters.order_by("number"))
    of_plan = {"section__chapter__plan": plan}
    sections = list(
        Section.objects.filter(chapter__plan=plan).in_plan_order().select_related("chapter__plan")
    )
    priorities = list(
        Priority.objects.filter(**of_plan).order_by("order", "pk").select_related("section__chapter__plan")
    )
    steps = Endorsement.objects.step_on(day=today())
    found = Action.objects.of(plan.council).filter(**of_plan).annotate(step=steps).order_by("order", "pk")
    actions = list(found)
    parts = {
        section.pk: _section(section, priorities, actions) for section in sections if not section.retired_on
    }
    _place([[part for part in parts.values() if part.thing.chapter_id == one.pk] for one in chapters], moved)
    for part in parts.values():
        rows = [part.priorities, part.actions, *(one.actions for one in part.priorities)]
        _place(rows, moved)
        part.is_open = opened == str(part.thing.pk) or any(one.focus for row in rows for one in row)
    shown = [
        (one, [part for part in parts.values() if part.thing.chapter_id == one.pk])
        for one in chapters
        if not one.retired_on
    ]
    everything: Sequence[Any] = [*chapters, *sections, *priorities, *actions]
    retired = sorted(
        (one for one in everything if one.retired_on), key=lambda one: one.retired_on, reverse=True
    )
    departed = list(found.filter(retired_on=None).whose_lead_has_left(today()))
    return Shape(shown, retired, departed)


def _section(section: Section, priorities: Iterable[Priority], actions: Iterable[Action]) -> Part:
    live = [one for one in actions if one.section_id == section.pk and not one.retired_on]
    part = Part(section, "section", section.reference, actions=_actions(live, None))
    for priority in priorities:
        if priority.section_id == section.pk and not priority.retired_on:
            cited = f"{section.reference}, {priority.label}"
            part.priorities.append(Part(priority, "priority", cited, actions=_actions(live, priority.pk)))
    return part


def _actions(actions: Iterable[Action], priority: int | None) -> list[Part]:
    return [Part(one, "action", one.reference, actions=[]) for one in actions if one.priority_id == priority]


def _place(rows: Iterable[Sequence[Part]], moved: str) -> None:
    """Number those that stand together, and give the focus back to the button that was pressed."""
    for row in rows:
        for place, part in enumerate(row, 1):
            part.place, part.of = place, len(row)
            if moved in {f"{part.key}-up", f"{part.key}-down"}:
                wanted = "up" if moved.endswith("up") else "down"
                # The first has no button to move it up, the last none to move it down.
                part.focus = "down" if wanted == "up" and place == 1 else wanted
                part.focus = "up" if part.focus == "down" and place == len(row) else part.focus
