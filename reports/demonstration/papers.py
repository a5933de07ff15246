"""The papers: drafted from the author's words, and published where the council has published them."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from accounts.models import User
from finance.models import Tranche
from reports.checked import checked
from reports.demonstration.authors import tell_authors
from reports.demonstration.clearance import EVERYBODY, clear, tell_clearance
from reports.demonstration.timeline import Hour
from reports.demonstration.world import World
from reports.models import Paper
from reports.papers.publish import publish_paper
from reports.services.arranging import show_section
from reports.services.classifying import Classing, add_appendix
from reports.services.drafting import (
    BackgroundRow,
    ConsulteeRow,
    OptionRow,
    create_paper,
    save_background_papers,
    save_consultees,
    save_details,
    save_options,
    save_recommendations,
    save_section,
    section_of,
)
from reports.services.reasons import give_reason
from reports.services.resolving import Resolved, record_resolutions
from reports.services.versions import Served, record_served, take_up_for_correction

Facts = Mapping[str, Any]


def tell_papers(world: World) -> None:
    """Each paper on the day it was begun, and published on its day through the paper's own way."""
    for paper in world.folder.papers():
        world.timeline.on(paper["created_on"], Hour.PAPERS, partial(_draft, world, paper))
        tell_authors(world, paper)
        tell_clearance(world, paper)
        if "published_on" in paper:
            world.timeline.on(paper["published_on"], Hour.PUBLICATION, partial(_publish, world, paper))
        for given in paper.get("reasons", ()):
            world.timeline.on(given["given_on"], Hour.PAPERS, partial(_answer, world, paper, given))
        for served in paper.get("served", ()):
            world.timeline.on(served["on"], Hour.PUBLICATION, partial(_serve, world, paper, served))
        for fixed in paper.get("corrections", ()):
            world.timeline.on(fixed["on"], Hour.PUBLICATION, partial(_correct, world, paper, fixed))
        for minuted in paper.get("minutes", ()):
            world.timeline.on(
                minuted["recorded_on"], Hour.PUBLICATION, partial(_resolve, world, paper, minuted)
            )


def _answer(world: World, facts: Facts, given: Facts) -> None:
    """One reason for the warnings of some checks that stood on the day."""
    paper = Paper.objects.of(world.council).get(pk=world.papers[facts["slug"]].pk)
    found = [one.finding for one in checked(paper).unanswered if one.finding.code in given["codes"]]
    give_reason(
        paper=paper,
        by=world.people[given["given_by"]],
        digests={one.digest for one in found},
        words=given["words"],
    )


def _resolve(world: World, facts: Facts, minuted: Facts) -> None:
    paper = Paper.objects.get(pk=world.papers[facts["slug"]].pk)
    record_resolutions(
        paper=paper,
        by=world.people[minuted["recorded_by"]],
        shown_version=paper.version,
        on=minuted["resolved_on"],
        resolved=[Resolved(row["number"], row["outcome"], row["minute"]) for row in minuted["resolutions"]],
    )


def _draft(world: World, facts: Facts) -> None:
    by = world.people[facts["created_by"]]
    paper = world.papers[facts["slug"]] = create_paper(
        council=world.council,
        by=by,
        slug=facts["slug"],
        plan=world.plan,
        meeting=world.meetings[facts["committee"], facts["meeting"]],
        title=facts["title"],
        report_of=facts["report_of"],
        kind=facts["kind"],
        previous=world.papers.get(facts.get("previous", "")),
        decision=world.decisions[facts["decision"]] if "decision" in facts else None,
        tranche=_tranche(world, facts) if "tranche" in facts else None,
        reference=facts["reference"],
        wards=facts["wards"],
        contact=facts["contact"],
        contact_email=facts["contact_email"],
    )
    save_details(paper=paper, by=by, shown_version=paper.version, details={}, block_dates=facts["blocks"])
    save_recommendations(paper=paper, by=by, shown_version=paper.version, texts=facts["recommendations"])
    save_options(
        paper=paper,
        by=by,
        shown_version=paper.version,
        rows=[OptionRow(row["option"], row["impact"], row["risk"]) for row in facts["options"]],
    )
    save_background_papers(
        paper=paper,
        by=by,
        shown_version=paper.version,
        rows=[BackgroundRow(title) for title in facts["background_papers"]],
    )
    if "consultees" in facts:
        asked = [ConsulteeRow(row["name"], row["consulted_on"], row["view"]) for row in facts["consultees"]]
        save_consultees(paper=paper, by=by, shown_version=paper.version, rows=asked)
    for appendix in facts.get("appendices", ()):
        _append(paper, by, appendix)
    for section in facts["sections"]:
        _write(world, facts, section)
    for key in facts.get("switched_on", ()):
        paper.refresh_from_db()
        show_section(paper=paper, by=by, shown_version=paper.version, key=key, shown=True)


def _serve(world: World, facts: Facts, served: Facts) -> None:
    paper = Paper.objects.get(pk=world.papers[facts["slug"]].pk)
    record_served(
        paper=paper,
        by=world.people[served["by"]],
        shown_version=paper.version,
        served=Served(served["on"], served["place"]),
    )


def _correct(world: World, facts: Facts, fixed: Facts) -> None:
    """Take a published paper up, write what was wrong, and publish its next version."""
    paper = Paper.objects.get(pk=world.papers[facts["slug"]].pk)
    by = world.people[fixed["by"]]
    take_up_for_correction(paper=paper, by=by, shown_version=paper.version, reason=fixed["reason"])
    for section in fixed["sections"]:
        _write(world, facts, section)
    clear(world, facts, EVERYBODY)
    publish_paper(paper=paper, by=by, shown_version=paper.version)


def _append(paper: Paper, by: User, facts: Facts) -> None:
    """An appendix of the paper's own."""
    classing = Classing(facts["classification"], facts["paragraph"], facts["interest"])
    title, body = facts["title"], facts["body"].strip()
    add_appendix(paper=paper, by=by, shown_version=paper.version, title=title, body=body, classing=classing)


def _tranche(world: World, facts: Facts) -> Tranche:
    return world.decisions[facts["decision"]].tranches.get(number=facts["tranche"])


def _write(world: World, facts: Facts, words: Facts) -> None:
    section = section_of(world.papers[facts["slug"]], words["key"])
    save_section(
        section=section,
        by=world.people[facts["created_by"]],
        shown_version=section.version,
        body=words["body"].strip(),
        heading=words.get("heading"),
    )


def _publish(world: World, facts: Facts) -> None:
    paper = Paper.objects.get(pk=world.papers[facts["slug"]].pk)
    publish_paper(paper=paper, by=world.people[facts["published_by"]], shown_version=paper.version)
