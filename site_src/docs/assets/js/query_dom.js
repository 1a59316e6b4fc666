// Elements for the page /query/: text only ever goes in as text.

/** An element `name` with attributes and children; a child that is no node becomes text. */
export function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/** A button with what it does. */
export function button(text, act, attributes = {}) {
  const made = make("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", act);
  return made;
}

/** A box to choose from: `options` are pairs of value and word, or `{ group, options }`. */
export function choice(options, value, change, attributes = {}) {
  const option = ([key, word]) => make("option", { value: key, selected: key === value }, word);
  const made = make("select", attributes);
  for (const item of options) {
    made.append(item.group ? make("optgroup", { label: item.group }, ...item.options.map(option)) : option(item));
  }
  made.value = value;
  made.addEventListener("change", () => change(made.value));
  return made;
}

/** `17 KB` for 17,493 bytes. */
export function sizeText(bytes) {
  if (bytes < 1024) return `${bytes} 字节`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** `1,234,567` */
export const countText = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
