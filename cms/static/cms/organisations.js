// Finds organisations while somebody types: the combobox pattern of the ARIA Authoring Practices, with a list
// below the field. A select becomes such a field, stays in the form and keeps the choice; a text field keeps
// what is typed, known or not. Without this script they are simply a list and a field. Earlier names and codes
// are found too, because the server does the finding.
const PAUSE = 150;
let fields = 0;

function enhance(field) {
  const isList = field.tagName === "SELECT";
  const { organisations: url, hint, was, none, several } = field.dataset;
  const name = `organisation-finder-${++fields}`;
  const box = document.createElement("div");
  box.className = "organisation-finder";
  const input = isList ? document.createElement("input") : field;
  const list = document.createElement("ul");
  list.id = `${name}-list`;
  list.hidden = true;
  const status = document.createElement("p");
  for (const [element, attributes] of [
    [input, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id }],
    [list, { role: "listbox", "aria-label": hint }],
    [status, { role: "status" }],
  ]) for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  const label = field.labels[0];
  const plainList = field.getAttribute("list");
  let known = null;
  const chosen = () => (field.value ? field.selectedOptions[0].text : "");
  field.before(box);
  if (isList) {
    input.type = "text";
    input.id = `${name}-input`;
    input.maxLength = 100;
    input.autocomplete = "off";
    input.placeholder = hint;
    if (field.className) input.className = field.className;
    for (const key of ["aria-describedby", "aria-invalid"]) {
      if (field.hasAttribute(key)) input.setAttribute(key, field.getAttribute(key));
    }
    if (label) label.htmlFor = input.id;
    known = new Set([...field.options].map((option) => option.value));
    input.value = chosen();
    field.hidden = true;
  } else {
    field.removeAttribute("list");
  }
  box.append(input, list, status);

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
    if (isList) {
      field.value = item.dataset.value;
      input.value = chosen();
    } else {
      input.value = item.dataset.name;
    }
    status.textContent = "";
    close();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const show = (found) => {
    list.replaceChildren(...found.map((one, number) => {
      const item = document.createElement("li");
      item.id = `${name}-${number}`;
      item.dataset.value = one.id;
      item.dataset.name = one.name;
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
    const words = input.value.trim().slice(0, 100);
    if (!words) {
      status.textContent = "";
      return close();
    }
    asked = new AbortController();
    try {
      const answer = await fetch(`${url}?${new URLSearchParams({ q: words })}`, { signal: asked.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const { organisations } = await answer.json();
      show(organisations.filter((one) => known === null || known.has(String(one.id))));
    } catch (error) {
      if (error.name === "AbortError") return;
      close();
      if (!isList) return plainList && input.setAttribute("list", plainList);
      // The server cannot be asked: the plain list still can.
      box.remove();
      field.hidden = false;
      if (label) label.htmlFor = field.id;
      field.focus();
    }
  };

  input.addEventListener("input", () => {
    if (isList) field.value = "";
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
    } else if (event.key === "Enter" && !list.hidden && (active >= 0 || list.children.length === 1)) {
      event.preventDefault();
      choose(list.children[Math.max(active, 0)]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  // Whoever has gone on wants no list that comes late.
  input.addEventListener("blur", () => {
    clearTimeout(waiting);
    asked?.abort();
    // The only one there is can be meant alone; a field keeps what was typed.
    if (isList && !field.value && !list.hidden && list.children.length === 1) choose(list.children[0]);
    else setTimeout(close, PAUSE);
  });
  // Before the field loses the focus, so that the list is still there.
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("[role=option]");
    if (!item) return;
    event.preventDefault();
    choose(item);
  });
  if (field.dataset.domains) suggest(field, status);
}

// Proposes where somebody works by the end of their address. Only what follows the @ is sent, and what the
// visitor has written is left alone.
function suggest(field, status) {
  const address = field.form.elements.email;
  let proposed = "";
  address.addEventListener("change", async () => {
    const [, domain] = address.value.trim().split("@");
    if (!domain || (field.value && field.value !== proposed)) return;
    try {
      const answer = await fetch(`${field.dataset.domains}?${new URLSearchParams({ domain })}`);
      if (!answer.ok) return;
      const { organisation } = await answer.json();
      if (field.value && field.value !== proposed) return;
      field.value = proposed = organisation ?? "";
      // Whoever is in the field already writes in place of what is proposed, not behind it.
      if (document.activeElement === field) field.select();
      status.textContent = organisation ? field.dataset.suggested : "";
    } catch {
      // It was only a proposal.
    }
  });
}

document.querySelectorAll("[data-organisations]").forEach(enhance);
