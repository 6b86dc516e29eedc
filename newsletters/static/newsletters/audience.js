// Counts again as soon as something is ticked. Without this script, »Count again« does the same.
const form = document.querySelector("[data-audience]");
form.querySelector("[data-count]").hidden = true;
let latest = 0;
form.addEventListener("change", async () => {
  const query = new URLSearchParams(new FormData(form)).toString();
  const turn = ++latest;
  const answer = await fetch(`?${query}`, { credentials: "same-origin" });
  if (!answer.ok || turn !== latest) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.querySelector("[data-result]").replaceWith(document.adoptNode(page.querySelector("[data-result]")));
  history.replaceState(null, "", `?${query}`);
});
