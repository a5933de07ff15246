"""Many people at once on one house: nothing fails, nothing acknowledged is lost, nobody overwrites another."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from tests.soak.conftest import Running
from tests.soak.people import Answer, Person, numbers_in

SECONDS = 20
PEOPLE = 4
PAGES = ("/eastshire/", "/eastshire/actions/", "/eastshire/plans/1/", "/eastshire/spend/2024/")


def test_readers_and_writers_together(running: Running) -> None:
    programme = running.person("programme")
    actions = numbers_in(programme.get("/eastshire/actions/").text, r"/eastshire/actions/(\d+)/")
    saved: list[tuple[int, str]] = []

    def read(number: int) -> Iterator[Answer]:
        person = running.person(("officer", "chair", "reader", "clerk")[number % 4])
        while True:
            yield from (person.get(page) for page in PAGES)

    def write(number: int) -> Iterator[Answer]:
        person = running.person("programme")
        for at in count():
            action = actions[(number + at * PEOPLE) % len(actions)]
            words = f"Words {number}-{at} of the load."
            answer = updated(person, action, words)
            saved.extend([(action, words)] if answer.is_saved else [])
            yield answer

    answers = together([read, write])
    assert {status: many for status, many in answers.items() if status not in {200, 409}} == {}
    assert len(saved) > PEOPLE
    lost = [
        words for action, words in saved if words not in programme.get(f"/eastshire/actions/{action}/").text
    ]
    assert lost == []
    running.assert_sound()


def test_one_cell_of_many(running: Running) -> None:
    """Each changes the cell from the value shown; whoever comes second is told, and never overwrites."""
    people = [running.person("finance") for _ in range(PEOPLE)]
    pages = [person.get("/eastshire/spend/2024/").text for person in people]
    assert all("cell-1-202412" in page for page in pages)

    def enter(number: int) -> Answer:
        return people[number].fill_in(
            "/eastshire/spend/2024/", "cell-1-202412", **{"cell-1-202412": f"{number + 1}00.00"}
        )

    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = list(pool.map(enter, range(PEOPLE)))
    assert {answer.status for answer in answers} <= {200, 409}
    assert any(answer.is_saved for answer in answers)
    running.assert_sound()


def updated(person: Person, action: int, words: str) -> Answer:
    path = f"/eastshire/actions/{action}/update/"
    return person.fill_in(path, "narrative", narrative=words, blockers="")


def together(works: list[Callable[[int], Iterator[Answer]]]) -> Counter[int]:
    """Let every work be done by some people at once until the time is up; the answers by status."""
    until = time.monotonic() + SECONDS

    def person(work: Callable[[int], Iterator[Answer]], number: int) -> Counter[int]:
        seen: Counter[int] = Counter()
        for answer in work(number):
            seen[answer.status] += 1
            if time.monotonic() > until:
                break
        return seen

    with ThreadPoolExecutor(len(works) * PEOPLE) as pool:
        running = [pool.submit(person, work, number) for work in works for number in range(PEOPLE)]
        return sum((each.result() for each in running), Counter())
