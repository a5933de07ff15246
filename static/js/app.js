// Starts the design system's components and the wiring of partial updates. Every page works without this.
import { initAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
openLinked();
focusMarked(document);

// A swapped-in fragment gets its components, and the focus if it asks for it or if the focused control has gone.
document.body.addEventListener("htmx:afterSettle", (event) => {
  initAll({ scope: event.detail.elt });
  focusMarked(event.detail.elt);
});

// A link to a heading opens the panel it stands on.
window.addEventListener("hashchange", openLinked);

// On paper nothing is closed, in browsers too whose style sheets cannot show what is.
window.addEventListener("beforeprint", () => {
  for (const closed of document.querySelectorAll("details:is(.app-fold, .app-panel):not([open])")) {
    closed.open = true;
    window.addEventListener("afterprint", () => (closed.open = false), { once: true });
  }
});

// The server says what happened through an HX-Trigger of "announce"; the live region stands outside every swap.
document.body.addEventListener("announce", (event) => announce(event.detail.value));

document.body.addEventListener("htmx:responseError", () => {
  showNotice("That was not saved", "What you typed is still here. Try again; if it goes on, tell your administrator.");
});
document.body.addEventListener("htmx:sendError", () => {
  showNotice("There is no connection", "What you typed is still here. Check your network and save again.");
});

// Signing in again in another tab changes the token of every form: the page that stayed open sends the new one.
document.addEventListener(
  "submit",
  (event) => {
    const field = event.target.elements.namedItem("csrfmiddlewaretoken");
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    if (field && token) field.value = token;
  },
  true,
);

function focusMarked(scope) {
  const marked = scope.querySelector?.("[data-focus]") ?? (scope.matches?.("[data-focus]") ? scope : null);
  marked?.focus();
}

function openLinked() {
  const panel = document.getElementById(location.hash.slice(1))?.closest("details.app-panel");
  if (panel) panel.open = true;
}

function announce(sentence) {
  document.getElementById("announcement").textContent = sentence;
}

function showNotice(title, sentence) {
  const notice = document.createElement("div");
  notice.className = "app-notice app-notice--problem";
  notice.tabIndex = -1;
  notice.append(paragraph("app-notice__title", title), paragraph("govuk-body", sentence));
  document.getElementById("page-notice").replaceChildren(notice);
  notice.focus();
}

function paragraph(className, text) {
  const element = document.createElement("p");
  element.className = className;
  element.textContent = text;
  return element;
}
