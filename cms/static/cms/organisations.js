// Turns a list of organisations into a field that finds them while one types: the combobox pattern of the ARIA
// Authoring Practices, with a list below it. The list of the form stays and keeps the choice; without this
// script it is simply the list. Earlier names and codes are found too, because the server does the finding.
const PAUSE = 150;
let fields = 0;

function enhance(select) {
  const { organisations: url, hint, was, none, several } = select.dataset;
  const name = `organisation-finder-${++fields}`;
  const box = document.createElement("div");
  box.className = "organisation-finder";
  const input = document.createElement("input");
  input.type = "text";
  input.id = `${name}-input`;
  input.maxLength = 100;
  input.autocomplete = "off";
  input.placeholder = hint;
  if (select.className) input.className = select.className;
  const list = document.createElement("ul");
  list.id = `${name}-list`;
  list.hidden = true;
  const status = document.createElement("p");
  for (const [element, attributes] of [
    [input, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id }],
    [list, { role: "listbox", "aria-label": hint }],
    [status, { role: "status" }],
  ]) for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  for (const key of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(key)) input.setAttribute(key, select.getAttribute(key));
  }
  const label = select.labels[0];
  if (label) label.htmlFor = input.id;
  const known = new Map([...select.options].map((option) => [option.value, option]));
  const chosen = () => (select.value ? select.selectedOptions[0].text : "");
  input.value = chosen();
  box.append(input, list, status);
  select.before(box);
  select.hidden = true;

  let waiting, asked, active = -1;
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const point = (place) => {
    active = (place + list.children.length) % list.children.length;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === active)));
    input.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  };
  const choose = (item) => {
    select.value = item.dataset.value;
    input.value = chosen();
    status.textContent = "";
    close();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const show = (found) => {
    list.replaceChildren(...found.map((one, number) => {
      const item = document.createElement("li");
      item.id = `${name}-${number}`;
      item.dataset.value = one.id;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.textContent = one.name;
      if (one.was) item.appendChild(document.createElement("small")).textContent = was.replace("%(name)s", one.was);
      return item;
    }));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(Boolean(found.length)));
    status.textContent = found.length ? several.replace("%(count)s", found.length) : none;
  };
  const find = async () => {
    asked?.abort();
    const words = input.value.trim();
    if (!words) {
      status.textContent = "";
      return close();
    }
    asked = new AbortController();
    try {
      const answer = await fetch(`${url}?${new URLSearchParams({ q: words })}`, { signal: asked.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const { organisations } = await answer.json();
      show(organisations.filter((one) => known.has(String(one.id))));
    } catch (error) {
      if (error.name === "AbortError") return;
      // The server cannot be asked: the plain list still can.
      box.remove();
      select.hidden = false;
      if (label) label.htmlFor = select.id;
      select.focus();
    }
  };

  input.addEventListener("input", () => {
    select.value = "";
    clearTimeout(waiting);
    waiting = setTimeout(find, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !list.hidden) {
      event.preventDefault();
      point(active < 0 && step < 0 ? list.children.length - 1 : active + step);
    } else if (step) {
      event.preventDefault();
      find();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(list.children[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", () => setTimeout(close, PAUSE));
  // Before the field loses the focus, so that the list is still there.
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("[role=option]");
    if (!item) return;
    event.preventDefault();
    choose(item);
  });
}

document.querySelectorAll("select[data-organisations]").forEach(enhance);
