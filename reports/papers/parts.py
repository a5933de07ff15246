"""The parts a document is made of once its words and figures are settled: plain values for the templates.

A part names the template that shows it; numbers of paragraphs and tables are text, never a style's counters.
"""

from dataclasses import dataclass, field

from reports.papers.data import KeyRating

# The characters of a cell that come to about a third of a page.
_LONG = 1_200


@dataclass(frozen=True)
class Part:
    """Anything that stands under a heading; `template` is the stem of its template."""

    template = ""


@dataclass(frozen=True)
class Paragraph(Part):
    """A numbered paragraph, as `12` or `3.2`; `html` is sanitised."""

    template = "paragraph"
    number: str
    html: str


@dataclass(frozen=True)
class Unnumbered(Part):
    """A paragraph without a number; `html` is sanitised."""

    template = "unnumbered"
    html: str


@dataclass(frozen=True)
class Item:
    """A point of a list: its letter in brackets, or nothing for a bullet, and points within it."""

    html: str
    letter: str = ""
    items: tuple["Item", ...] = ()


@dataclass(frozen=True)
class Points(Part):
    """Lettered sub-paragraphs, or bullets, inside the paragraph before."""

    template = "points"
    items: tuple[Item, ...]

    @property
    def is_lettered(self) -> bool:
        return any(item.letter for item in self.items)


@dataclass(frozen=True)
class Quote(Part):
    """Words of somebody else, unnumbered."""

    template = "quote"
    paragraphs: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True)
class Subheading(Part):
    template = "subheading"
    text: str
    level: int = 3


@dataclass(frozen=True)
class Cell:
    """A cell in words; `tag` is a rating to show with its symbol, `more` are lines below the first."""

    text: str = ""
    tag: KeyRating | None = None
    more: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True)
class Column:
    """A column's heading, its width as a class of the style, and whether its cells are numbers."""

    heading: str
    width: str
    is_number: bool = False
    tag: KeyRating | None = None


@dataclass(frozen=True)
class Row:
    """A row; its first cell is its heading. A `group` stands alone above the rows it gathers."""

    cells: tuple[Cell, ...]
    is_total: bool = False

    @property
    def is_long(self) -> bool:
        """Whether it may break across pages: kept whole it would leave most of a page empty before it."""
        return any(len(cell.text) + sum(map(len, cell.more)) > _LONG for cell in self.cells)


@dataclass(frozen=True)
class Group:
    """Rows under a heading of their own, which may carry a rating; most tables have one group without."""

    rows: tuple[Row, ...]
    heading: str = ""
    tag: KeyRating | None = None


@dataclass(frozen=True)
class Table(Part):
    """A table with its caption, which says the date it holds for."""

    template = "table"
    caption: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    note: str = ""

    @property
    def laid_out(self) -> list[tuple[Group, list[tuple[Row, list[tuple[Column, Cell]]]]]]:
        """Every cell beside its column, as a template needs them."""
        return [
            (group, [(row, list(zip(self.columns, row.cells, strict=True))) for row in group.rows])
            for group in self.groups
        ]


@dataclass(frozen=True)
class Key(Part):
    """The key of one sort of rating, named so that nobody takes it for the other."""

    template = "key"
    heading: str
    ratings: tuple[KeyRating, ...]


@dataclass(frozen=True)
class Chart(Part):
    """A drawing of the table beside it."""

    template = "chart"
    svg: str
    caption: str


@dataclass(frozen=True)
class Details(Part):
    """Pairs of a name and values: the title block, access to information."""

    template = "details"
    caption: str
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True)
class Standing(Part):
    """One rating by itself, named so that nobody takes it for the other sort, with what it is about."""

    template = "standing"
    name: str
    tag: KeyRating
    held: str
    about: str


@dataclass(frozen=True)
class Section:
    """A heading of the document with its parts; level 2, or 3 when it stands within another. `number` is that of
    the heading, where the kind numbers headings."""

    heading: str
    level: int
    parts: tuple[Part, ...]
    anchor: str
    number: str = ""

    @property
    def full_heading(self) -> str:
        """The heading with its number, as a list of contents has it."""
        return f"{self.number} {self.heading}".strip()


@dataclass(frozen=True)
class Sheet:
    """A whole document of the pack before it becomes HTML."""

    stem: str
    label: str
    heading: str
    landscape: bool
    sections: tuple[Section, ...]
    opening: tuple[Part, ...] = field(default_factory=tuple)
