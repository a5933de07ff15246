"""`make bench`: measures the product, prints a table and writes it as JSON.

On a database of its own in a temporary folder; BENCH_DATABASE_URL names another that may be filled, such as an
empty one in PostgreSQL.
"""

import argparse
import json
import os
import platform
import tempfile
from pathlib import Path


def main() -> None:
    options = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    options.add_argument("--out", type=Path, default=Path("var/bench.json"), help="where the JSON goes")
    options.add_argument("--times", type=int, default=8, help="how many times the demonstration is enlarged")
    options.add_argument("--councils", type=int, default=153, help="how many councils share the database")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="improvement-bench-") as folder:
        settle(Path(folder))
        from benchmarks import measure, run

        rows = run.everything(times=given.times, councils=given.councils)
        print(measure.table(rows))
    given.out.parent.mkdir(parents=True, exist_ok=True)
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "system": platform.platform()}
    measured = {"machine": machine, "measured": [row.as_json() for row in rows]}
    given.out.write_text(json.dumps(measured, indent=1) + "\n")
    print(f"\nWritten to {given.out}")


def settle(folder: Path) -> None:
    """The settings of a benchmark, then Django itself: as it is served, on a database that is thrown away."""
    os.environ.update(
        SECRET_KEY="only-for-benchmarks",  # noqa: S106
        DATABASE_URL=os.environ.get("BENCH_DATABASE_URL", f"sqlite:///{folder / 'bench.sqlite3'}"),
        BASE_URL="http://testserver",
        ALLOWED_HOSTS="testserver",
        DATA_DIR=str(folder),
        EMAIL_URL="memorymail://",
        CLOCK="2025-01-02",
        DEMONSTRATION="on",
        DEBUG="off",
        DJANGO_SETTINGS_MODULE="config.settings",
    )
    import django

    django.setup()


if __name__ == "__main__":
    main()
