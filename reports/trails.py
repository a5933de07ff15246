"""The breadcrumbs of the pages of papers and plans: (label, address) pairs, the page itself not among them."""

from django.urls import reverse

from accounts.models import Council
from improvement.models import Section
from reports.models import Paper

Trail = list[tuple[str, str]]


def to_papers(council: Council) -> Trail:
    return [("Home", reverse("reports:home", args=[council.slug]))]


def to_settings(council: Council) -> Trail:
    return [*to_papers(council), ("Settings", reverse("accounts:council-settings", args=[council.slug]))]


def to_paper(council: Council) -> Trail:
    return [*to_papers(council), ("Committee papers", reverse("reports:paper-list", args=[council.slug]))]


def within_paper(paper: Paper) -> Trail:
    council = paper.council
    return [*to_paper(council), (paper.title, reverse("reports:paper-detail", args=[council.slug, paper.pk]))]


def within_versions(paper: Paper) -> Trail:
    council = paper.council
    return [
        *within_paper(paper),
        ("Versions", reverse("reports:paper-versions", args=[council.slug, paper.pk])),
    ]


def to_clearance(paper: Paper) -> tuple[str, str]:
    return "Clearance", reverse("reports:paper-clearance", args=[paper.council.slug, paper.pk])


def to_section(section: Section) -> Trail:
    council, plan = section.council, section.chapter.plan
    return [*to_papers(council), (plan.title, reverse("reports:plan-detail", args=[council.slug, plan.pk]))]
