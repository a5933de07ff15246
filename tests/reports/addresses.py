"""Where the pages of a paper are."""

from django.urls import reverse

from reports.models import Paper


def address(name: str, paper: Paper, **more: object) -> str:
    """The page `reports:paper-<name>` of a paper; `more` are the other parts of its address."""
    return reverse(f"reports:paper-{name}", kwargs={"council": paper.council.slug, "pk": paper.pk, **more})
