// Elements made without markup: whatever a notice says gets in as text.

/** An element; `on…` are listeners, `vars` CSS variables, `data` data attributes, true and false switch attributes. */
export function h(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  fill(element, given, children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg(tag, given = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  fill(element, given, children);
  return element;
}

function fill(element, given, children) {
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "vars") for (const [k, v] of Object.entries(value)) element.style.setProperty(k, v);
    else if (name === "data") for (const [k, v] of Object.entries(value)) element.dataset[k] = v;
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(3).filter((c) => c !== null && c !== undefined && c !== false && c !== ""));
}

export function $(id) {
  return document.getElementById(id);
}

/** A line for screen readers, and for `seconds` on the screen. */
export function announce(text, seconds = 0) {
  const line = $("said");
  if (!line) return;
  line.textContent = text;
  line.classList.toggle("is-shown", seconds > 0);
  clearTimeout(announce.timer);
  if (seconds) announce.timer = setTimeout(() => line.classList.remove("is-shown"), seconds * 1000);
}

const ICONS = {
  edit: "M4 20h4L19 9l-4-4L4 16zM13.5 6.5l4 4",
  place: "M12 21s7-6.5 7-12a7 7 0 1 0-14 0c0 5.500 7 12 7 12zM12 11.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.500 2",
  tag: "M4 4h7l9 9-7 7-9-9zM8 8h.01",
  flag: "M6 21V4h11l-2 4 2 4H6",
  check: "M5 12.500l4.500 4.500L19 7.500",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  close: "M6 6l12 12M18 6L6 18",
  save: "M12 4v11M7.500 11L12 15.500 16.500 11M5 20h14",
  load: "M12 16V5M7.500 9.500L12 5l4.500 4.500M5 20h14",
  undo: "M8 5L4 9l4 4M4 9h10a5.500 5.500 0 0 1 0 11H9",
  theme: "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
  print: "M7 8V4h10v4M7 17H4V8h16v9h-3M7 14h10v6H7z",
  help: "M9 9.500a3 3 0 1 1 4.500 2.600c-1 .6-1.500 1.200-1.500 2.400M12 17.500h.01",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.500 4.500",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20c1-4 4-6 7.500-6s6.500 2 7.500 6",
};

/** A drawn sign beside words, or alone in a button that has a label. */
export function icon(name) {
  return svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: ICONS[name] }));
}
