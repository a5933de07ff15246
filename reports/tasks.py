"""Background work of the papers. Arguments are ids; doing a job twice does nothing more."""

from collections.abc import Callable

from accounts.jobs import carried_out, done, failed, progress, running, task
from accounts.models import Job
from accounts.versions import StaleVersion
from reports.asking_mail import send_ask
from reports.models import ClearanceAsk, Paper
from reports.papers.locking import collect_for_paper
from reports.papers.pack import make_pack
from reports.papers.pdf import CannotPrint
from reports.papers.publish import ChangedMeanwhile, NotReady, publish_paper
from reports.papers.render import CannotRender

# What a person is told in its own words; anything else is ours and goes to the log.
REFUSALS = (CannotRender, CannotPrint, ChangedMeanwhile, NotReady, StaleVersion)


@task()
def export(job_id: int, paper_id: int) -> None:
    """Make every document of a paper as it now stands; what has not changed is not made again."""

    def work(job: Job, paper: Paper) -> object:
        return make_pack(paper, collect_for_paper(paper).data, draft=True, say=_saying(job))

    _carry_out(job_id, paper_id, work)


@task()
def publish(job_id: int, paper_id: int, shown_version: int) -> None:
    """Publish a paper for the person who asked, if it is still as it was shown to them."""

    def work(job: Job, paper: Paper) -> object:
        return publish_paper(paper=paper, by=job.asked_by, shown_version=shown_version, say=_saying(job))

    _carry_out(job_id, paper_id, work)


@task()
@carried_out
def ask(job: Job, ask_id: int) -> None:
    """Send one mail that asks for clearance."""
    related = ("council", "user", "asked_by", "role", "paper__meeting__group")
    send_ask(ClearanceAsk.objects.select_related(*related).get(pk=ask_id, council=job.council))


def _carry_out(job_id: int, paper_id: int, work: Callable[[Job, Paper], object]) -> None:
    job = running(job_id)
    if job is None:
        return
    try:
        work(job, Paper.objects.select_related("council").get(pk=paper_id))
    except REFUSALS as refused:
        failed(job, _told(refused, paper_id))
    except Exception:
        failed(job, f"Something went wrong on our side. If you ask for help, quote job {job.pk}.")
        raise
    else:
        done(job)


def _told(refused: Exception, paper_id: int) -> str:
    """Why, in words; of a paper whose report is not for publication only that its own page says it, for more people
    read of a job than of such a paper."""
    is_open = Paper.objects.get(pk=paper_id).is_open
    return str(refused) if is_open else "It cannot be made as it stands. The checks of the paper say why."


def _saying(job: Job) -> Callable[[int, str], None]:
    return lambda percent, step: progress(job, percent, step)
