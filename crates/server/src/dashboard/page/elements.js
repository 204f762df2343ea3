// Elements of the page. What is shown was named by strangers: it comes in as text alone, never as HTML.

/** An element; properties that begin with `on` listen, others are attributes. */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null));
  return element;
}

export function svg(name, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/** Rows under heads; a head is a name, or a name and its class. */
export function table(heads, rows, { stacks = true } = {}) {
  const named = heads.map((head) => [head].flat());
  const cells = (row) =>
    row.map((cell, place) => {
      const [name, kind] = named[place];
      const isNamed = kind === "number" || kind === "time";
      const labelled = isNamed && name && cell !== "" ? name : null;
      return el("td", { class: kind, "data-name": labelled }, cell);
    });
  return el(
    "table",
    { class: stacks ? "stacks" : null },
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        named.map(([name, kind]) =>
          el("th", { class: kind, scope: "col" }, name),
        ),
      ),
    ),
    el(
      "tbody",
      {},
      rows.map((row) => el("tr", {}, cells(row))),
    ),
  );
}

export const empty = (text) => el("p", { class: "empty" }, text);
export const heading = (text) => el("h2", {}, text);

/** Puts what is made of data into a place, unless the data is what it was: who selects or reads is not disturbed. */
export function show(place, data, make) {
  const text = JSON.stringify(data);
  if (place.shown === text) return;
  place.shown = text;
  place.replaceChildren(...[make(data)].flat());
}

export function search(name, value, oninput) {
  return el("input", {
    type: "search",
    placeholder: name,
    "aria-label": name,
    value,
    spellcheck: "false",
    autocapitalize: "off",
    oninput: ({ target }) => oninput(target.value),
  });
}
