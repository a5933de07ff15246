"""A council's own look and words in its papers, frozen with each; a council that chose nothing has the kind's own."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Change, Council, User
from accounts.versions import StaleVersion
from core.file_store import digest_of
from reports.logos import read_logo
from reports.models import HouseStyle
from reports.papers import codec, store
from reports.papers.blocks import GroupRow
from reports.papers.collect import collect
from reports.papers.data import LaidOut, PaperData
from reports.papers.kinds import KINDS, PROGRESS
from reports.papers.layout import sections_of
from reports.papers.locking import collect_for_paper
from reports.papers.render import CannotRender, render_pack
from reports.papers.style import HouseStyle as Style
from reports.papers.style import Logo, in_terms, restyled
from reports.papers.verify import verify
from reports.services import styling
from reports.services.locking import lock_data
from tests import factories
from tests.reports.papers import sample
from tests.reports.papers.scenario import scenario
from tests.reports.styles.test_logos import png

pytestmark = pytest.mark.django_db
LOOK = styling.Look("#1d4f76", "#7a1f1f")


def html_of(data: PaperData) -> str:
    return render_pack(data)[0].html


def styled(**given: object) -> PaperData:
    return sample.paper(style=Style(**given))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_council_that_chose_nothing_has_the_kinds_own(kind: object) -> None:
    assert restyled(kind, None) is kind  # type: ignore[arg-type]


def test_second_colour_and_logo_are_in_the_page_itself(db: None) -> None:
    logo = Logo(store.put(png()), "image/png", "Crest of Eastshire")
    html = html_of(styled(second_colour="#7a1f1f", logo=logo))
    assert 'alt="Crest of Eastshire"' in html
    assert 'src="data:image/png;base64,' in html
    assert "h3 { color: #7a1f1f; }" in html
    assert "masthead-logo" not in html_of(sample.paper())


def test_a_logo_that_is_lost_is_said_and_not_left_out() -> None:
    with pytest.raises(CannotRender, match="logo"):
        html_of(styled(logo=Logo("0" * 64, "image/png", "Crest")))


def test_headings_groups_and_order() -> None:
    data = styled(
        headings={"purpose": "Why this report", "implications_legal": "Law"},
        group="What it means",
        order=("implications_climate", "implications_legal"),
    )
    written, data = data.narratives, replace(data, narratives=())
    headings = {section.key: (section.heading, section.within) for section in sections_of(data)}
    assert headings["implications_legal"] == ("Law", "What it means")
    first_two = [key for key in headings if key.startswith("implications_")][:2]
    assert first_two == ["implications_climate", "implications_legal"]
    # An author's own words for a heading in one paper come before the council's.
    named = [replace(each, heading="Purpose") for each in written if each.key == "purpose"]
    assert {each.key: each.heading for each in sections_of(replace(data, narratives=tuple(named)))}[
        "purpose"
    ] == "Purpose"


@pytest.mark.parametrize(
    ("ours", "told"),
    [
        ("Children and young people, and cared for children", "Young people, and looked after children"),
        ("Every plan area, and all plan areas", "Every theme, and all themes"),
        ("The Children and Young People Committee", "The Children and Young People Committee"),
        ("Committee", "Cabinet"),
        ("Committees", "Cabinets"),
        ("afterwards", "afterwards"),
    ],
)
def test_our_words_become_the_councils(ours: str, told: str) -> None:
    terms = {
        "cared for children": "looked after children",
        "children and young people": "young people",
        "plan area": "theme",
        "committee": "cabinet",
        "wards": "divisions",
    }
    assert in_terms(ours, terms) == told


def test_the_vocabulary_is_in_our_sentences_and_labels_and_never_in_the_authors() -> None:
    data = styled(terms={"plan area": "theme", "wards": "divisions", "committee": "cabinet"})
    words = [
        replace(each, body="The committee of all wards.") for each in data.narratives if each.key == "purpose"
    ]
    html = html_of(replace(data, narratives=tuple(words)))
    assert "The committee of all wards." in html
    assert "Divisions affected" in html
    assert "impact rating of each theme" in html


def test_a_name_of_the_record_stays_as_it_is_in_our_sentence() -> None:
    names = ["Members and wards workstream", "wards"]
    ours = "Members of the Members and wards workstream, and of wards, know the plan area."
    told = "Councillors of the Members and wards workstream, and of wards, know the theme."
    assert (
        in_terms(ours, {"members": "councillors", "wards": "divisions", "plan area": "theme"}, names) == told
    )


def test_groups_keep_their_names_and_totals_and_headings_are_in_the_councils_words() -> None:
    data = styled(terms={"plan area": "theme", "cared for children": "looked after children"})
    board = GroupRow(1, "Improvement Board", "Improvement board", 0, "", "")
    group = GroupRow(2, "Homes for cared for children", "Workstream", 1, "Improvement Board", "")
    dates = data.dates | {"governance_structure": data.dates["impact"]}
    layout = (*(LaidOut(each.key) for each in PROGRESS.sections),)
    shown = replace(data, governance=(board, group), dates=dates, layout=layout)
    report, overview, *_ = render_pack(shown)
    html = report.html
    assert "Homes for cared for children reports to Improvement Board" in html
    assert "looked after children reports" not in html
    assert "All themes" in html
    assert "Impact rating of every theme, as at" in overview.html


def test_the_style_is_frozen_and_a_publication_keeps_it(eastshire: Council, administrator: User) -> None:
    story = scenario(eastshire)
    before = story.before.publications.get()
    styling.set_look(council=eastshire, by=administrator, shown_version=1, look=LOOK)
    styling.set_headings(
        council=eastshire, by=administrator, shown_version=2, kind="progress", headings={"purpose": "Why"}
    )
    data = collect(story.paper).data
    assert data.style is not None
    assert codec.from_json(PaperData, codec.to_json(data)) == data
    assert data.style.headings == {"purpose": "Why"}
    assert "style" not in before.data or before.data["style"] is None
    assert verify(before).problems == ()


def test_a_locked_paper_takes_the_style_of_the_day(eastshire: Council, administrator: User) -> None:
    paper = factories.paper(factories.plan(eastshire))
    lock_data(paper=paper, by=factories.clerk_of(eastshire))
    styling.set_look(council=eastshire, by=administrator, shown_version=1, look=LOOK)
    style = collect_for_paper(type(paper).objects.get(pk=paper.pk)).data.style
    assert style is not None
    assert style.second_colour == "#7a1f1f"


def test_pale_colours_are_refused_with_their_contrast(eastshire: Council, administrator: User) -> None:
    for look in (styling.Look("#ffff00"), styling.Look("#1d4f76", "#999999")):
        with pytest.raises(ValidationError, match="is needed"):
            styling.set_look(council=eastshire, by=administrator, shown_version=1, look=look)
    assert not HouseStyle.objects.exists()


def test_a_logo_needs_an_alternative_is_kept_and_taken_away(eastshire: Council, administrator: User) -> None:
    logo = read_logo(png())
    with pytest.raises(ValidationError, match="what the logo shows"):
        styling.set_look(council=eastshire, by=administrator, shown_version=1, look=replace(LOOK, logo=logo))
    given = replace(LOOK, logo=logo, logo_alternative="Crest")
    style = styling.set_look(council=eastshire, by=administrator, shown_version=1, look=given)
    assert style.logo_digest == digest_of(logo.content)
    styling.set_look(
        council=eastshire, by=administrator, shown_version=2, look=replace(LOOK, logo_alternative="Arms")
    )
    style = HouseStyle.objects.get()
    assert (style.logo_digest, style.logo_alternative) == (digest_of(logo.content), "Arms")
    styling.set_look(
        council=eastshire, by=administrator, shown_version=3, look=replace(LOOK, keeps_logo=False)
    )
    assert HouseStyle.objects.get().logo_digest == ""
    assert store.has(digest_of(logo.content))


def test_only_the_administrator_and_only_on_top_of_what_was_shown(
    eastshire: Council, administrator: User, clerk: User
) -> None:
    with pytest.raises(PermissionDenied):
        styling.set_terms(council=eastshire, by=clerk, shown_version=1, terms={})
    styling.set_terms(council=eastshire, by=administrator, shown_version=1, terms={"wards": "divisions"})
    with pytest.raises(StaleVersion):
        styling.set_terms(council=eastshire, by=administrator, shown_version=1, terms={"wards": "areas"})
    assert HouseStyle.objects.get().terms == {"wards": "divisions"}
    change = Change.objects.for_subject(HouseStyle.objects.get()).get()
    assert (change.verb, change.after) == ("changed the vocabulary of", {"words": ["wards: divisions"]})


def test_two_sections_have_two_names(eastshire: Council, administrator: User) -> None:
    with pytest.raises(ValidationError, match="Two sections"):
        styling.set_headings(
            council=eastshire,
            by=administrator,
            shown_version=1,
            kind="progress",
            headings={"purpose": "Recommendations"},
        )


def test_what_equals_the_kinds_own_is_not_kept(eastshire: Council, administrator: User) -> None:
    own = {section.key: section.heading for section in PROGRESS.sections}
    styling.set_headings(
        council=eastshire,
        by=administrator,
        shown_version=1,
        kind="progress",
        headings=own,
        group="Implications and comments",
    )
    style = HouseStyle.objects.get()
    assert (style.headings, style.groups, style.orders) == ({}, {}, {})
    assert collect(factories.paper(factories.plan(eastshire))).data.style is None
