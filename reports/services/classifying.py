"""Which documents of a paper are not for publication, and appendices of its authors' own words."""

from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.access import may_see_exempt
from accounts.changes import record
from accounts.models import Change, CouncilOwned, User
from accounts.versions import raise_version
from reports.access import may_write_paper
from reports.models import Appendix, DocumentClass, Paper, PaperSection, SectionComment
from reports.papers.documents import REPORT
from reports.papers.kinds import kind_of
from reports.papers.schedule import PARAGRAPHS

MOST_APPENDICES = 20
OPEN, EXEMPT, CONFIDENTIAL = (
    Paper.Classification.OPEN,
    Paper.Classification.EXEMPT,
    Paper.Classification.CONFIDENTIAL,
)


@dataclass(frozen=True)
class Classing:
    """A classification: exempt needs its paragraph and the statement on the public interest, confidential its
    reason. What belongs to another classification is left out."""

    classification: str = OPEN
    paragraph: int = 0
    interest: str = ""
    reason: str = ""

    def checked(self) -> "Classing":
        """Raises ValidationError naming the field."""
        if self.classification == EXEMPT:
            if self.paragraph not in PARAGRAPHS:
                raise ValidationError({"paragraph": "Choose the paragraph of Schedule 12A"})
            if not self.interest.strip():
                raise ValidationError({"interest": "Say why the public interest lies in keeping it back"})
            return Classing(EXEMPT, self.paragraph, self.interest.strip())
        if self.classification == CONFIDENTIAL:
            if not self.reason.strip():
                raise ValidationError({"reason": "Say why it is confidential"})
            return Classing(CONFIDENTIAL, reason=self.reason.strip())
        if self.classification != OPEN:
            raise ValidationError({"classification": "Choose open, exempt or confidential"})
        return Classing()


@transaction.atomic
def classify_document(*, paper: Paper, by: User, shown_version: int, stem: str, classing: Classing) -> None:
    """Classify one document of the paper's kind; nothing happens where it is so already.

    Raises PermissionDenied, StaleVersion, KeyError for a document the kind has not, or ValidationError.
    """
    _may_classify(by, paper)
    kind_of(paper.kind).document(stem)
    facts = asdict(classing.checked())
    row = paper.document_classes.filter(stem=stem).first() or DocumentClass(
        council=paper.council, paper=paper, stem=stem
    )
    before = row.told
    if before == facts:
        return
    raise_version(paper, shown=shown_version)
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    if stem == REPORT:
        _classify_paper(paper, classing.classification)
    _guard_words(paper)
    record(
        f"classified the {stem.replace('-', ' ')} of",
        paper,
        council=paper.council,
        by=by,
        before=before,
        after=facts,
    )


@transaction.atomic
def add_appendix(
    *, paper: Paper, by: User, shown_version: int, title: str, body: str, classing: Classing
) -> Appendix:
    """Give the paper an appendix of the author's own, after those it has.

    Raises PermissionDenied, StaleVersion or ValidationError.
    """
    _may_classify(by, paper)
    facts = asdict(classing.checked())
    if paper.appendices.count() >= MOST_APPENDICES:
        raise ValidationError({"title": f"A paper has at most {MOST_APPENDICES} appendices of its own"})
    raise_version(paper, shown=shown_version)
    last = paper.appendices.last()
    appendix = Appendix.objects.create(
        council=paper.council,
        paper=paper,
        order=last.order + 1 if last else 1,
        title=_titled(title),
        body=body,
        **facts,
    )
    _guard_words(paper)
    record("added", appendix, council=paper.council, by=by, after=_told(appendix))
    return appendix


@transaction.atomic
def save_appendix(
    *, appendix: Appendix, by: User, shown_version: int, title: str, body: str, classing: Classing
) -> None:
    """Change the words or the classification of an appendix. Raises PermissionDenied, StaleVersion or
    ValidationError."""
    _may_classify(by, appendix.paper)
    facts = {"title": _titled(title), "body": body, **asdict(classing.checked())}
    before = _told(appendix)
    if before == facts:
        return
    raise_version(appendix, shown=shown_version)
    for name, value in facts.items():
        setattr(appendix, name, value)
    appendix.save(update_fields=list(facts))
    _guard(appendix, is_guarded=appendix.is_guarded)
    _guard_words(appendix.paper)
    record("changed", appendix, council=appendix.council, by=by, before=before, after=facts)


@transaction.atomic
def remove_appendix(*, appendix: Appendix, by: User, shown_version: int) -> None:
    """Take an appendix out of a paper that is being written; the change log keeps its words,
    and what was kept back stays so. Raises PermissionDenied or StaleVersion."""
    _may_classify(by, appendix.paper)
    raise_version(appendix, shown=shown_version)
    Paper.objects.filter(pk=appendix.paper_id).update(version=appendix.paper.version + 1)
    record("took out", appendix, council=appendix.council, by=by, before=_told(appendix))
    appendix.delete()


def _classify_paper(paper: Paper, classification: str) -> None:
    """A paper is what its report is."""
    paper.classification = classification
    paper.save(update_fields=["classification"])
    _guard(paper, is_guarded=paper.is_guarded)


def _guard_words(paper: Paper) -> None:
    """The sections of a paper and what was said of them, once any part of it is not for publication: what is there
    now may have stood in an open section before."""
    sections = PaperSection.objects.filter(paper=paper)
    is_guarded = paper.is_guarded or paper.holds_closed
    for subject in (*sections, *SectionComment.objects.filter(section__in=sections)):
        _guard(subject, is_guarded=is_guarded)


def _guard(subject: CouncilOwned, *, is_guarded: bool) -> None:
    """From now on the change log shows what was written of it only to who may see it, or again to everybody."""
    Change.objects.for_subject(subject).update(is_guarded=is_guarded)


def _titled(title: str) -> str:
    if not title.strip():
        raise ValidationError({"title": "Enter the title of the appendix"})
    return title.strip()


def _told(appendix: Appendix) -> dict[str, object]:
    return {"title": appendix.title, "body": appendix.body, **appendix.told}


def _may_classify(by: User, paper: Paper) -> None:
    if not (may_write_paper(by, paper) and may_see_exempt(by, paper.council)):
        raise PermissionDenied
