// The year's grid by keyboard, and totals that follow what is typed. Without it the grid is a plain form.
//
// Up, Down and Enter move within a month, Left and Right across months once the cursor stands at the edge of
// the text, Escape puts back what the cell held when it was entered. Alt and Enter open the cell's own page.

const table = document.querySelector("[data-grid]");
const announcement = document.getElementById("announcement");
const pounds = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

// Inputs stand at (row, month); a month that takes no figure leaves a gap.
const rows = [...table.tBodies[0].rows].map((row) => {
  const cells = [...row.querySelectorAll(".app-grid__cell")];
  return { row, cells, inputs: cells.map((cell) => cell.querySelector("input:not([type=hidden])")) };
});
const strip = document.getElementById("cell-strip");
table.classList.add("app-grid__table--live");
let before = "";

/** Whole pence of what somebody typed; null for blank, and for what the server will refuse. */
function pence(text) {
  const bracketed = /^\(.*\)$/.test(text.trim());
  const plain = text.trim().replace(/^\(|\)$/g, "").replace(/[£,\s]/g, "").replace(/[\u2212\u2013]/g, "-");
  if (!/^-?\d*\.?\d{0,2}$/.test(plain) || !/\d/.test(plain)) return null;
  const amount = Math.round(Number(plain) * 100);
  return bracketed ? -Math.abs(amount) : amount;
}

function penceAt(line, month) {
  const input = line.inputs[month];
  const amount = pence(input ? input.value : line.cells[month].textContent);
  return input && input.dataset.known ? forecast(amount ?? Number(input.dataset.share), Number(input.dataset.known)) : amount;
}

/** What an open month is taken to come to: its forecast, until more is entered or ordered. */
function forecast(expected, known) {
  if (!expected) return known;
  return expected > 0 ? Math.max(expected, known) : Math.min(expected, known);
}

function sum(amounts) {
  return amounts.reduce((total, amount) => total + (amount ?? 0), 0);
}

function words(amount) {
  return pounds.format(amount / 100).replace("-", "\u2212");
}

function retotal() {
  const months = table.querySelectorAll("[data-column-total]");
  for (const line of rows) {
    const amounts = line.cells.map((_, month) => penceAt(line, month));
    line.row.querySelector("[data-row-total]").textContent = words(sum(amounts));
  }
  let grand = 0;
  months.forEach((cell, month) => {
    const amounts = rows.map((line) => penceAt(line, month));
    const total = sum(amounts);
    grand += total;
    cell.textContent = amounts.every((amount) => amount === null) ? "–" : words(total);
  });
  table.querySelector("[data-grand-total]").textContent = words(grand);
}

function announce(input) {
  const [line, month] = place(input);
  const name = rows[line].row.querySelector("th a").textContent;
  const ofLine = rows[line].row.querySelector("[data-row-total]").textContent;
  const ofMonth = table.querySelectorAll("[data-column-total]")[month].textContent;
  const head = table.tHead.rows[0].cells[month + 1].textContent;
  announcement.textContent = `${name} £${ofLine} ${table.dataset.grid || "to date"}, ${head} £${ofMonth}, all £${table.querySelector("[data-grand-total]").textContent}`;
}

function place(input) {
  const line = rows.findIndex((each) => each.inputs.includes(input));
  return [line, rows[line].inputs.indexOf(input)];
}

/** The next input in a direction, over gaps; null at the edge of the grid. */
function beyond(input, down, right) {
  let [line, month] = place(input);
  do {
    line += down;
    month += right;
    if (!rows[line] || month < 0 || month >= rows[line].inputs.length) return null;
  } while (!rows[line].inputs[month]);
  return rows[line].inputs[month];
}

function direction(event) {
  const { value, selectionStart, selectionEnd } = event.target;
  const whole = selectionStart === 0 && selectionEnd === value.length;
  switch (event.key) {
    case "ArrowUp":
      return [-1, 0];
    case "ArrowDown":
    case "Enter":
      return [1, 0];
    case "ArrowLeft":
      return whole || selectionEnd === 0 ? [0, -1] : null;
    case "ArrowRight":
      return whole || selectionStart === value.length ? [0, 1] : null;
    default:
      return null;
  }
}

/** The page of the cell in which the cursor stands: how its figure came about. */
function follow(input) {
  // The forecast's cells have no page of their own.
  if (!strip) return;
  const link = strip.querySelector("a");
  link.href = input.parentElement.querySelector(".app-grid__more").href;
  link.textContent = `History of ${input.getAttribute("aria-label")}`;
  strip.hidden = false;
}

function open(input) {
  if (!strip) return;
  if (table.querySelector(".app-grid__input--changed")) {
    announcement.textContent = "Save what you typed first, then open the page of the figure.";
  } else {
    window.location.assign(input.parentElement.querySelector(".app-grid__more").href);
  }
}

table.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.altKey && event.target.matches(".app-grid__input")) {
    event.preventDefault();
    open(event.target);
    return;
  }
  if (!event.target.matches(".app-grid__input") || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (event.key === "Escape" && event.target.value !== before) {
    event.preventDefault();
    event.target.value = before;
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
    event.target.select();
    return;
  }
  const step = direction(event);
  if (!step) return;
  // Enter never saves the grid halfway through a month: the button does.
  event.preventDefault();
  const next = beyond(event.target, ...step);
  if (next) next.focus();
  else if (event.key === "Enter") announce(event.target);
});

table.addEventListener("focusin", (event) => {
  if (!event.target.matches(".app-grid__input")) return;
  before = event.target.value;
  event.target.select();
  follow(event.target);
});

table.addEventListener("input", (event) => {
  const shown = event.target.parentElement.querySelector("input[type=hidden]").value;
  event.target.classList.toggle("app-grid__input--changed", event.target.value !== shown);
  retotal();
});

// Choosing how a line is forecast changes no figure until it is saved.
table.addEventListener("change", (event) => {
  if (event.target.matches(".app-grid__input")) announce(event.target);
});

// A block of cells goes to the preview page, to be saved there whole or not at all; a single value is pasted as text.
table.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain");
  const page = document.getElementById("paste-link");
  if (!page || !event.target.matches(".app-grid__input") || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
  event.preventDefault();
  if (table.querySelector(".app-grid__input--changed")) {
    announcement.textContent = "Save what you typed first, then paste the block.";
    return;
  }
  const [, line, month] = event.target.name.split("-");
  const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
  const form = Object.assign(document.createElement("form"), { method: "post", action: page.href, hidden: true });
  const fields = { csrfmiddlewaretoken: token, block: text, first_line: line, first_month: month };
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("textarea");
    form.append(Object.assign(field, { name, value }));
  }
  document.body.append(form);
  form.submit();
});

// What a refused save left typed is totalled at once.
retotal();
