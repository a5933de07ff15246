"""A paper on its way: read, checked, written, printed, and taken from what was made before."""

from collections.abc import Iterator

from accounts.models import Council
from benchmarks.measure import Measured, measure, measure_once
from reports.models import Paper, Publication, Rendering
from reports.papers.checks import check
from reports.papers.collect import collect
from reports.papers.pack import make_pack
from reports.papers.render import render_pack
from reports.papers.verify import verify

WHERE = "as shipped"


def measured(council: Council) -> Iterator[Measured]:
    """The progress paper of January, stage by stage."""
    paper = Paper.objects.get(council=council, slug="progress-2025-01")
    data = collect(paper).data
    yield measure("Paper: read the record", WHERE, lambda: collect(paper))
    yield measure("Paper: check it", WHERE, lambda: check(data))
    yield measure("Paper: write three documents", WHERE, lambda: render_pack(data))
    Rendering.objects.filter(paper=paper).delete()
    yield measure_once(
        "Paper: make seven files", WHERE, lambda: make_pack(paper, data), note="PDF and Word printed"
    )
    yield measure("Paper: the same files again", WHERE, lambda: make_pack(paper, data), note="found as made")
    yield measure_once(
        "Verify what is published", WHERE, lambda: [verify(each) for each in Publication.objects.all()]
    )
