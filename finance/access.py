"""Who may do what with the money: one question a function, asked by services, views and templates alike."""

from typing import TYPE_CHECKING

from accounts.models import Council, User
from accounts.roles import Capability, holds

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def may_see_money(user: "User | AnonymousUser", council: Council) -> bool:
    return holds(user, council, Capability.SEE_RECORD) is not None


def may_enter_spend(user: "User | AnonymousUser", council: Council) -> bool:
    return holds(user, council, Capability.ENTER_SPEND) is not None


def may_manage_budget(user: "User | AnonymousUser", council: Council) -> bool:
    """Record decisions, tranches, lines, budgets, profiles and stated tables."""
    return holds(user, council, Capability.MANAGE_BUDGET) is not None


def may_decide_key(user: "User | AnonymousUser", council: Council) -> bool:
    """Decide whether a decision is key: the clerk, never whoever asks for the money."""
    return holds(user, council, Capability.PUBLISH_PAPER) is not None


def may_overdraw(user: "User | AnonymousUser", council: Council) -> bool:
    """Take more from a line than it has left; a reason is asked for all the same."""
    return holds(user, council, Capability.OVERDRAW_BUDGET) is not None


def may_forecast(user: "User | AnonymousUser", council: Council) -> bool:
    """Enter the forecast, accept or decline what is offered for it, and explain variances."""
    return holds(user, council, Capability.ENTER_SPEND) is not None


def may_offer_forecast(user: "User | AnonymousUser", council: Council) -> bool:
    """Offer what posts will cost: those who keep the posts, and finance itself."""
    return holds(user, council, Capability.MANAGE_POSTS) is not None or may_forecast(user, council)
