"""The house style of a council's papers: the administrator's pages."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import may_manage_settings, member_council, signed_in_user
from accounts.models import Council
from accounts.versions import StaleVersion, shown_version
from core.dates import today
from reports import trails
from reports.clearance_forms import section_choices
from reports.desk import conflict_of
from reports.forms import posted
from reports.models import HouseStyle
from reports.papers import store
from reports.papers.collect_style import frozen
from reports.papers.documents import documents_of
from reports.papers.faces import face_of
from reports.papers.kinds import KINDS, PROGRESS, Kind
from reports.papers.render import CannotRender
from reports.papers.render import render as render_document
from reports.papers.schedule import EXCLUSION
from reports.papers.specimen import specimen
from reports.services import styling as services
from reports.style_forms import HeadingsForm, LookForm, TermsForm, TextForm, style_words
from reports.views.previews import standalone

FORM, EXEMPT = "reports/style_form.html", "exempt"


@require_safe
def style_detail(request: HttpRequest, council: str) -> HttpResponse:
    """What of the papers is the council's own, and where each is changed."""
    owner = authority(request, council)
    style = HouseStyle.objects.of(owner)
    labels = {key: kind.label for key, kind in KINDS.items()}
    context = {
        "trail": trails.to_settings(owner),
        "style": style,
        "face": face_of(style.face),
        "headings": [(key, labels[key], words) for key, words in style_words(style, KINDS)],
        "terms": sorted(style.terms.items()),
        "texts": [words for key, words in section_choices() if key in style.texts],
    }
    return render(request, "reports/style_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def style_look(request: HttpRequest, council: str) -> HttpResponse:
    """Colours, font and logo; with “See it on a sample page” nothing is saved."""
    owner = authority(request, council)
    style = HouseStyle.objects.of(owner)
    form = LookForm(posted(request), request.FILES or None, council=owner, style=style)
    context = _context(owner, style, form, "Colours, font and logo")
    if request.method != "POST" or not form.is_valid():
        return _shown(request, "reports/style_look.html", context)
    try:
        if "preview" in request.POST:
            services.check_look(form.look)
            return _sample(request, owner, PROGRESS, _tried(owner, style, form.look), form.look.colour)
        shown = shown_version(request.POST)
        services.set_look(council=owner, by=signed_in_user(request), shown_version=shown, look=form.look)
    except ValidationError as refused:
        form.add_error(None, refused)
        return _shown(request, "reports/style_look.html", context)
    except StaleVersion:
        owner.refresh_from_db()
        current = HouseStyle.objects.of(owner)
        return _again(request, "reports/style_look.html", context, current, form.told(current))
    messages.success(request, "Colours, font and logo are saved. Published papers keep those they had.")
    return redirect("reports:style-detail", council)


def _tried(owner: Council, style: HouseStyle, look: services.Look) -> HouseStyle:
    """The style with a look that is not saved; a new logo's bytes are kept under their digest, where nothing names
    them."""
    tried = HouseStyle(council=owner, **{name: getattr(style, name) for name in _WORDING})
    tried.second_colour, tried.logo_alternative = look.second_colour, look.logo_alternative
    tried.face = look.face
    if look.logo:
        tried.logo_digest, tried.logo_media = store.put(look.logo.content), look.logo.media
    elif look.keeps_logo:
        tried.logo_digest, tried.logo_media = style.logo_digest, style.logo_media
    return tried


_WORDING = ("headings", "groups", "orders", "terms", "texts", "exclusion", "word_templates")


@require_safe
def style_sample(request: HttpRequest, council: str, paper_kind: str) -> HttpResponse:
    """A sample page of one kind in the style as it is saved."""
    owner = authority(request, council)
    return _sample(request, owner, _kind_or_404(paper_kind), HouseStyle.objects.of(owner), owner.colour)


def _sample(request: HttpRequest, owner: Council, kind: Kind, style: HouseStyle, colour: str) -> HttpResponse:
    frozen_style = frozen(style, kind.key)
    data = specimen(owner, kind, frozen_style, colour=colour, day=today())
    try:
        return standalone(render_document(data, documents_of(data)[0], draft=True).html)
    except CannotRender as refused:
        context = {"refused": refused, "trail": style_trail(owner)}
        return render(request, "reports/style_refused.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def style_headings(request: HttpRequest, council: str, paper_kind: str) -> HttpResponse:
    """The headings of one kind of paper, and the order of its implications."""
    owner, kind = authority(request, council), _kind_or_404(paper_kind)
    style = HouseStyle.objects.of(owner)
    form = HeadingsForm(posted(request), kind=kind, style=style)
    context = _context(owner, style, form, f"Headings: {kind.label.lower()}")
    context["says"] = (
        "What you leave empty stays as the label says. An author may still word a heading anew in one paper. "
        "Implications are printed in the order of their places: give one the place of another to put them beside "
        "each other, and the one that the kind of paper has first stays first. They are numbered anew when you save. "
        "A paper whose sections somebody has arranged keeps the order given there."
    )
    if request.method != "POST" or not form.is_valid():
        return _shown(request, FORM, context)
    try:
        services.set_headings(
            council=owner,
            by=signed_in_user(request),
            shown_version=shown_version(request.POST),
            kind=kind.key,
            **form.wording,
        )
    except ValidationError as refused:
        for key, said in refused.message_dict.items():
            form.add_error(f"heading_{key}", said)
        return _shown(request, FORM, context)
    except StaleVersion:
        current = HouseStyle.objects.of(owner)
        return _again(request, FORM, context, current, form.told(current))
    messages.success(request, f"The headings of {kind.label.lower()} papers are saved.")
    return redirect("reports:style-detail", council)


@require_http_methods(["GET", "HEAD", "POST"])
def style_words_page(request: HttpRequest, council: str) -> HttpResponse:
    """The council's words for what papers speak of."""
    owner = authority(request, council)
    style = HouseStyle.objects.of(owner)
    form = TermsForm(posted(request), style=style)
    context = _context(owner, style, form, "Vocabulary")
    context["says"] = (
        "Your words, in every sentence, heading and caption that we write into papers. What authors and the record say "
        "is never changed. What you leave empty stays as the label says."
    )
    if request.method != "POST" or not form.is_valid():
        return _shown(request, FORM, context)
    try:
        shown = shown_version(request.POST)
        services.set_terms(council=owner, by=signed_in_user(request), shown_version=shown, terms=form.terms)
    except StaleVersion:
        current = HouseStyle.objects.of(owner)
        return _again(request, FORM, context, current, form.told(current))
    messages.success(request, "The vocabulary of papers is saved.")
    return redirect("reports:style-detail", council)


@require_safe
def style_texts(request: HttpRequest, council: str) -> HttpResponse:
    """Every section with its standard text, and the notice of what is exempt."""
    owner = authority(request, council)
    style = HouseStyle.objects.of(owner)
    rows = [(key, words, style.texts.get(key, "")) for key, words in section_choices()]
    context = {"trail": style_trail(owner), "rows": rows, "exclusion": style.exclusion or EXCLUSION}
    return render(request, "reports/style_texts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def style_text(request: HttpRequest, council: str, key: str) -> HttpResponse:
    """The standard text of one section, or the notice of what is exempt."""
    owner = authority(request, council)
    style = HouseStyle.objects.of(owner)
    headings = dict(section_choices()) | {EXEMPT: "Notice of excluding the public"}
    if key not in headings:
        raise Http404("No kind of paper has such a section.")
    form = TextForm(posted(request), initial={"text": _text(style, key)})
    context = _context(owner, style, form, headings[key]) | {"caption": "Standard text"}
    context["says"] = _EXEMPT if key == EXEMPT else _BEGINS
    if request.method != "POST" or not form.is_valid():
        return _shown(request, FORM, context)
    by, shown, text = signed_in_user(request), shown_version(request.POST), form.cleaned_data["text"]
    try:
        if key == EXEMPT:
            services.set_exclusion(council=owner, by=by, shown_version=shown, text=text)
        else:
            services.set_text(council=owner, by=by, shown_version=shown, key=key, text=text)
    except StaleVersion:
        current = HouseStyle.objects.of(owner)
        return _again(request, FORM, context, current, form.told(_text(current, key)))
    messages.success(request, "The standard text is saved.")
    return redirect("reports:style-texts", council)


_BEGINS = (
    "Papers begun from now on start with it under this heading where they take no words from a last paper, and authors "
    "of any paper can put it in. They may change it."
)
_EXEMPT = (
    "A report prints it wherever a document of its pack is not for publication, after the statement of why. "
    f"Left empty, it is ours: “{EXCLUSION}”"
)


def _text(style: HouseStyle, key: str) -> str:
    return style.exclusion if key == EXEMPT else str(style.texts.get(key, ""))


def authority(request: HttpRequest, council: str) -> Council:
    owner = member_council(request, council)
    if not may_manage_settings(signed_in_user(request), owner):
        raise PermissionDenied
    return owner


def _kind_or_404(key: str) -> Kind:
    if key not in KINDS:
        raise Http404("There is no such kind of paper.")
    return KINDS[key]


def style_trail(owner: Council) -> trails.Trail:
    address = reverse("reports:style-detail", args=[owner.slug])
    return [*trails.to_settings(owner), ("House style of papers", address)]


def _context(owner: Council, style: HouseStyle, form: Any, heading: str) -> dict[str, Any]:
    return {
        "trail": style_trail(owner),
        "style": style,
        "form": form,
        "heading": heading,
        "shown_version": style.version,
    }


def _shown(request: HttpRequest, page: str, context: dict[str, Any]) -> HttpResponse:
    """The page; one that is refused keeps the version it was made from."""
    if request.method == "POST":
        context["shown_version"] = shown_version(request.POST)
    return render(request, page, context, status=422 if context["form"].errors else 200)


def _again(
    request: HttpRequest, page: str, context: dict[str, Any], current: HouseStyle, told: tuple[Any, Any]
) -> HttpResponse:
    """Somebody else saved first: both texts, and what was typed kept to be saved on top."""
    mine, theirs = told
    context |= conflict_of(current, mine=mine, theirs=theirs)
    return render(request, page, context, status=409)
