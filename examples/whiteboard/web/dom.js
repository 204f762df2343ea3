// One way to make elements. Text is always text, never markup: names come from other people.

/** An element with properties, attributes (`aria-…`, `role`, `data-…`) and children. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** A button. */
export const button = (text, onclick, properties = {}) =>
  element("button", {
    type: "button",
    textContent: text,
    onclick,
    ...properties,
  });
