"""A council's Word templates: brought, tried where papers are made, kept under their digest, switched on and off."""

import re
from collections.abc import Mapping
from dataclasses import replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.access import may_manage_settings
from accounts.changes import record
from accounts.models import Council, User
from core.dates import today
from core.file_store import digest_of
from reports.models import HouseStyle, WordTemplate
from reports.papers import docx, pdf, store
from reports.papers.collect_style import FOR_ALL, frozen
from reports.papers.compose import compose
from reports.papers.documents import documents_of
from reports.papers.kinds import KINDS, PROGRESS, Kind
from reports.papers.pdf import CannotPrint
from reports.papers.press import Limits
from reports.papers.render import title_of
from reports.papers.specimen import specimen
from reports.papers.style import HouseStyle as FrozenStyle
from reports.papers.word import Manuscript
from reports.services.styling import begin, save

# Trying one out waits for nobody long.
TRIAL = Limits(clock=20, cpu=15)
NO_SUCH = "Choose one of the templates that have been brought."


def bring_template(*, council: Council, by: User, content: bytes, name: str) -> WordTemplate:
    """Keep a template that a sample page could be made with; one that is kept already is returned. It is not used
    before it is switched on. Raises PermissionDenied, or ValidationError saying why it is refused.

    Call it outside any transaction: making the page takes a second.
    """
    if not may_manage_settings(by, council):
        raise PermissionDenied
    try:
        tried(council, content, PROGRESS)
    except CannotPrint as refused:
        raise ValidationError({"file": refused.reason}) from refused
    return _keep(council, by, content, _plain_name(name))


@transaction.atomic
def _keep(council: Council, by: User, content: bytes, name: str) -> WordTemplate:
    Council.objects.select_for_update().get(pk=council.pk)
    if kept := WordTemplate.objects.filter(council=council, digest=digest_of(content)).first():
        return kept
    template = WordTemplate.objects.create(
        council=council, digest=store.put(content), name=name, size=len(content), brought_by=by
    )
    record("brought", template, council=council, by=by, after={"digest": template.digest})
    return template


def tried(council: Council, content: bytes, kind: Kind) -> bytes:
    """A sample page of the kind as Word, made with a template in a process with limits. Raises CannotPrint."""
    title = "The sample page"
    return pdf.carry_out({title: _trial(council, content, kind)}, TRIAL)[title].content


def _trial(council: Council, content: bytes, kind: Kind) -> Manuscript:
    own = frozen(HouseStyle.objects.of(council), kind.key) or FrozenStyle()
    # The bytes are given, so nothing is kept before it is found sound.
    style = replace(own, word_template="")
    data = specimen(council, kind, style, colour=council.colour, day=today())
    document = documents_of(data)[0]
    made = docx.manuscript(data, document, compose(data, document), title_of(data, document), draft=True)
    return replace(made, template=content, values=docx.placeholder_values(data))


@transaction.atomic
def use_templates(*, council: Council, by: User, shown_version: int, chosen: Mapping[str, str]) -> HouseStyle:
    """Which template Word files are made with, by kind or `all`; a kind left out is made without, or with that of all.
    Raises PermissionDenied, StaleVersion, or ValidationError for one that has not been brought."""
    if not may_manage_settings(by, council):
        raise PermissionDenied
    wanted = {key: digest for key, digest in chosen.items() if digest and key in (FOR_ALL, *KINDS)}
    names = dict(WordTemplate.objects.filter(council=council).values_list("digest", "name"))
    if not set(wanted.values()) <= set(names):
        raise ValidationError(NO_SUCH)
    style = begin(council, shown_version)
    before, style.word_templates = dict(style.word_templates), wanted
    told = [
        {"templates": [f"{key}: {names[each]}" for key, each in sorted(state.items()) if each in names]}
        for state in (before, wanted)
    ]
    return save(style, by, "chose the Word templates of", *told)


def _plain_name(name: str) -> str:
    """The last part of a file's name, in plain letters."""
    return re.sub(r"[^\w .()-]+", "-", re.split(r"[\\/]", name)[-1])[:120].strip() or "template.docx"
