from django.db import transaction

from accounts.models import Council, User
from core.dates import first_of_month
from finance.models import ForecastOffer
from finance.services import offer_forecast
from workforce.staffing import Staffing


@transaction.atomic
def offer_posts(*, council: Council, by: User, found: Staffing) -> list[ForecastOffer]:
    """Offer finance what each line's posts will cost from the month of the figures on (pounds by month). Finance
    accepts or declines; nothing changes until then, and the same figures again give the offers there are.
    Raises PermissionDenied."""
    this_month = first_of_month(found.day)
    offers = []
    for line in found.lines:
        figures = {month: amount for month, amount in line.by_month.items() if month >= this_month}
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
