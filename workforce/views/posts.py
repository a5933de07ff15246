"""Funded posts: the list, the board, one post, what they all cost, and the files of them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from accounts.models import Council, User
from core.ledger import AsAt
from core.tables import A_PAGE
from core.views import LISTS, as_at_of, download
from workforce.access import may_manage_posts, may_record_recruitment, may_word_recruitment
from workforce.filters import PostFilter
from workforce.models import FundedPost, Position
from workforce.post_costs import Costings, cost_facts, costings, post_cost
from workforce.reads import PostPage, board_of, post_page, posts_in_list
from workforce.states import State
from workforce.tables import PostTable
from workforce.timeline import correctable, correctable_statuses, status_timeline, timelines
from workforce.views.asked import council_of, trail
from workforce.views.parts import part_of, whole_of
from workforce.workbooks import export_costings, export_posts


@require_safe
def post_list(request: HttpRequest, council: str) -> HttpResponse:
    owner, user = council_of(request, council)
    asked = as_at_of(request)
    filtered = PostFilter(request.GET or None, council=owner, asked=asked)
    listed = posts_in_list(list(filtered.qs.distinct()), asked)
    counts = [(state, sum(row.counts.get(state, 0) for row in listed)) for state in State]
    rows = filtered.in_state(listed)
    table = PostTable(rows, asked=asked, council_slug=owner.slug)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    carried = f"{asked.querystring}&" if asked.is_past else ""
    context = {
        "table": table,
        "filter": filtered,
        "asked": asked,
        "counts": counts,
        "carried": carried,
        "may_manage": may_manage_posts(user, owner),
    }
    return render(request, "workforce/post_list.html", context)


@require_safe
def post_export(request: HttpRequest, council: str, kind: str) -> HttpResponse:
    owner, _ = council_of(request, council)
    if kind not in LISTS:
        raise Http404
    asked = as_at_of(request)
    filtered = PostFilter(request.GET or None, council=owner, asked=asked)
    listed = filtered.in_state(posts_in_list(list(filtered.qs.distinct()), asked))
    facts = cost_facts(owner, [row.post for row in listed], asked)
    costs = [post_cost(row.post, facts) for row in listed]
    content = export_posts(listed, costs, kind, asked.day)
    return download(content, f"{owner.slug}-posts-{asked.day}.{kind}")


@require_safe
def post_board(request: HttpRequest, council: str) -> HttpResponse:
    owner, _ = council_of(request, council)
    asked = as_at_of(request)
    posts = FundedPost.objects.of(owner).as_at(asked.day, asked.known_at).open().with_references()
    columns = [
        (
            column,
            part_of(request, column.state.value, f"{column.state.label.lower()} positions", column.cards),
        )
        for column in board_of(list(posts), asked)
    ]
    context = {
        "columns": columns,
        "whole": whole_of(part for _, part in columns),
        "asked": asked,
        "trail": trail(owner),
    }
    return render(request, "workforce/post_board.html", context)


@require_safe
def post_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = council_of(request, council)
    asked = as_at_of(request)
    posts = FundedPost.objects.of(owner).as_at(asked.day, asked.known_at).with_references()
    post = get_object_or_404(posts, pk=pk)
    page = post_page(post, asked)
    may = _may(owner, user, asked)
    context = {
        "post": post,
        "page": page,
        "positions": _positions(post, page, asked, correct=may["may_record"]),
        "statuses": status_timeline(post, asked),
        "status_entries": correctable_statuses(post) if may["may_manage"] else [],
        "cost": post_cost(post, cost_facts(owner, [post], asked)),
        "asked": asked,
        "is_open": post.status in (FundedPost.Status.APPROVED, FundedPost.Status.LIVE),
        **may,
        "trail": trail(owner),
    }
    return render(request, "workforce/post_detail.html", context)


def _may(owner: Council, user: User, asked: AsAt) -> dict[str, bool]:
    """What this person may do on the page; nothing on that of another day."""
    present = not asked.is_past
    return {
        "may_record": present and may_record_recruitment(user, owner),
        "may_manage": present and may_manage_posts(user, owner),
        "may_word": present and may_word_recruitment(user, owner),
    }


def _positions(post: FundedPost, page: PostPage, asked: AsAt, *, correct: bool) -> list[tuple[Any, ...]]:
    """Each position with its history, and the entries that may be put right."""
    history, entries = timelines(post, asked), correctable(post) if correct else {}
    return [
        (record, history.get(record.position.pk, []), entries.get(record.position.pk, []))
        for record in page.positions
    ]


@require_safe
def post_costings(request: HttpRequest, council: str) -> HttpResponse:
    owner, _ = council_of(request, council)
    asked = as_at_of(request)
    costed = _costings(owner, asked)
    rows = [
        (row, [(row.by_year.get(year), (row.printed or {}).get(year)) for year in costed.years])
        for row in costed.rows
    ]
    totals = [costed.totals[year] for year in costed.years]
    part = part_of(request, "rows", "rows", rows)
    context = {
        "costings": costed,
        "rows": part,
        "whole": whole_of([part]),
        "totals": totals,
        "asked": asked,
        "trail": trail(owner),
    }
    return render(request, "workforce/post_costings.html", context)


@require_safe
def post_costings_export(request: HttpRequest, council: str, kind: str) -> HttpResponse:
    owner, _ = council_of(request, council)
    if kind not in LISTS:
        raise Http404
    asked = as_at_of(request)
    content = export_costings(_costings(owner, asked), kind, asked.day)
    return download(content, f"{owner.slug}-post-costs-{asked.day}.{kind}")


def _costings(council: Council, asked: AsAt) -> Costings:
    posts = FundedPost.objects.of(council).as_at(asked.day, asked.known_at).not_over().with_references()
    return costings(council, list(posts), asked)


@require_safe
def start_list(request: HttpRequest, council: str) -> HttpResponse:
    owner, user = council_of(request, council)
    asked = as_at_of(request)
    positions = Position.objects.filter(council=owner).as_at(asked.day, asked.known_at)
    starts = positions.starts_to_confirm(asked.day, asked.known_at)
    context = {
        "page": Paginator(starts, A_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "may_record": may_record_recruitment(user, owner) and not asked.is_past,
        "trail": trail(owner),
    }
    return render(request, "workforce/start_list.html", context)
