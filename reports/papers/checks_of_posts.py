"""Approved posts: each has news and a place in the plan, its positions add up, and its money may end before it does."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from core.dates import full_date
from core.money import pounds
from core.words import listed
from reports.papers.data import PaperData, PostRow
from reports.papers.finding import WARNING, Finding
from reports.papers.layout import sections_of
from reports.papers.places import in_heading
from workforce.wording import NO_NEWS

PERMANENT = "Permanent"


def posts(data: PaperData) -> Iterator[Finding]:
    for post in data.posts:
        if NO_NEWS in post.sentence:
            message = f"{post.label} was approved, and there is no news of it to report."
            yield _of_post("post-not-mentioned", post, message)
        if not post.plan_reference:
            yield _of_post("post-without-reference", post, f"{post.label} has no reference to the plan.")
        if post.is_post and sum(post.states.values()) != post.number:
            message = f"{post.label}: its positions add up to {sum(post.states.values())}, not {post.number}."
            yield _of_post("parts-do-not-sum", post, message)
        if post.stale_words:
            message = (
                f"{post.label}: “{post.stale_words}” was written before the latest news, so the paper prints the "
                "record’s own sentence. Write it anew, or take it out."
            )
            yield _of_post("words-out-of-date", post, message)


def _of_post(code: str, post: PostRow, message: str) -> Finding:
    view = "workforce:post-detail" if post.is_post else "finance:line-detail"
    return Finding(WARNING, code, post.label, message, view, (post.post_pk or post.line_pk or 0,))


def funding_that_ends(data: PaperData) -> Iterator[Finding]:
    """Permanent posts on money for a time (document 000, paragraph 10): what they cost afterwards is to be said."""
    ending: dict[date, list[PostRow]] = defaultdict(list)
    for post in data.posts:
        if post.is_post and post.contract == PERMANENT and post.funded_until:
            ending[post.funded_until].append(post)
    for day, rows in sorted(ending.items()):
        message = (
            f"{listed(row.label for row in rows)}: permanent, with money until {full_date(day)}. Say what they cost "
            "then, and who pays."
        )
        view, pk = "workforce:post-detail", rows[0].post_pk or 0
        yield Finding(WARNING, "permanent-on-ending-money", "Permanent posts", message, view, (pk,))
    yield from _asked_for(data)


def _asked_for(data: PaperData) -> Iterator[Finding]:
    asked = data.costings
    is_shown = any(section.key == "afterwards" for section in sections_of(data))
    if asked and asked.goes_on and is_shown and not data.narrative("afterwards"):
        until = f" after {full_date(asked.funded_until)}" if asked.funded_until else ""
        cost = f"{pounds(asked.goes_on, pence=False)} a year{until}"
        message = f"Permanent posts go on at {cost}, and no words say who pays."
        yield in_heading(data, "permanent-on-ending-money", "afterwards", message)
