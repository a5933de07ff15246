"""Which posts, budget lines, risks and highlights a paper of one plan tells, where its council has several. What
is another plan’s alone stays out; what belongs to none or to several stays in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from finance.models import BudgetLine
from improvement.models import Plan
from reports.papers.data import HighlightRow, PostRow, RiskRow
from reports.papers.scope import Shared
from workforce.models import FundedPost

Plans = Mapping[int, frozenset[int]]


def of_plan(plan: Plan) -> Q:
    """Rows with a section: of the plan, or of none."""
    return Q(section=None) | Q(section__chapter__plan=plan)


@dataclass(frozen=True)
class PlanScope:
    """A plan among the council's others; `posts` and `lines` name the plans that each of them serves."""

    plan: int
    others: tuple[str, ...] = ()
    posts: Plans = field(default_factory=dict)
    lines: Plans = field(default_factory=dict)

    def has_line(self, line: int) -> bool:
        return self._keeps(self.lines.get(line))

    def has_row(self, post: int | None, line: int | None) -> bool:
        """An approved row: a post, or a line that is none."""
        return self._keeps(self.posts.get(post) if post is not None else self.lines.get(line or 0))

    def _keeps(self, plans: frozenset[int] | None) -> bool:
        return not plans or self.plan in plans

    def _is_shared(self, plans: frozenset[int] | None) -> bool:
        return plans != frozenset({self.plan})

    def shared(
        self,
        *,
        risks: Iterable[RiskRow],
        highlights: Iterable[HighlightRow],
        posts: Iterable[PostRow],
        lines: Iterable[int],
    ) -> Shared | None:
        """What of the paper is not the plan's alone; None where the council has no other plan."""
        if not self.others:
            return None
        told = [
            self.posts.get(r.post_pk or 0) if r.post_pk else self.lines.get(r.line_pk or 0) for r in posts
        ]
        return Shared(
            others=self.others,
            risks=sum(not row.section for row in risks),
            highlights=sum(not row.section for row in highlights),
            posts=sum(map(self._is_shared, told)),
            lines=sum(self._is_shared(self.lines.get(line)) for line in lines),
        )


# Whatever the council has, of whichever plan.
ALL_PLANS = PlanScope(0)


def scope_of(plan: Plan) -> PlanScope:
    """One query; three more where the council has another plan. A line serves the plans of its own sections and of
    those of the posts that it pays for; one that names none, the plan that its decision was made for."""
    others = Plan.objects.filter(council=plan.council_id).exclude(pk=plan.pk).order_by("pk")
    titles = tuple(others.values_list("title", flat=True))
    if not titles:
        return PlanScope(plan.pk)
    posts: dict[int, set[int]] = defaultdict(set)
    lines: dict[int, set[int]] = defaultdict(set)
    served = FundedPost.objects.filter(council=plan.council_id).exclude(sections=None)
    for post, line, its in served.values_list("pk", "line", "sections__chapter__plan"):
        posts[post].add(its)
        if line:
            lines[line].add(its)
    paid = BudgetLine.objects.filter(council=plan.council_id).exclude(sections=None)
    for line, its in paid.values_list("pk", "sections__chapter__plan"):
        lines[line].add(its)
    decided = BudgetLine.objects.filter(council=plan.council_id).exclude(decision__plan=None)
    for line, its in decided.values_list("pk", "decision__plan"):
        # What a line itself says of the plans it serves goes before what it was decided for.
        if not lines[line]:
            lines[line].add(its)
    return PlanScope(plan.pk, titles, _frozen(posts), _frozen(lines))


def _frozen(plans: Mapping[int, set[int]]) -> Plans:
    return {key: frozenset(value) for key, value in plans.items()}
