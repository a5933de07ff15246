"""A highlight is offered until a published paper has told it; a mistaken one is put right by another entry."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import Council, User
from core.dates import clock, end_of_day
from improvement.ledger_checks import problems
from improvement.models import Highlight, HighlightUse
from improvement.services.highlights import correct_highlight, mark_highlights_used, record_highlight
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

LAST, PUBLISHED, TODAY = date(2024, 10, 2), date(2024, 11, 1), date(2025, 1, 2)
LIST = "/eastshire/highlights/"


def told(council: Council, by: User, text: str, as_at: date, on: date | None = None) -> Highlight:
    with clock(on or as_at):
        return record_highlight(council=council, by=by, kind="activity", text=text, as_at=as_at)


def use(highlight: Highlight, by: User) -> None:
    with clock(PUBLISHED):
        mark_highlights_used(
            council=highlight.council, by=by, highlights=[highlight.pk], paper="November report", until=LAST
        )


def offered(day: date = TODAY) -> list[str]:
    rows = Highlight.objects.offered_to_next_paper(LAST, day)
    return sorted(rows.values_list("text", flat=True))


def test_dated_or_recorded_since_the_last_and_not_yet_used(eastshire: Council, officer: User) -> None:
    used = told(eastshire, officer, "Told", date(2024, 9, 1))
    use(used, officer)
    told(eastshire, officer, "Long ago, left out", date(2024, 9, 2))
    told(eastshire, officer, "Long ago, recorded since", date(2024, 9, 3), on=date(2024, 12, 1))
    told(eastshire, officer, "Since", date(2024, 10, 20))
    assert offered() == ["Long ago, recorded since", "Since"]
    assert offered(date(2024, 9, 30)) == ["Long ago, recorded since"]
    assert Highlight.objects.offered_to_next_paper(None, TODAY).count() == 3
    before = Highlight.objects.not_yet_used(end_of_day(date(2024, 10, 31)))
    assert used in before


def test_a_use_is_noted_once(eastshire: Council, officer: User) -> None:
    highlight = told(eastshire, officer, "Told", date(2024, 9, 1))
    for _ in range(2):
        use(highlight, officer)
    assert HighlightUse.objects.count() == 1


def test_the_list_says_what_was_told_and_filters_by_it(
    eastshire: Council, officer: User, reader: User, client_for: SignedIn
) -> None:
    use(told(eastshire, officer, "Already told", date(2024, 9, 1)), officer)
    told(eastshire, officer, "Still to tell", date(2024, 10, 20))
    client = client_for(reader)
    assert "November report" in client.get(LIST).text
    for query in ("unused=on", "offered=on"):
        page = client.get(f"{LIST}?{query}").text
        assert "Still to tell" in page
        assert "Already told" not in page
    assert "Still to tell" in client.get(f"{LIST}export.csv?unused=on").content.decode()
    assert "Correct" not in [column.header for column in client.get(LIST).context["table"].columns]


def test_a_mistaken_highlight_is_put_right_on_its_page(
    eastshire: Council, officer: User, reader: User, outsider: User, client_for: SignedIn
) -> None:
    mistake = told(eastshire, officer, "Ten beds opened", date(2024, 9, 1))
    url = f"{LIST}{mistake.pk}/correct/"
    for person, status in ((reader, 403), (outsider, 404)):
        assert client_for(person).post(url, {}).status_code == status
    client = client_for(officer)
    assert client.get(url).context["form"]["text"].value() == "Ten beds opened"
    facts = {
        "kind": "activity",
        "text": "Two beds opened",
        "gathered_how": "",
        "taken_to": "",
        "what_changed": "",
    }
    day = {"as_at_day": "1", "as_at_month": "9", "as_at_year": "2024"}
    assert client.post(url, facts | day).status_code == 422
    assert client.post(url, facts | day | {"because": "Mistyped"}).status_code == 302
    assert client.post(url, facts | day | {"because": "Mistyped"}).status_code == 422
    assert list(Highlight.objects.standing().values_list("text", flat=True)) == ["Two beds opened"]
    assert Highlight.objects.count() == 2


def test_a_highlight_is_taken_out(eastshire: Council, officer: User) -> None:
    mistake = told(eastshire, officer, "Ten beds opened", date(2024, 9, 1))
    facts: dict[str, Any] = {
        "kind": "activity",
        "text": mistake.text,
        "as_at": mistake.as_at,
        "gathered_how": "",
    }
    out = correct_highlight(highlight=mistake, by=officer, because="It names a child", void=True, **facts)
    assert not Highlight.objects.standing().exists()
    with pytest.raises(ValidationError, match="already been corrected"):
        correct_highlight(highlight=out, by=officer, because="Again", **facts)


def test_the_checks_find_changed_words(eastshire: Council, officer: User) -> None:
    highlight = told(eastshire, officer, "Two beds opened", date(2024, 9, 1))
    assert list(problems(eastshire)) == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE improvement_highlight SET text = 'Ten beds opened'")
    assert list(problems(eastshire)) == [f"Highlight {highlight.pk} differs from the change log in its text."]


def test_whoever_records_feedback_is_told_where_it_goes(
    eastshire: Council, officer: User, client_for: SignedIn
) -> None:
    """Feedback without consent is printed in no paper, so nobody is told that it is offered to the next."""
    client = client_for(officer)
    given = {"kind": "feedback", "text": "They liked it.", "gathered_how": "A survey"}
    day = {"as_at_day": "2", "as_at_month": "10", "as_at_year": "2024"}
    for consent, told in (({}, "no paper prints it"), ({"consent_given": "on"}, "offered to the next paper")):
        answer = client.post("/eastshire/highlights/add/", given | day | consent, follow=True)
        assert told in answer.text
