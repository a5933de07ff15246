"""Processes killed in the middle of their work leave everything or nothing, and what they left is taken up again."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests.soak.conftest import Running
from tests.soak.people import Person, numbers_in
from tests.soak.test_many_people import updated

PATIENCE = 180
DRAFT = "/eastshire/papers/{}/export/"


def test_a_web_process_killed_among_writers(running: Running) -> None:
    people = [running.person("programme") for _ in range(3)]
    actions = numbers_in(people[0].get("/eastshire/actions/").text, r"/eastshire/actions/(\d+)/")
    saved: list[tuple[int, str]] = []

    def write(number: int) -> None:
        for at in range(12):
            action, words = actions[number * 12 + at], f"Words {number}-{at} before the end."
            if updated(people[number], action, words).is_saved:
                saved.append((action, words))

    with ThreadPoolExecutor(3) as pool:
        writing = [pool.submit(write, number) for number in range(3)]
        until(lambda: len(saved) > 4)
        running.kill("web")
        running.start_web()
        for each in writing:
            each.result()
    for action, words in saved:
        assert words in people[0].get(f"/eastshire/actions/{action}/").text
    running.assert_sound()


def test_a_worker_killed_while_it_prints(running: Running) -> None:
    clerk = running.person("clerk")
    draft = draft_of(clerk)
    clerk.press(draft)
    page = clerk.get(draft).text
    assert "Making" in page or "Waiting" in page or "%" in page
    time.sleep(2)
    running.kill("worker")
    running.assert_sound()
    running.start_worker()
    until(lambda: running.command("tick").returncode == 0 and "pack.pdf" in clerk.get(draft).text)
    running.assert_sound()


def draft_of(clerk: Person) -> str:
    """The export page of the paper that is being written."""
    numbers = numbers_in(clerk.get("/eastshire/papers/").text, r"/eastshire/papers/(\d+)/")
    pages = [DRAFT.format(number) for number in numbers]
    return next(page for page in pages if clerk.get(page).status == 200)


def until(happens: Callable[[], bool]) -> None:
    patience = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < patience, "It did not happen in time."
        time.sleep(0.5)
