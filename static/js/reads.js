// My actions: what councillors will read follows what is typed. Without it the same stands after “Show how they read”.

const form = document.querySelector("[data-reads]");

function show(place) {
  const typed = document.getElementById(place.dataset.readsOf);
  const rating = document.getElementById(place.dataset.ratingOf);
  const words = place.querySelector("[data-reads-words]");
  const stays = rating.value === words.dataset.rated;
  words.textContent = typed.value.trim() || (stays ? words.dataset.last : "");
  const chosen = rating.selectedOptions[0];
  place.querySelector("[data-reads-rating]").textContent = chosen?.value ? chosen.textContent : "Not yet rated";
  // The counter of the field speaks from here on; the length at the time of loading no longer holds.
  place.querySelector(".app-reads__length").hidden = true;
}

form?.addEventListener("input", (event) => {
  const place = event.target.closest(".app-row")?.querySelector("[data-reads-of]");
  if (place) show(place);
});
