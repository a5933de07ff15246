from decimal import Decimal

from django.db import models

from accounts.models import Council, Versioned
from core.money import PoundsField

# Document 003: "a threshold of £500,000 is regarded as significant".
KEY_DECISION_ABOVE = Decimal(500_000)
VIREMENT_NEEDS_DECISION_ABOVE = Decimal(50_000)


class MoneyRulesQuerySet(models.QuerySet["MoneyRules"]):
    def of(self, council: Council) -> "MoneyRules":
        """The council's own rules, or the usual ones where it has set none."""
        usual = MoneyRules(council=council, virement_needs_decision_above=VIREMENT_NEEDS_DECISION_ABOVE)
        return self.filter(council=council).first() or usual


class MoneyRules(Versioned):
    """The sums a council's own constitution and financial rules name."""

    key_decision_above = PoundsField(
        default=KEY_DECISION_ABOVE, help_text="Spending at or above this is regarded as significant."
    )
    virement_needs_decision_above = PoundsField(
        default=0, help_text="A virement above this names the decision that allows it."
    )

    objects = MoneyRulesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "money rules"
        constraints = [models.UniqueConstraint(fields=["council"], name="money_rules_once_a_council")]

    def __str__(self) -> str:
        return f"Money rules of {self.council}"
