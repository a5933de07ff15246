"""Using a page by keyboard alone: where the focus goes, and whether it can be seen."""

from playwright.sync_api import Locator, Page

# A page is left and begun again after so many stops, so that a lost focus ends a test.
MOST_STOPS = 120

# What shows the focus stands on the control, or, where a control of the design system hides itself behind its
# label, on the label.
_SHOWN = """() => {
  const at = document.activeElement;
  const drawn = (element, pseudo) => {
    const style = getComputedStyle(element, pseudo);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return outlined || style.boxShadow !== "none";
  };
  const label = at.labels && at.labels[0];
  return drawn(at) || Boolean(label && drawn(label, "::before"));
}"""


def tab_to(page: Page, wanted: Locator, *, backwards: bool = False) -> list[str]:
    """Press Tab until `wanted` has the focus, and give the names of the stops on the way, it included.

    At every stop the focus must be somewhere on the page and visible.
    """
    page.wait_for_load_state()
    stops: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        stops.append(name_of_focus(page))
        assert page.evaluate(_SHOWN), f"The focus on {stops[-1]} cannot be seen"
        if wanted.evaluate("element => element === document.activeElement"):
            return stops
    raise AssertionError(f"{wanted} was not reached; the stops were {stops}")


def name_of_focus(page: Page) -> str:
    """The name of the focused field, or the words of the focused link or button."""
    return str(page.evaluate("(at => at.name || at.innerText.trim() || at.tagName)(document.activeElement)"))
