from django.db import transaction

from accounts.models import Council, User
from finance.models import ForecastOffer
from finance.services import offer_forecast
from workforce.outturns import offered_by_month
from workforce.staffing import Staffing


@transaction.atomic
def offer_posts(*, council: Council, by: User, found: Staffing) -> list[ForecastOffer]:
    """Offer finance what each line's posts will cost in every month that is still open (pounds by month). Finance
    accepts or declines; nothing changes until then, and the same figures again give the offers there are.
    Raises PermissionDenied."""
    offers = []
    for line in found.lines:
        figures = offered_by_month(line.spend, line.by_month, found.day)
        if figures:
            offers.append(
                offer_forecast(
                    council=council,
                    by=by,
                    line=line.line,
                    figures=figures,
                    source_text=line.words,
                    as_at=found.day,
                )
            )
    return offers
