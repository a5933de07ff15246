"""What is said of a paper between two mails comes to each person in one."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Council, Reminder, User
from core.dates import clock
from reports.models import Paper
from reports.section_mail import letter_of
from reports.services import authoring, drafting
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2025, 1, 4)
State = Reminder.State


@pytest.fixture
def draft(eastshire: Council) -> Paper:
    return factories.paper(factories.plan(eastshire))


def say(draft: Paper, by: User, text: str, key: str = "background") -> Any:
    with clock(DAY):
        found = drafting.section_of(draft, key)
        return authoring.comment_on(section=found, by=by, text=text)


def reminders(user: User) -> list[Reminder]:
    return list(Reminder.objects.filter(user=user, key__startswith="said-").order_by("pk"))


def test_the_last_one_tells_of_all_and_those_before_it_of_nothing(
    draft: Paper, clerk: User, officer: User
) -> None:
    for key in ("background", "purpose", "reasons"):
        say(draft, clerk, f"@{officer.name}: is this so?", key)
    *earlier, last = reminders(officer)
    assert [letter_of(each) for each in earlier] == [None, None]
    letter = letter_of(last)
    assert letter is not None
    assert letter.subject == f"3 comments: “{draft.title}”"
    for heading in ("Background", "Purpose of report", "Reasons for recommendations"):
        assert f"{clerk.name} named you in a comment: {heading}" in letter.text
    assert "is this so" not in letter.text
    assert letter.text.count("/comments/") == 3


def test_one_alone_is_told_as_one(draft: Paper, clerk: User, officer: User) -> None:
    say(draft, clerk, f"@{officer.name}: is this so?")
    letter = letter_of(reminders(officer)[0])
    assert letter is not None
    assert letter.subject == f"{clerk.name} named you in a comment: “{draft.title}”"


def test_what_a_mail_has_told_is_not_told_again(draft: Paper, clerk: User, officer: User) -> None:
    say(draft, clerk, f"@{officer.name}: is this so?")
    Reminder.objects.filter(user=officer).update(state=State.SENT)
    say(draft, clerk, f"@{officer.name}: and this?", "purpose")
    letter = letter_of(reminders(officer)[-1])
    assert letter is not None
    assert "Purpose of report" in letter.text
    assert "Background" not in letter.text


def test_what_was_left_to_a_later_mail_is_in_it_without_what_is_settled(
    draft: Paper, clerk: User, officer: User
) -> None:
    settled = say(draft, clerk, f"@{officer.name}: settled soon.")
    say(draft, clerk, f"@{officer.name}: left to the next.", "purpose")
    Reminder.objects.filter(user=officer).update(state=State.NOTHING)
    with clock(DAY):
        authoring.resolve_comment(comment=settled, by=clerk, resolved=True)
    say(draft, clerk, f"@{officer.name}: the next.", "reasons")
    letter = letter_of(reminders(officer)[-1])
    assert letter is not None
    assert letter.subject.startswith("2 comments")
    assert "Background" not in letter.text


def test_another_paper_has_a_mail_of_its_own(draft: Paper, clerk: User, officer: User) -> None:
    other = factories.paper(draft.plan, held_on=date(2025, 3, 3), slug="march", title="March update")
    say(draft, clerk, f"@{officer.name}: is this so?")
    say(other, clerk, f"@{officer.name}: and there?")
    letters = [letter_of(each) for each in reminders(officer)]
    assert all(letter and "named you in a comment" in letter.subject for letter in letters)
