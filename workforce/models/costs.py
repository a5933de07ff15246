from django.db import models

from accounts.models import CouncilOwned
from core.money import PoundsField


class GradeCost(CouncilOwned):
    """What one full-time post of a grade costs a year, on-costs included, from a date on."""

    grade = models.CharField(max_length=20)
    from_date = models.DateField()
    annual_cost = PoundsField()

    class Meta:
        ordering = ["grade", "from_date"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "grade", "from_date"], name="one_cost_a_grade_and_date"
            )
        ]

    def __str__(self) -> str:
        return f"Grade {self.grade} from {self.from_date}"


class PayAward(CouncilOwned):
    """The yearly rise applied from 1 April of a financial year: 2.5 for 2.5%."""

    financial_year = models.PositiveSmallIntegerField()
    percent = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["financial_year"]
        constraints = [
            models.UniqueConstraint(fields=["council", "financial_year"], name="one_pay_award_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.percent}% from April {self.financial_year}"
