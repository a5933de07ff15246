"""A council's Word templates: the administrator brings one, looks at a trial, and switches it on and off."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import signed_in_user
from accounts.models import Council
from accounts.versions import StaleVersion, shown_version
from core.file_store import FileDamaged
from core.views import download
from reports.desk import conflict_of
from reports.forms import posted
from reports.models import HouseStyle, WordTemplate
from reports.papers import store
from reports.papers.kinds import PROGRESS
from reports.papers.pdf import CannotPrint
from reports.papers.word_template import NEEDED, PLACEHOLDERS
from reports.services import word_templates as services
from reports.style_forms import BringTemplateForm, UseTemplatesForm
from reports.views.styling import authority, style_trail

PAGE = "reports/style_templates.html"


@require_http_methods(["GET", "HEAD", "POST"])
def style_templates(request: HttpRequest, council: str) -> HttpResponse:
    """The templates there are, which are used, and a form to bring one."""
    owner = authority(request, council)
    form = BringTemplateForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.bring_template(council=owner, by=signed_in_user(request), **form.facts)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(
                request, f"{made.name} is kept. Look at its sample page, then choose what it is used for."
            )
            return redirect("reports:style-templates", council)
    return _page(request, owner, bring=form)


@require_POST
def style_templates_choose(request: HttpRequest, council: str) -> HttpResponse:
    """Which template is used for which kind of paper."""
    owner = authority(request, council)
    form = UseTemplatesForm(posted(request), style=HouseStyle.objects.of(owner), templates=_templates(owner))
    if not form.is_valid():
        return _page(request, owner, use=form)
    try:
        services.use_templates(
            council=owner,
            by=signed_in_user(request),
            shown_version=shown_version(request.POST),
            chosen=form.cleaned_data,
        )
    except StaleVersion:
        current = HouseStyle.objects.of(owner)
        mine, theirs = form.told(current)
        return _page(request, owner, use=form, status=409, **conflict_of(current, mine=mine, theirs=theirs))
    messages.success(request, "Word files of papers not published yet are made with what you chose.")
    return redirect("reports:style-templates", council)


@require_safe
def word_template_trial(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """A sample page made with a template, to be saved."""
    owner = authority(request, council)
    template = get_object_or_404(WordTemplate, council=owner, pk=pk)
    try:
        content = services.tried(owner, store.get(template.digest), PROGRESS)
    except (CannotPrint, FileDamaged) as refused:
        reason = getattr(refused, "reason", str(refused))
        context = {"refused": reason, "trail": style_trail(owner)}
        return render(request, "reports/style_refused.html", context, status=422)
    return download(content, "sample-page.docx")


def _templates(owner: Council) -> list[WordTemplate]:
    return list(WordTemplate.objects.filter(council=owner).select_related("brought_by"))


def _page(
    request: HttpRequest,
    owner: Council,
    *,
    bring: BringTemplateForm | None = None,
    use: UseTemplatesForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    style, templates = HouseStyle.objects.of(owner), _templates(owner)
    refused = any(form is not None and form.errors for form in (bring, use))
    context = {
        "trail": style_trail(owner),
        "templates": templates,
        "bring": bring or BringTemplateForm(),
        "use": use or UseTemplatesForm(style=style, templates=templates),
        "shown_version": style.version,
        "placeholders": [(f"{{{{ {name} }}}}", said, name in NEEDED) for name, said in PLACEHOLDERS.items()],
        "action": reverse("reports:style-templates-choose", args=[owner.slug]),
    } | more
    return render(request, PAGE, context, status=422 if refused else status)
