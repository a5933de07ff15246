"""Adding and changing posts: what one is, what it costs, what a paper says of it, and its positions."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from accounts.versions import StaleVersion
from core import financial_year
from core.dates import today
from core.ledger import AsAt
from improvement.forms import on_top
from workforce import services
from workforce.access import may_word_recruitment
from workforce.forms.posts import (
    EnteredCostForm,
    NewPositionForm,
    NewPostForm,
    PositionForm,
    PostForm,
    SentenceForm,
    facts_of,
    told,
)
from workforce.models import FundedPost, Position
from workforce.post_costs import years_and_computed
from workforce.reads import post_page
from workforce.views.asked import conflict_on, council_of, form_page, manager_of, post_of, saved, trail

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def post_add(request: HttpRequest, council: str) -> HttpResponse:
    owner, user = manager_of(request, council)
    form = NewPostForm(request.POST or None, council=owner)
    if request.method == "POST" and form.is_valid():
        if same := FundedPost.objects.of(owner).as_at(today()).same_proposal(form.cleaned_data):
            messages.success(request, f"{same} stands here as a proposal already: nothing was added")
            return redirect("workforce:post-detail", owner.slug, same.pk)
        try:
            post = services.add_post(council=owner, by=user, **form.words())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Added {post} as a proposal")
            return redirect("workforce:post-detail", owner.slug, post.pk)
    lead = "It begins as a proposal. When a decision gives it, record that on its page."
    return form_page(request, form, "Add a post", "Add the post", trail(owner), lead=lead)


@require_http_methods(METHODS)
def post_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = manager_of(request, council)
    post, conflict = post_of(owner, pk), None
    form = PostForm(request.POST or None, council=owner, post=post)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_post(post=post, by=user, shown_version=form.cleaned_data["version"], **form.words())
        except StaleVersion:
            mine, post = form.words(), post_of(owner, pk)
            theirs = facts_of(post)
            differ = {name for name, value in mine.items() if list_or(value) != list_or(theirs[name])}
            conflict = conflict_on(post, mine=told(mine, differ), theirs=told(theirs, differ))
            form = PostForm(on_top(form.data, post.version), council=owner, post=post)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Saved {post}")
            return redirect("workforce:post-detail", owner.slug, post.pk)
    return form_page(request, form, f"Change {post}", "Save", trail(owner, post), conflict=conflict)


def list_or(value: object) -> object:
    """Rows of any kind of collection compare as lists."""
    return list(value) if hasattr(value, "__iter__") and not isinstance(value, str) else value


@require_http_methods(METHODS)
def post_cost(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = manager_of(request, council)
    post, conflict = post_of(owner, pk), None
    computed = years_and_computed(post)
    form = EnteredCostForm(request.POST or None, post=post, computed=computed)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        version = facts.pop("version")
        try:
            services.enter_cost(post=post, by=user, shown_version=version, **facts)
        except StaleVersion:
            post = post_of(owner, pk)
            form = EnteredCostForm(on_top(form.data, post.version), post=post, computed=computed)
            mine = [("Cost of the year", str(facts["amount"] or "Back to the computed cost"))]
            conflict = conflict_on(post, mine=mine, theirs=[("The post", "It was changed meanwhile")])
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            year = financial_year.label(facts["financial_year"])
            messages.success(request, f"Saved the cost of {post} in {year}")
            return redirect("workforce:post-detail", owner.slug, post.pk)
    title = f"Enter what {post} costs"
    return form_page(request, form, title, "Save", trail(owner, post), conflict=conflict)


@require_http_methods(METHODS)
def post_sentence(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = council_of(request, council)
    if not may_word_recruitment(user, owner):
        raise PermissionDenied
    post, conflict = post_of(owner, pk), None
    listed = post_page(post, AsAt.present()).listed
    said = listed.own_words.text if listed.own_words else listed.sentence
    form = SentenceForm(request.POST or None, initial={"version": post.version, "text": said})
    if request.method == "POST" and form.is_valid():
        text, version = form.cleaned_data["text"], form.cleaned_data["version"]
        write = partial(services.word_recruitment, post=post, by=user, text=text, shown_version=version)
        try:
            if saved(form, write):
                own = f"Saved the sentence of {post}"
                messages.success(
                    request, own if text else f"The record tells the recruitment of {post} again"
                )
                return redirect("workforce:post-detail", owner.slug, post.pk)
        except StaleVersion:
            post = post_of(owner, pk)
            form, label = SentenceForm(on_top(form.data, post.version)), "What the paper says"
            conflict = conflict_on(post, mine=[(label, text)], theirs=[(label, said)])
    facts = [("What the record says", listed.recorded or listed.sentence)]
    title, steps = f"Word the recruitment of {post}", trail(owner, post)
    return form_page(request, form, title, "Save", steps, facts=facts, conflict=conflict)


@require_http_methods(METHODS)
def position_add(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = manager_of(request, council)
    open_posts = FundedPost.objects.of(owner).as_at(today()).open()
    post, conflict = get_object_or_404(open_posts, pk=pk), None
    initial = {"fte": post.fte_each, "approved_on": today(), "version": post.version}
    form = NewPositionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        version = facts.pop("version")
        try:
            position = services.add_position(post=post, by=user, shown_version=version, **facts)
        except StaleVersion:
            post = get_object_or_404(open_posts, pk=pk)
            form = NewPositionForm(on_top(form.data, post.version))
            held = [("Positions", str(post.positions.count()))]
            mine = [("Full-time equivalent", str(facts["fte"]))]
            conflict = conflict_on(post, mine=mine, theirs=held)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Added {position}")
            return redirect("workforce:post-detail", owner.slug, post.pk)
    title, steps = f"Add a position to {post}", trail(owner, post)
    return form_page(request, form, title, "Add the position", steps, conflict=conflict)


@require_http_methods(METHODS)
def position_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = manager_of(request, council)
    found = Position.objects.filter(council=owner).select_related("post", "council")
    position, conflict = get_object_or_404(found, pk=pk), None
    names = ("version", "fte", "above_reason")
    form = PositionForm(request.POST or None, initial={name: getattr(position, name) for name in names})
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        version = facts.pop("version")
        try:
            services.edit_position(position=position, by=user, shown_version=version, **facts)
        except StaleVersion:
            position = get_object_or_404(found, pk=pk)
            mine, theirs = str(facts["fte"]), str(position.fte)
            label = "Full-time equivalent"
            conflict = conflict_on(position, mine=[(label, mine)], theirs=[(label, theirs)])
            form = PositionForm(on_top(form.data, position.version))
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Saved {position}")
            return redirect("workforce:post-detail", owner.slug, position.post_id)
    steps = trail(owner, position.post)
    title = f"Change {position}, position {position.pk}"
    return form_page(request, form, title, "Save", steps, conflict=conflict)
