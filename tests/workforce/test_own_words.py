"""A sentence of one's own in the recruitment table, and when it is out of date."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock
from tests.conftest import SignedIn
from tests.factories import cover, funded_post, recruitment
from workforce import services
from workforce.models import FundedPost, PostSentence
from workforce.sentences import recruitment_rows

DAY = date(2024, 12, 20)


@pytest.fixture
def post(eastshire: Council) -> FundedPost:
    post = funded_post(eastshire)
    recruitment(post, 1, "advertised", date(2024, 11, 1))
    return post


def words(post: FundedPost, by: User, text: str, on: date = date(2024, 11, 5)) -> None:
    with clock(on):
        services.word_recruitment(post=post, by=by, text=text)


def row(council: Council, day: date = DAY) -> tuple[str, bool | None]:
    (found,) = recruitment_rows(council, day)
    return found.sentence, found.own_words.is_stale if found.own_words else None


def test_the_table_says_what_the_author_wrote(eastshire: Council, post: FundedPost, clerk: User) -> None:
    words(post, clerk, "Interviews are this week.")
    assert row(eastshire) == ("Interviews are this week.", False)
    assert row(eastshire, date(2024, 11, 4)) == ("Being advertised.", None)


def test_a_newer_event_makes_it_stale(eastshire: Council, post: FundedPost, clerk: User) -> None:
    words(post, clerk, "Interviews are this week.")
    recruitment(post, 1, "offered", date(2024, 11, 12))
    assert row(eastshire) == ("Offer awaiting reply.", True)
    # On an earlier day the event had not happened.
    assert row(eastshire, date(2024, 11, 11)) == ("Interviews are this week.", False)


def test_new_cover_makes_it_stale_and_new_words_put_it_right(
    eastshire: Council, post: FundedPost, clerk: User
) -> None:
    words(post, clerk, "Interviews are this week.")
    cover(post, date(2024, 11, 20))
    assert row(eastshire)[1] is True
    words(post, clerk, "An agency worker helps.", date(2024, 11, 21))
    assert row(eastshire) == ("An agency worker helps.", False)


def test_an_empty_text_gives_it_back_to_the_record(eastshire: Council, post: FundedPost, clerk: User) -> None:
    words(post, clerk, "Interviews are this week.")
    words(post, clerk, "", date(2024, 11, 6))
    assert row(eastshire) == ("Being advertised.", None)
    assert PostSentence.objects.count() == 2


def test_the_page_shows_both_and_says_what_is_stale(
    eastshire: Council, post: FundedPost, workforce_lead: User, reader: User, client_for: SignedIn
) -> None:
    address = reverse("workforce:post-sentence", args=["eastshire", post.pk])
    client = client_for(workforce_lead)
    post.refresh_from_db()
    typed = {"version": str(post.version), "text": "Two candidates are to be seen."}
    assert client.post(address, typed).status_code == 302
    # The same once more was made from an older version.
    assert client.post(address, typed).status_code == 409
    detail = reverse("workforce:post-detail", args=["eastshire", post.pk])
    page = client.get(detail).content.decode()
    assert "In the words of" in page
    assert "The record says: Being advertised." in page
    services.record_event(
        position=post.positions.get(), by=workforce_lead, kind="offered", as_at=date(2024, 12, 1)
    )
    page = client.get(detail).content.decode()
    assert "Out of date" in page
    assert client_for(reader).get(address).status_code == 403


def test_whoever_empties_the_sentence_is_told_who_speaks_now(
    post: FundedPost, workforce_lead: User, client_for: SignedIn
) -> None:
    address = reverse("workforce:post-sentence", args=["eastshire", post.pk])
    client = client_for(workforce_lead)
    for text, said in (
        ("Two are to be seen.", "Saved the sentence of"),
        ("", "The record tells the recruitment of"),
    ):
        post.refresh_from_db()
        page = client.post(address, {"version": str(post.version), "text": text}, follow=True)
        assert said in page.content.decode()
