"""What the checks look at besides the paper, read for them: open undertakings, and where this product lives."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q

from accounts.models import Change, Council
from core.dates import today
from improvement.models import Undertaking
from improvement.services.editing import FIRST_PUBLISHED
from reports.models import WordList
from reports.papers.known import EVERYBODY_KNOWS, NEEDS_SIGN_IN, Known, Promise, acronyms_in, hosts_in


def known_of(council: Council) -> Known:
    """As it stands today; the checks are of today, whatever dates the paper is of."""
    own = WordList.objects.filter(council=council).first() or WordList()
    return Known(
        acronyms=EVERYBODY_KNOWS | acronyms_in(own.acronyms),
        hosts=(*NEEDS_SIGN_IN, *hosts_in(own.hosts)),
        own_host=(urlsplit(settings.BASE_URL).hostname or "").lower(),
        promises=tuple(
            Promise(row.pk, row.text, row.paper, row.given_on, row.due)
            for row in Undertaking.objects.of(council).open(today())
        ),
    )


def last_recorded(council: Council) -> datetime | None:
    """When the record was last written to: what a paper reads is as known then, and stays so while nothing is
    recorded. What is written of papers themselves is not of the record."""
    record = Change.objects.filter(council=council).exclude(subject_type__startswith="reports.")
    return record.order_by("-pk").values_list("at", flat=True).first()


def recorded_since(council: Council, moment: datetime) -> datetime | None:
    """When the plan, the posts or the money were last written to after a moment; None where they were not. Publishing a
    paper is no such thing, although the plan notes that its actions have been shown."""
    ours = Q()
    for app in ("improvement", "workforce", "finance"):
        ours |= Q(subject_type__startswith=f"{app}.")
    later = Change.objects.filter(ours, council=council, at__gt=moment).exclude(verb=FIRST_PUBLISHED)
    return later.order_by("-pk").values_list("at", flat=True).first()
