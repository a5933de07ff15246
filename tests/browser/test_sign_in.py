"""Signing in, in the browser: the one door of the product."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import Council, User

PASSWORD = "a-password-of-the-tests"


@pytest.fixture
def officer_with_password(officer: User) -> User:
    officer.set_password(PASSWORD)
    officer.save(update_fields=["password"])
    return officer


def enter(page: Page, email: str, password: str) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_an_officer_signs_in_and_out(
    visitor: Callable[..., Page],
    looked_over: Callable[[Page], None],
    officer_with_password: User,
    javascript: bool,
) -> None:
    page = visitor(javascript=javascript)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    looked_over(page)
    enter(page, officer_with_password.email, PASSWORD)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Sign in")
    looked_over(page)
    page.get_by_role("button", name="Sign out").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_wrong_password_is_said_beside_the_form(
    visitor: Callable[..., Page],
    looked_over: Callable[[Page], None],
    officer_with_password: User,
    javascript: bool,
) -> None:
    page = visitor(javascript=javascript)
    page.goto(reverse("account_login"))
    enter(page, officer_with_password.email, "something else")
    expect(page.locator(".govuk-error-summary")).to_contain_text("There is a problem")
    expect(page.get_by_label("Email")).to_have_value(officer_with_password.email)
    expect(page).to_have_title("Error: Sign in – Improvement plan")
    looked_over(page)


def test_the_keyboard_alone_is_enough(
    visitor: Callable[..., Page], officer_with_password: User, eastshire: Council
) -> None:
    page = visitor()
    page.goto(reverse("account_login"))
    page.get_by_label("Email").focus()
    page.keyboard.type(officer_with_password.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text(eastshire.short_name).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
