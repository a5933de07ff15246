from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import tables
from core.dates import month_name
from core.ledger import AsAt
from workforce.models import FundedPost
from workforce.reads import PostInList
from workforce.states import State


class PostTable(tables.Table):
    """Posts with where their positions stand; the rows are `PostInList`."""

    post = tables.Column(order_by=("post__role", "post__order"))
    number = tables.NumberColumn(accessor="post__number", verbose_name="Posts")
    fte = tables.NumberColumn(accessor="post__fte", verbose_name="FTE")
    grade = tables.Column(accessor="post__grade")
    start = tables.DateColumn(accessor="post__planned_start", verbose_name="Planned start")
    states = tables.Column(verbose_name="Positions", orderable=False)
    sentence = tables.Column(verbose_name="Recruitment", orderable=False)

    class Meta:
        caption = "Funded posts"
        caption_hidden = True
        empty_text = "No post matches these filters"
        attrs = {"class": "app-table--lines"}

    def __init__(self, *args: object, asked: AsAt, council_slug: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.council_slug = asked, council_slug
        self.tags: dict[tuple[State, int], str] = {}

    def render_post(self, value: FundedPost) -> SafeString:
        url = reverse("workforce:post-detail", args=[self.council_slug, value.pk])
        if self.asked.is_past:
            url = f"{url}?{self.asked.querystring}"
        return format_html(
            '<span class="app-secondary">{}</span><br><a class="govuk-link" href="{}">{}</a>',
            value.plan_reference or "No plan reference",
            url,
            str(value),
        )

    def render_fte(self, record: PostInList) -> str:
        return f"{record.post.fte.normalize():f}"

    def render_start(self, record: PostInList) -> str:
        return month_name(record.post.planned_start) if record.post.planned_start else "–"

    def render_states(self, record: PostInList) -> SafeString:
        return SafeString(" ".join(self._tag(state, count) for state, count in record.states))

    def _tag(self, state: State, count: int) -> str:
        key = (state, count)
        if key not in self.tags:
            words = {"words": f"{count} {state.label.lower()}", "tone": state.tone}
            self.tags[key] = get_template("components/tag.html").render(words).strip()
        return self.tags[key]
