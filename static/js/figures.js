// The list of live figures beside a section's text: search it by words and sort, put a name in at the cursor, or copy it.
// Without this module the list is still there to read and copy from.

const text = document.querySelector("textarea[name=body]");
const search = document.querySelector("[data-figure-search]");
const announcement = document.getElementById("announcement");
const items = [...document.querySelectorAll("[data-figure]")];

function say(words) {
  if (announcement) announcement.textContent = words;
}

function insert(name) {
  text.setRangeText(`{{ ${name} }}`, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
  say(`${name} put into the text`);
}

async function copy(name) {
  try {
    await navigator.clipboard.writeText(`{{ ${name} }}`);
    say(`${name} copied`);
  } catch {
    say(`${name} could not be copied: select it and copy it by hand`);
  }
}

function button(words, item, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "app-figures__insert govuk-link";
  made.textContent = words;
  const name = document.createElement("span");
  name.className = "govuk-visually-hidden";
  name.textContent = ` ${item.dataset.figure}`;
  made.append(name);
  made.addEventListener("click", () => act(item.dataset.figure));
  item.append(made);
}

function offer(item) {
  button("Insert", item, insert);
  if (navigator.clipboard) button("Copy", item, copy);
}

function narrow(words, sort) {
  const wanted = words.trim().toLowerCase().split(/\s+/);
  for (const item of items) {
    const told = item.textContent.toLowerCase();
    const answers = wanted.every((word) => told.includes(word));
    item.hidden = !answers || (sort !== "" && item.dataset.sort !== sort);
  }
  const shown = items.filter((item) => !item.hidden).length;
  say(`${shown} ${shown === 1 ? "figure" : "figures"}`);
}

if (text && search) {
  const input = search.querySelector("input");
  const select = search.querySelector("select");
  for (const sort of new Set(items.map((item) => item.dataset.sort))) select.add(new Option(sort, sort));
  items.forEach(offer);
  search.hidden = false;
  const again = () => narrow(input.value, select.value);
  input.addEventListener("input", again);
  select.addEventListener("change", again);
}
