// The pages of a PDF or OFD: pictures that are put in when they come near, and boxes over them.

import { h, icon, svg } from "./dom.js";
import { boxAt, tasksByPage } from "./places.js";
import { sheet, tell } from "./store.js";
import { t } from "./words.js";

let watcher = null;
let boxes = new Map();
let figures = new Map();

/** The figures of all pages, empty until they are near the part of `scroller` that is seen. */
export function pageFigures(scroller) {
  watcher?.disconnect();
  watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) (entry.isIntersecting ? putIn : takeOut)(entry.target);
    },
    { root: scroller, rootMargin: "1500px 0px" },
  );
  boxes = tasksByPage();
  figures = new Map();
  const sizes = sheet().source.pages;
  return sizes.map(([width, height], at) => {
    const figure = h(
      "figure",
      { class: "sheet", data: { page: at + 1 }, vars: { "--w": width, "--h": height }, "aria-label": t("page_n", { n: at + 1 }) },
      h("div", { class: "paper" }),
      h("div", { class: "outlines", "aria-hidden": "true" }),
      h("div", { class: "marks", "aria-hidden": "true" }),
      h("div", { class: "flags" }),
      h("figcaption", {}, `${at + 1} / ${sizes.length}`),
    );
    figure.addEventListener("click", (event) => onClick(figure, event));
    figure.addEventListener("pointermove", (event) => onMove(figure, event));
    figure.addEventListener("pointerleave", () => tell("point", null));
    figures.set(at + 1, figure);
    watcher.observe(figure);
    return figure;
  });
}

function putIn(figure) {
  const paper = figure.querySelector(".paper");
  if (paper.firstChild) return;
  const block = document.getElementById(`page-${sheet().index}-${figure.dataset.page}`);
  const page = block ? JSON.parse(block.textContent) : null;
  const name = t("page_n", { n: figure.dataset.page });
  if (page?.picture) paper.append(h("img", { src: page.picture, alt: name, decoding: "async", draggable: "false" }));
  else if (page?.runs.length || page?.rules.length) paper.append(drawn(page, name));
  else paper.append(h("p", { class: "unseen" }, t("page_unseen")));
  outline(figure);
}

function takeOut(figure) {
  figure.querySelector(".paper").replaceChildren();
  figure.querySelector(".outlines").replaceChildren();
}

function drawn(page, name) {
  const view = svg("svg", { viewBox: `0 0 ${page.w} ${page.h}`, role: "img", "aria-label": name });
  for (const [left, top, right, bottom] of page.rules) {
    view.append(svg("rect", { x: left, y: top, width: Math.max(right - left, 0.6), height: Math.max(bottom - top, 0.6), class: "rule" }));
  }
  for (const [x, y, width, size, text] of page.runs) {
    const given = { x, y, "font-size": size };
    if (text.length > 1) Object.assign(given, { textLength: width, lengthAdjust: "spacingAndGlyphs" });
    view.append(svg("text", given, text));
  }
  return view;
}

function spot(one, name) {
  const figure = figures.get(one.page);
  const [width, height] = sheet().source.pages[one.page - 1];
  const [left, top, right, bottom] = one.box ?? [0, 0, width, height];
  const percent = (value, whole) => `${(100 * value) / whole}%`;
  const vars = {
    "--left": percent(left, width), "--top": percent(top, height),
    "--across": percent(right - left, width), "--down": percent(bottom - top, height),
  };
  return { figure, element: h("div", { class: name, vars }) };
}

function outline(figure) {
  const page = Number(figure.dataset.page);
  const here = (boxes.get(page) ?? []).filter((one) => !one.field);
  figure.querySelector(".outlines").replaceChildren(...here.map(({ box }) => spot({ page, box }, "outline").element));
}

/** Looks anew which tasks stand where. */
export function outlineAgain() {
  boxes = tasksByPage();
  for (const figure of figures.values()) if (figure.querySelector(".paper").firstChild) outline(figure);
}

/** Marks these boxes and no others; gives the first one's element. */
export function markBoxes(name, places) {
  for (const figure of figures.values()) figure.querySelectorAll(`.${name}`).forEach((old) => old.remove());
  let first = null;
  for (const one of places) {
    if (!figures.has(one.page)) continue;
    const { figure, element } = spot(one, `mark ${name}`);
    figure.querySelector(".marks").append(element);
    first ??= element;
  }
  return first;
}

/** Puts a flag beside a box. */
export function flagBox(one, flag) {
  if (!figures.has(one.page)) return;
  const { figure, element } = spot({ ...one, box: one.box ?? [0, 0, 1, 1] }, "flag-spot");
  element.append(flag);
  figure.querySelector(".flags").append(element);
}

export function clearFlags() {
  for (const figure of figures.values()) figure.querySelector(".flags").replaceChildren();
}

export function figureOf(page) {
  return figures.get(page) ?? null;
}

function under(figure, event) {
  const frame = figure.querySelector(".outlines").getBoundingClientRect();
  const page = Number(figure.dataset.page);
  const [width, height] = sheet().source.pages[page - 1];
  const [x, y] = [((event.clientX - frame.left) * width) / frame.width, ((event.clientY - frame.top) * height) / frame.height];
  return boxAt(boxes.get(page) ?? [], x, y);
}

function onClick(figure, event) {
  if (event.target.closest("button")) return;
  const found = under(figure, event);
  if (found) tell("choose", { ...found, from: "source" });
}

let pointed = null;

function onMove(figure, event) {
  const found = under(figure, event);
  if (found?.task === pointed) return;
  pointed = found?.task ?? null;
  figure.classList.toggle("is-over", Boolean(found));
  tell("point", found);
}

/** The buttons that make pages larger and smaller. */
export function zoomButtons(scroller) {
  const steps = [0.6, 0.8, 1, 1.25, 1.6, 2, 2.5];
  let at = 2;
  const go = (by) => {
    at = Math.min(steps.length - 1, Math.max(0, at + by));
    scroller.style.setProperty("--zoom", steps[at]);
  };
  return [
    h("button", { class: "plain", type: "button", title: t("zoom_out"), "aria-label": t("zoom_out"), onclick: () => go(-1) }, icon("minus")),
    h("button", { class: "plain", type: "button", title: t("zoom_in"), "aria-label": t("zoom_in"), onclick: () => go(1) }, icon("plus")),
  ];
}
