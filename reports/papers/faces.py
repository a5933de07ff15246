"""The families of letters that papers are set in. Each is embedded in PDF, from a package under an open licence; Word
names the family of the same widths that readers have. A new one is a row here and its files in `deploy/build.py`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Face:
    """A family: its key, what an administrator is told, the name it is set in, and the name for readers' machines.
    `scale` makes its small letters as large as Arial's."""

    key: str
    label: str
    name: str
    word: str
    scale: float = 1
    generic: str = "sans-serif"

    @property
    def stack(self) -> str:
        """The families in the order a browser tries them: ours, the reader's of the same widths, any."""
        named = (self.name, self.word, "Noto Sans Symbols 2")
        return ", ".join([*(f'"{each}"' for each in named), self.generic])

    @property
    def drawn(self) -> str:
        """The same for a drawing, which knows nothing of the style around it."""
        return ", ".join([self.name, self.word, "Noto Sans Symbols 2", self.generic])

    @property
    def percent(self) -> str:
        return f"{100 * self.scale:g}%"

    @property
    def points(self) -> str:
        """The size of body text in print."""
        return f"{10 * self.scale:g}pt"


USUAL = Face("", "Arimo, as wide as Arial", "Arimo", "Arial")
FACES: tuple[Face, ...] = (
    USUAL,
    Face("carlito", "Carlito, as wide as Calibri", "Carlito", "Calibri", scale=1.1),
    Face("tinos", "Tinos, as wide as Times New Roman", "Tinos", "Times New Roman", 1.06, "serif"),
)


def face_of(key: str) -> Face:
    """Raises `KeyError` for a family that there is not."""
    return {face.key: face for face in FACES}[key]
