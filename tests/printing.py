"""Making a document takes a second or two, and the suite makes the same ones hundreds of times: this makes each
of them once, really, and remembers it between runs while neither it nor what makes it has changed."""

import hashlib
import os
import pickle
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

from reports.papers import (
    pdf,
    press,
    word,
    word_numbers,
    word_package,
    word_parts,
    word_runs,
    word_template,
    word_templated,
)
from reports.papers.press import Limits, Printed, Work

CarryOut = Callable[..., dict[str, Printed]]
really_carry_out: CarryOut = pdf.carry_out
_MAKERS = (
    press,
    word,
    word_numbers,
    word_package,
    word_parts,
    word_runs,
    word_template,
    word_templated,
)


def remembering(folder: Path) -> CarryOut:
    """`pdf.carry_out`, remembering in `folder` what it made; what fails is tried again each time."""
    makers = _makers()

    def carry_out(orders: Mapping[str, Work], limits: Limits | None = None) -> dict[str, Printed]:
        kept = {title: folder / _name(order, makers) for title, order in orders.items()}
        missing = {title: order for title, order in orders.items() if not kept[title].exists()}
        for title, made in really_carry_out(missing, limits).items():
            _keep(kept[title], made)
        return {title: pickle.loads(path.read_bytes()) for title, path in kept.items()}  # noqa: S301

    return carry_out


def _name(order: Work, makers: str) -> str:
    return hashlib.sha256(f"{makers}{order!r}".encode()).hexdigest()


def _makers() -> str:
    sources = "".join(Path(str(module.__file__)).read_text() for module in _MAKERS)
    libraries = "".join(version(name) for name in ("weasyprint", "pydyf", "python-docx", "resvg-py"))
    fonts = "".join(sorted(face.name for face in pdf.fonts_folder().glob("*.ttf")))
    return sources + libraries + fonts


def _keep(path: Path, made: Printed) -> None:
    """Several workers may make the same document at once; each leaves a whole one."""
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(pickle.dumps(made))
    unfinished.replace(path)
