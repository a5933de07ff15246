"""Clerks who lock a paper's figures at the same moment lock them once, and nobody is refused."""

from concurrent.futures import ThreadPoolExecutor

from tests.soak.conftest import Running
from tests.soak.people import Answer, Person, numbers_in

CLERKS = 4
TOLD = "The figures are locked. Ask for clearance next."


def test_one_lock_of_many(running: Running) -> None:
    clerks = [running.person("clerk") for _ in range(CLERKS)]
    paper = locked_paper(clerks[0])
    page, lock = f"{paper}clearance/", f"{paper}lock/"
    released = clerks[0].press(f"{paper}unlock/", on=page, shown_lock="1")
    assert "The figures are not locked any more" in released.text

    def press(clerk: Person) -> Answer:
        return clerk.press(lock, on=page)

    with ThreadPoolExecutor(CLERKS) as pool:
        answers = list(pool.map(press, clerks))
    assert [(answer.status, TOLD in answer.text) for answer in answers] == [(200, True)] * CLERKS
    running.assert_sound()


def locked_paper(clerk: Person) -> str:
    """The paper that is being cleared, whose figures can be let go."""
    numbers = numbers_in(clerk.get("/eastshire/papers/").text, r"/eastshire/papers/(\d+)/")
    papers = [f"/eastshire/papers/{number}/" for number in numbers]
    return next(paper for paper in papers if f"{paper}unlock/" in clerk.get(f"{paper}clearance/").text)
