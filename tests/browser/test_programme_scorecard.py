"""The programme office keeps inspections, the scorecard and audits in the browser, with and without scripts."""

import pytest

from improvement.models import Audit, Measure, Reading
from tests.browser.conftest import AsRole, LookedOver

PAGES = (
    "inspections/",
    "inspections/add/",
    "interventions/",
    "interventions/add/",
    "findings/",
    "findings/?unanswered=on",
    "findings/add/",
    "measures/",
    "measures/?as_at=2024-11-13",
    "measures/add/",
    "readings/enter/",
    "audits/",
    "audits/add/",
)


def test_the_pages_are_clean_at_both_widths(as_role: AsRole, looked_over: LookedOver) -> None:
    page = as_role("programme")
    followed = []
    for address in PAGES:
        page.goto(f"/eastshire/{address}")
        looked_over(page)
        for link in page.locator("main td a, main th a").all()[:3]:
            followed.append(str(link.get_attribute("href")))
    for address in dict.fromkeys(followed):
        page.goto(address)
        looked_over(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_readings_are_entered_by_keyboard(javascript: bool, as_role: AsRole, looked_over: LookedOver) -> None:
    page = as_role("officer", javascript=javascript)
    measure = Measure.objects.get(title="Pathway plans up to date")
    page.goto("/eastshire/readings/enter/?period=2024-12-31")
    page.locator(f"#id_m{measure.pk}-numerator").focus()
    page.keyboard.type("260")
    page.keyboard.press("Tab")
    page.keyboard.type("250")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert page.locator(f"#id_m{measure.pk}-numerator").input_value() == "260"
    looked_over(page)
    page.locator(f"#id_m{measure.pk}-numerator").fill("240")
    page.get_by_role("button", name="Save these readings").click()
    page.get_by_text("1 reading saved").wait_for()
    page.get_by_text("Target met").first.wait_for()
    assert Reading.objects.filter(measure=measure).latest("as_at").value == 96


@pytest.mark.parametrize("javascript", [True, False])
def test_what_an_audit_asked_for_is_done(javascript: bool, as_role: AsRole, looked_over: LookedOver) -> None:
    page = as_role("chair", javascript=javascript)
    october = Audit.objects.get(period_start="2024-10-01")
    page.goto(f"/eastshire/audits/{october.pk}/")
    page.get_by_text("5 of 6").first.wait_for()
    page.get_by_role("button", name="Ask two families").click()
    page.get_by_text("Done: Ask two families").wait_for()
    looked_over(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_finding_is_answered(javascript: bool, as_role: AsRole, looked_over: LookedOver) -> None:
    page = as_role("programme", javascript=javascript)
    page.goto("/eastshire/findings/?unanswered=on")
    page.get_by_role("link", name="The needs of children with special").click()
    page.get_by_role("button", name="Choose what answers it").click()
    looked_over(page)
    page.get_by_label("Spot the needs of disabled children").check()
    page.get_by_role("button", name="Save these links").click()
    page.get_by_text("1 link changed").wait_for()
    looked_over(page)
