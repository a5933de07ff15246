"""Background jobs: queued once, run once, seen while they run, taken up again after a crash."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models.functions import Now
from django.urls import reverse

from accounts import jobs
from accounts.models import Council, Job, User
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db
done_for: list[int] = []


@jobs.task()
@jobs.carried_out
def count_children(job: Job, number: int) -> str:
    jobs.progress(job, 50, "Half way")
    done_for.append(number)
    return f"/{job.council.slug}/result/"


@jobs.task()
@jobs.carried_out
def stumble(job: Job) -> None:
    raise RuntimeError("a fault")


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    done_for.clear()


def ask(council: Council, by: User, body: Any = count_children, arguments: tuple[int, ...] = (7,)) -> Job:
    return jobs.queue(kind="counting", key="paper 3", council=council, by=by, task=body, arguments=arguments)


def silence(job: Job, for_how_long: timedelta, **changes: Any) -> None:
    Job.objects.filter(pk=job.pk).update(seen_at=Now() - for_how_long, **changes)


def tick() -> str:
    said = StringIO()
    call_command("tick", stdout=said)
    return said.getvalue()


def test_the_same_work_is_queued_once_while_it_is_open(eastshire: Council, clerk: User) -> None:
    first = ask(eastshire, clerk)
    assert ask(eastshire, clerk) == first
    assert Job.objects.count() == 1


def test_it_runs_after_the_commit_and_says_where_its_result_is(
    eastshire: Council, clerk: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(eastshire, clerk)
        assert done_for == []
    job.refresh_from_db()
    assert done_for == [7]
    assert (job.state, job.progress, job.result_url) == ("done", 100, "/eastshire/result/")


def test_a_job_that_is_over_can_be_asked_for_again(
    eastshire: Council, clerk: User, django_capture_on_commit_callbacks: Any
) -> None:
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            ask(eastshire, clerk)
    assert done_for == [7, 7]


def test_a_task_delivered_twice_runs_once(eastshire: Council, clerk: User) -> None:
    job = ask(eastshire, clerk)
    count_children.func(job.pk, 7)
    count_children.func(job.pk, 7)
    assert done_for == [7]
    assert jobs.running(job.pk) is None


def test_a_fault_ends_the_job_with_a_sentence_and_no_secrets(eastshire: Council, clerk: User) -> None:
    job = ask(eastshire, clerk, stumble, ())
    stumble.func(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert f"quote job {job.pk}" in job.error
    assert "a fault" not in job.error


def test_what_a_killed_worker_left_is_taken_up_once(
    eastshire: Council, clerk: User, django_capture_on_commit_callbacks: Any
) -> None:
    job = ask(eastshire, clerk)
    assert jobs.running(job.pk)
    silence(job, timedelta(minutes=1))
    assert tick() == ""
    silence(job, timedelta(minutes=3))
    with django_capture_on_commit_callbacks(execute=True):
        assert "queued again: 1" in tick()
        assert tick() == ""
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)
    assert done_for == [7]


def test_it_is_taken_up_as_its_own_progress_left_it(
    eastshire: Council, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite keeps the moment of a progress otherwise than Python writes it, so it is never compared as a value."""
    job = ask(eastshire, clerk)
    claimed = jobs.running(job.pk)
    assert claimed
    jobs.progress(claimed, 20, "Making 7 of 7 files")
    monkeypatch.setattr("accounts.models.job.SILENCE", timedelta(seconds=-1))
    assert jobs.take_up_abandoned() == (1, 0)
    assert jobs.take_up_abandoned() == (0, 0)


def test_after_three_attempts_it_is_given_up(eastshire: Council, clerk: User) -> None:
    job = ask(eastshire, clerk)
    silence(job, timedelta(minutes=3), state=Job.State.RUNNING, attempts=3)
    assert "given up: 1" in tick()
    assert tick() == ""
    job.refresh_from_db()
    assert job.state == "failed"
    assert "begun three times" in job.error


def test_a_job_the_queue_lost_is_queued_again(
    eastshire: Council, clerk: User, django_capture_on_commit_callbacks: Any
) -> None:
    job = ask(eastshire, clerk)
    silence(job, timedelta(minutes=11))
    with django_capture_on_commit_callbacks(execute=True):
        tick()
    assert done_for == [7]


def test_a_late_word_from_a_worker_taken_for_dead_changes_nothing(eastshire: Council, clerk: User) -> None:
    job = ask(eastshire, clerk)
    running = jobs.running(job.pk)
    assert running
    jobs.failed(running, "Given up.")
    jobs.progress(running, 90, "Nearly there")
    job.refresh_from_db()
    assert (job.state, job.progress) == ("failed", 0)


def test_its_page_refreshes_itself_and_then_links_to_the_result(
    eastshire: Council, clerk: User, client_for: SignedIn
) -> None:
    job = ask(eastshire, clerk)
    client, address = client_for(clerk), reverse("accounts:job-detail", args=[eastshire.slug, job.pk])
    page = client.get(address).content.decode()
    assert 'http-equiv="refresh"' in page
    assert 'hx-trigger="every 2s"' in page
    jobs.done(job, result_url="/eastshire/result/")
    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert 'href="/eastshire/result/"' in fragment
    assert "hx-get" not in fragment


def test_who_sees_a_job(
    eastshire: Council, clerk: User, officer: User, reader: User, outsider: User, client_for: SignedIn
) -> None:
    job = ask(eastshire, clerk)
    address = reverse("accounts:job-detail", args=[eastshire.slug, job.pk])
    assert client_for(officer).get(address).status_code == 200
    assert client_for(reader).get(address).status_code == 403
    assert client_for(outsider).get(address).status_code == 404
    assert client_for(clerk).post(address).status_code == 405
