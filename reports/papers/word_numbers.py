"""Word's own numbering for the numbers a sheet carries as text: the list counts, and always to the same number.

A number that does not follow the one before starts a list of its own at its value, so that Word never prints
another number than the HTML and the PDF.
"""

import re
from dataclasses import dataclass, field

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

_PLAIN = re.compile(r"^(?P<before>(?:\d+\.)*)(?P<value>\d+)(?P<after>\.?)$")
_LETTER = re.compile(r"^\((?P<value>[a-z]+)\)$")
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
BULLET = "•"
# Twips from a number to its text.
HANGING = 567


@dataclass(frozen=True)
class Shape:
    """How a number is written: what stands before and after it, and Word's name for its digits."""

    before: str
    digits: str
    after: str

    @property
    def pattern(self) -> str:
        return BULLET if self.digits == "bullet" else f"{self.before}%1{self.after}"


@dataclass
class _Run:
    """A list that is being counted: its id in Word and the number that would come next."""

    shape: Shape
    num_id: int
    due: int


@dataclass
class Numbers:
    """The numbering of one Word document. Paragraph numbers run through it; every other list starts anew."""

    document: Document
    # A template's own lists are kept; ours come after them.
    keeps: bool = False
    _running: dict[str, _Run] = field(default_factory=dict)
    _abstract: dict[tuple[Shape, tuple[int, int]], int] = field(default_factory=dict)
    _made: int = 0
    _before: int = 0

    def __post_init__(self) -> None:
        self._root = self.document.part.numbering_part.element
        if self.keeps:
            self._made = _highest(self._root, "w:num", "w:numId")
            self._before = _highest(self._root, "w:abstractNum", "w:abstractNumId")
            return
        for child in list(self._root):
            self._root.remove(child)

    def begin(self, name: str) -> None:
        """The next number of the list `name` starts a list of its own."""
        self._running.pop(name, None)

    def give(
        self, paragraph: Paragraph, label: str, *, name: str, indent: int, hanging: int = HANGING
    ) -> bool:
        """Have Word number the paragraph as `label` says; the text stands `indent` twips in, its
        number `hanging` before it. False when Word cannot count so, and the label has to be written out."""
        running = self._running.get(name)
        read = _read(label, running)
        if read is None:
            return False
        shape, value = read
        if running is None or running.shape != shape or running.due != value:
            running = self._running[name] = _Run(shape, self._list(shape, value, (indent, hanging)), value)
        running.due = value + 1 if shape.digits != "bullet" else value
        properties = paragraph._p.get_or_add_pPr()
        numbered = properties.get_or_add_numPr()
        numbered.get_or_add_ilvl().val = 0
        numbered.get_or_add_numId().val = running.num_id
        return True

    def _list(self, shape: Shape, start: int, place: tuple[int, int]) -> int:
        abstract = self._abstract.get((shape, place))
        if abstract is None:
            abstract = self._abstract[shape, place] = self._before + len(self._abstract) + 1
            definition = parse_xml(_abstract_list(abstract, shape, *place))
            first_list = self._root.find(qn("w:num"))
            if first_list is None:
                self._root.append(definition)
            else:
                first_list.addprevious(definition)
        self._made += 1
        self._root.append(
            parse_xml(_LIST.format(ns=nsdecls("w"), id=self._made, abstract=abstract, start=start))
        )
        return self._made


def _highest(root: BaseOxmlElement, kind: str, name: str) -> int:
    return max((int(each.get(qn(name)) or 0) for each in root.findall(qn(kind))), default=0)


def _abstract_list(number: int, shape: Shape, indent: int, hanging: int) -> str:
    return _ABSTRACT.format(ns=nsdecls("w"), id=number, shape=shape, indent=indent, hanging=hanging)


_ABSTRACT = (
    '<w:abstractNum {ns} w:abstractNumId="{id}"><w:multiLevelType w:val="singleLevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{shape.digits}"/>'
    '<w:lvlText w:val="{shape.pattern}"/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:tabs><w:tab w:val="num" w:pos="{indent}"/></w:tabs>'
    '<w:ind w:left="{indent}" w:hanging="{hanging}"/></w:pPr></w:lvl></w:abstractNum>'
)
_LIST = (
    '<w:num {ns} w:numId="{id}"><w:abstractNumId w:val="{abstract}"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
)


def _read(label: str, running: _Run | None) -> tuple[Shape, int] | None:
    if label == BULLET:
        return Shape("", "bullet", ""), 1
    if plain := _PLAIN.match(label):
        return Shape(plain["before"], "decimal", plain["after"]), int(plain["value"])
    if letter := _LETTER.match(label):
        return _lettered(letter["value"], running)
    return None


def _lettered(letters: str, running: _Run | None) -> tuple[Shape, int] | None:
    """`(i)` is the ninth letter after `(h)` and otherwise the first Roman numeral."""
    roman, letter = Shape("(", "lowerRoman", ")"), Shape("(", "lowerLetter", ")")
    is_repeated = letters == letters[0] * len(letters)
    value = 26 * (len(letters) - 1) + ord(letters[0]) - ord("a") + 1
    follows = running is not None and running.shape == letter and is_repeated and running.due == value
    if letters in _ROMANS and not follows and (letters not in "vx" or (running and running.shape == roman)):
        return roman, _ROMANS.index(letters) + 1
    return (letter, value) if is_repeated else None
