"""Live figures as the pages of a paper list them: what each comes to, where it comes from, and where it is used."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from core.dates import today
from reports.papers.compose import compose
from reports.papers.data import PaperData
from reports.papers.documents import documents_of
from reports.papers.figure import Figure
from reports.papers.figures import UnknownFigure, figures
from reports.papers.origins import Origin, origin_of
from reports.papers.text import TextTooLong
from reports.papers.uses import Use, uses


@dataclass(frozen=True)
class ListedFigure:
    """A figure, its sort and rule, the address of its rows, and the paragraphs that name it."""

    figure: Figure
    origin: Origin
    url: str
    places: tuple[str, ...] = field(default=())

    @property
    def reference(self) -> str:
        """What is written in the text."""
        return f"{{{{ {self.figure.name} }}}}"

    def answers(self, words: str) -> bool:
        """Whether every word that is searched for stands in its name, value, meaning or sort."""
        told = (self.figure.name, self.figure.value, self.figure.description, self.origin.sort)
        text = " ".join(told).casefold()
        return all(word in text for word in words.casefold().split())


def listed_figures(data: PaperData) -> list[ListedFigure]:
    """Every figure of the paper, in the order of the list for choosing; where words cannot be composed yet, without
    the places where they are used."""
    places: dict[str, list[str]] = {}
    for use in used_in(data):
        places.setdefault(use.figure.name, []).append(use.where)
    return [_listed(one, data, tuple(places.get(one.name, ()))) for one in figures(data).values()]


def used_figures(data: PaperData) -> list[ListedFigure]:
    """The figures that the report names, in its order, each once."""
    found = {one.figure.name: one for one in listed_figures(data)}
    return [found[name] for name in dict.fromkeys(use.figure.name for use in used_in(data))]


def figures_named(data: PaperData, names: tuple[str, ...]) -> list[ListedFigure]:
    """Those figures of a text that exist, each once."""
    known = figures(data)
    return [_listed(known[name], data, ()) for name in dict.fromkeys(names) if name in known]


def used_in(data: PaperData) -> tuple[Use, ...]:
    try:
        return uses(data, compose(data, documents_of(data)[0]))
    except (UnknownFigure, TextTooLong):
        return ()


def _listed(figure: Figure, data: PaperData, places: tuple[str, ...]) -> ListedFigure:
    origin = origin_of(figure, data)
    address = reverse(origin.view, args=[data.identity.council_slug, *origin.arguments])
    # A page refuses a day that is yet to come.
    asks = origin.as_at is not None and origin.as_at <= today()
    query = f"?{urlencode({'as_at': origin.as_at})}" if asks else ""
    return ListedFigure(figure, origin, f"{address}{query}", places)
