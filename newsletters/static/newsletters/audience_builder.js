// Counts while the rule is built, and adds and removes rows in place. Without it, the buttons do the same.
const WAIT = 300;
const form = document.querySelector("[data-builder]").closest("form");
const failed = form.querySelector("[data-not-counted]");
let latest = 0;
let timer;

const part = (name) => form.querySelector(`[${name}]`);

async function ask(act) {
  const turn = ++latest;
  const url = new URL(part("data-builder").dataset.url, location.href);
  for (const [name, value] of new FormData(form)) if (name.startsWith("rule-")) url.searchParams.append(name, value);
  if (act) url.searchParams.set("act", act);
  let page;
  try {
    const answer = await fetch(url, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(answer.status);
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn === latest) failed.hidden = true;
  } catch {
    failed.hidden = false;
    return;
  }
  if (turn !== latest) return;
  const names = act ? ["data-preview", "data-builder"] : ["data-preview"];
  for (const name of names) part(name).replaceWith(document.adoptNode(page.querySelector(`[${name}]`)));
  if (act) enhance(act);
}

function enhance(act = "") {
  const rows = part("data-builder");
  rows.querySelector("[data-again]").hidden = true;
  for (const search of rows.querySelectorAll("[data-narrow]")) search.hidden = false;
  const [verb, place] = act.split("-");
  const fields = [...rows.querySelectorAll("[data-field]")];
  if (verb === "condition") fields.findLast((one) => one.name.startsWith(`rule-${place}-`))?.focus();
  if (verb === "group" || verb === "remove") fields.at(-1)?.focus();
  if (verb === "show" && place) rows.querySelector(`[name="${act.slice(5)}"]`)?.focus();
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-builder] [name=act]");
  if (!button) return;
  event.preventDefault();
  clearTimeout(timer);
  ask(button.value);
});
form.addEventListener("input", (event) => {
  if (!event.target.closest("[data-builder]")) return;
  if (event.target.matches("[data-narrow]")) return narrow(event.target);
  clearTimeout(timer);
  const reshapes = event.target.matches("select");
  timer = setTimeout(() => ask(reshapes ? `show-${event.target.name}` : ""), reshapes ? 0 : WAIT);
});

form.addEventListener("keydown", (event) => {
  // Enter in the search box shall not save.
  if (event.key === "Enter" && event.target.matches("[data-narrow]")) event.preventDefault();
});

function narrow(search) {
  const wanted = search.value.trim().toLowerCase();
  for (const choice of search.nextElementSibling.children) choice.hidden = !choice.textContent.toLowerCase().includes(wanted);
}
enhance();
