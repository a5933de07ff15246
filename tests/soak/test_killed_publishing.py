"""A worker killed in the middle of publishing has published everything or nothing; what it left is taken up again."""

import json
from typing import Any

from tests.soak.conftest import Running
from tests.soak.test_kills import until

PAPER = "progress-2025-01"
# Everybody who has to has cleared the paper, and its clerk has pressed the button.
PRESSED = f"""
from reports.models import Paper
from reports.services.exporting import ask_to_publish
from tests import factories
paper = factories.cleared(Paper.objects.get(council__slug="eastshire", slug="{PAPER}"))
by = factories.clerk_of(paper.council)
ask_to_publish(paper=paper, by=by, shown_version=Paper.objects.get(pk=paper.pk).version)
"""
STATE = f"""
import json
from accounts.models import Job
from reports.models import Publication
job = Job.objects.get(kind="publication of a paper", key__startswith="{PAPER} ")
made = Publication.objects.filter(paper__slug="{PAPER}", paper__council__slug="eastshire")
rows = [publication.documents.count() for publication in made]
print(json.dumps({{"state": job.state, "percent": job.progress, "error": job.error, "documents": rows}}))
"""
# As if the two minutes had gone by after which a silent worker is taken for dead.
SILENT = """
from datetime import timedelta
from django.db.models import F
from accounts.models import Job
Job.objects.filter(state="running").update(seen_at=F("seen_at") - timedelta(minutes=5))
"""
# Report and two appendices as HTML, PDF and Word, and the pack.
WHOLE = 10


def test_a_worker_killed_while_it_publishes(running: Running) -> None:
    shell(running, PRESSED)
    until(lambda: state(running)["percent"] >= 20)
    running.kill("worker")
    left = state(running)
    assert left["documents"] in ([], [WHOLE]), "Everything or nothing"
    running.assert_sound()
    running.start_worker()
    shell(running, SILENT)
    assert running.command("tick").returncode == 0
    until(lambda: state(running)["state"] not in ("queued", "running"))
    assert state(running) == {"state": "done", "percent": 100, "error": "", "documents": [WHOLE]}
    running.assert_sound()


def shell(running: Running, lines: str) -> str:
    said = running.command("shell", "--no-imports", "-c", lines)
    assert said.returncode == 0, said.stderr
    return said.stdout


def state(running: Running) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shell(running, STATE))
    return found
