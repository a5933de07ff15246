"""A paper with an appendix that is not for publication, and a word of it that must be nowhere else."""

from reports.models import Appendix, Paper
from reports.services.classifying import Classing, add_appendix
from tests import factories

CANARY = "Zugunruhe"
SECRET = (
    f"The landlord of the hub asks for a premium; counsel calls it {CANARY}.\n\n- Our limit is {CANARY} too."
)
EXEMPT = Classing("exempt", 3, "The council would be the weaker in negotiating the lease")


def with_exempt_appendix(paper: Paper, classing: Classing = EXEMPT, body: str = SECRET) -> Appendix:
    """An appendix of the paper's own, after those of its kind."""
    paper.refresh_from_db()
    return add_appendix(
        paper=paper,
        by=factories.clerk_of(paper.council),
        shown_version=paper.version,
        title="Terms of the lease",
        body=body,
        classing=classing,
    )
