// The preview below a section's text follows what is typed. Without this module its button does the same.
// The focus stays where it is; only what keeps the text from being printed is announced, and once.

const PAUSE = 700;
const LONGEST = 20000;
const region = document.querySelector("[data-live-preview]");
const text = document.querySelector("textarea[name=body]");

let waiting = 0;
let asked = null;

function token() {
  return (
    document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? text.form.elements.namedItem("csrfmiddlewaretoken").value
  );
}

function say(words) {
  const said = region.querySelector("[data-preview-said]");
  if (said.textContent !== words) said.textContent = words;
}

function show(html) {
  const shown = region.querySelector("[data-preview-shown]");
  shown.innerHTML = html;
  const problems = [...shown.querySelectorAll("[data-problems] li")].map((item) => item.textContent);
  say(problems.join(" "));
}

async function refresh() {
  asked?.abort();
  asked = new AbortController();
  if (text.value.length > LONGEST) {
    say("The text is too long for a preview.");
    return;
  }
  try {
    const answer = await fetch(region.dataset.livePreview, {
      method: "POST",
      headers: { "X-CSRFToken": token() },
      body: new URLSearchParams({ body: text.value }),
      signal: asked.signal,
      redirect: "error",
    });
    if (answer.ok || answer.status === 422) show(await answer.text());
    else say("The preview cannot be brought up to date. What you typed is still here.");
  } catch (fault) {
    if (fault.name !== "AbortError") say("The preview cannot be brought up to date. What you typed is still here.");
  }
}

if (region && text) {
  text.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, PAUSE);
  });
}
