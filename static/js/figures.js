// The list of live figures beside a section's text: search it, and put a name in at the cursor.
// Without this module the list is still there to read and copy from.

const text = document.querySelector("textarea[name=body]");
const search = document.querySelector("[data-figure-search]");
const announcement = document.getElementById("announcement");

function say(words) {
  if (announcement) announcement.textContent = words;
}

function insert(name) {
  const reference = `{{ ${name} }}`;
  text.setRangeText(reference, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
  say(`${name} put into the text`);
}

function offer(item) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "app-figures__insert govuk-link";
  button.textContent = "Insert";
  const name = document.createElement("span");
  name.className = "govuk-visually-hidden";
  name.textContent = ` ${item.dataset.figure}`;
  button.append(name);
  button.addEventListener("click", () => insert(item.dataset.figure));
  item.append(button);
}

function narrow(words) {
  const items = [...document.querySelectorAll("[data-figure]")];
  const wanted = words.trim().toLowerCase();
  for (const item of items) item.hidden = !item.textContent.toLowerCase().includes(wanted);
  const shown = items.filter((item) => !item.hidden).length;
  say(`${shown} ${shown === 1 ? "figure" : "figures"}`);
}

if (text && search) {
  document.querySelectorAll("[data-figure]").forEach(offer);
  search.hidden = false;
  search.querySelector("input").addEventListener("input", (event) => narrow(event.target.value));
}
