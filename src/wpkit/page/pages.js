// The pages of a PDF, OFD or scan: pictures that are put in when they come near, their words over them, and boxes.

import { h, icon, svg } from "./dom.js";
import { occurrences, plain } from "./find.js";
import { boxAt, tasksByPage } from "./places.js";
import { partOf, sheet, tell } from "./store.js";
import { t } from "./words.js";

let watcher = null;
let boxes = new Map();
let figures = new Map(); // by "part/page"

/** Forgets all pages; those to come are watched in `scroller`. */
export function openPages(scroller) {
  watcher?.disconnect();
  watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) (entry.isIntersecting ? putIn : takeOut)(entry.target);
    },
    { root: scroller, rootMargin: "1500px 0px" },
  );
  boxes = tasksByPage();
  figures = new Map();
}

/** The figures of a file's pages, empty until they are near the part of the scroller that is seen. */
export function pageFigures(part) {
  const sizes = sheet().parts[part].pages;
  return sizes.map(([width, height], at) => {
    const figure = h(
      "figure",
      { class: "sheet", data: { part, page: at + 1 }, vars: { "--w": width, "--h": height }, "aria-label": t("page_n", { n: at + 1 }) },
      h("div", { class: "paper" }),
      h("div", { class: "outlines", "aria-hidden": "true" }),
      h("div", { class: "marks", "aria-hidden": "true" }),
      h("div", { class: "flags" }),
      h("figcaption", {}, `${at + 1} / ${sizes.length}`),
    );
    figure.addEventListener("click", (event) => onClick(figure, event));
    figure.addEventListener("pointermove", (event) => onMove(figure, event));
    figure.addEventListener("pointerleave", () => tell("point", null));
    figures.set(keyOf(figure), figure);
    watcher.observe(figure);
    return figure;
  });
}

const keyOf = (figure) => `${figure.dataset.part}/${figure.dataset.page}`;
const figureAt = ({ part, page }) => figures.get(`${part}/${page}`);
const sizeOf = ({ part, page }) => sheet().parts[part].pages[page - 1];

function putIn(figure) {
  const paper = figure.querySelector(".paper");
  if (paper.firstChild) return;
  const page = pageData(figure.dataset);
  const name = t("page_n", { n: figure.dataset.page });
  const picture = page ? pictureOf(page, figure.dataset.part) : "";
  if (picture) paper.append(h("img", { src: picture, alt: name, decoding: "async", draggable: "false" }));
  if (page?.runs.length || page?.rules.length) paper.append(drawn(page, picture ? "words" : "page"));
  if (!paper.firstChild) paper.append(h("p", { class: "unseen" }, t("page_unseen")));
  outline(figure);
}

function block(id) {
  const held = document.getElementById(id);
  return held ? JSON.parse(held.textContent) : null;
}

function pageData({ part, page }) {
  return block(`page-${sheet().index}-${part}-${page}`);
}

/** The address of a page's picture. As a picture an SVG runs and loads nothing, so what it shows stands inside it. */
function pictureOf(page, part) {
  if (!page.svg) return page.picture;
  const whole = page.svg.replace(/href="image:(\d+)"/g, (_, key) => `href="${block(`image-${sheet().index}-${part}-${key}`) ?? "data:,"}"`);
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(whole)}`;
}

function takeOut(figure) {
  figure.querySelector(".paper").replaceChildren();
  figure.querySelector(".outlines").replaceChildren();
}

function drawn(page, kind) {
  const view = svg("svg", { viewBox: `0 0 ${page.w} ${page.h}`, class: kind });
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

/** About how wide a character is beside a full one. */
const breadth = (char) => (char.charCodeAt(0) < 0x2000 ? 0.5 : 1);

/** The characters of a page in a box, each with its own box. */
function charactersIn({ part, page, box }) {
  const found = [];
  for (const [left, base, width, size, text] of pageData({ part, page })?.runs ?? []) {
    const [top, bottom] = [base - 0.86 * size, base + 0.14 * size];
    const middle = (top + bottom) / 2;
    if (box && (middle < box[1] || middle > box[3] || left > box[2] || left + width < box[0])) continue;
    const chars = [...text];
    const whole = chars.reduce((sum, char) => sum + breadth(char), 0);
    let x = left;
    for (const char of chars) {
      const next = x + (width * breadth(char)) / whole;
      const inside = !box || ((x + next) / 2 >= box[0] - 1 && (x + next) / 2 <= box[2] + 1);
      if (inside && !/\s/.test(char)) found.push({ char: plain(char), part, page, box: [x, top, next, bottom] });
      x = next;
    }
  }
  return found;
}

/** The boxes of words that stand in some boxes, a box a line of each. */
export function wordBoxes(places, needles, which = {}) {
  if (!needles.length) return [];
  const chars = places.flatMap(charactersIn);
  const boxes_ = [];
  for (const [at, length] of occurrences(chars.map((one) => one.char).join(""), needles, which)) {
    let open = null;
    for (const { part, page, box } of chars.slice(at, at + length)) {
      if (open && open.page === page && Math.abs(box[1] - open.box[1]) < 3 && box[0] > open.box[0] && box[0] - open.box[2] < 30) {
        open.box[2] = box[2];
      } else {
        boxes_.push((open = { part, page, box: [...box] }));
      }
    }
  }
  return boxes_;
}

/** What is picked of the pages' words, as the place that it covers. */
export function pickedPlace(range) {
  const parts = [];
  for (const figure of figures.values()) {
    if (!range.intersectsNode(figure)) continue;
    const frame = figure.querySelector(".outlines").getBoundingClientRect();
    const [width] = sizeOf(figure.dataset);
    const scale = width / frame.width;
    const rects = [...range.getClientRects()].filter(
      (rect) => rect.width > 0 && rect.height > 0 && rect.top >= frame.top && rect.bottom <= frame.bottom + 1,
    );
    if (!rects.length) continue;
    const least = (of) => Math.min(...rects.map(of));
    const most = (of) => Math.max(...rects.map(of));
    const box = [
      least((r) => r.left) - frame.left, least((r) => r.top) - frame.top, most((r) => r.right) - frame.left, most((r) => r.bottom) - frame.top,
    ];
    parts.push({ page: Number(figure.dataset.page), box: box.map((value) => Math.round(value * scale * 10) / 10) });
  }
  const [first, ...continued] = parts;
  if (!first) return {};
  return continued.length ? { ...first, end_page: continued.at(-1).page, continued } : first;
}

function spot(one, name) {
  const figure = figureAt(one);
  const [width, height] = sizeOf(one);
  const [left, top, right, bottom] = one.box ?? [0, 0, width, height];
  const percent = (value, whole) => `${(100 * value) / whole}%`;
  const vars = {
    "--left": percent(left, width), "--top": percent(top, height),
    "--across": percent(right - left, width), "--down": percent(bottom - top, height),
  };
  return { figure, element: h("div", { class: name, vars }) };
}

function outline(figure) {
  const here = (boxes.get(keyOf(figure)) ?? []).filter((one) => !one.field);
  figure.querySelector(".outlines").replaceChildren(...here.map(({ box }) => spot({ ...figure.dataset, box }, "outline").element));
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
    if (!figureAt(one)) continue;
    const { figure, element } = spot(one, `mark ${name}`);
    figure.querySelector(".marks").append(element);
    first ??= element;
  }
  return first;
}

/** Puts a flag beside a box, in the page's margin where there is room; those of one kind at one spot are one. */
export function flagBox(one, flag) {
  if (!figureAt(one)) return;
  const [width] = sizeOf(one);
  const [left, top] = one.box ?? [0, 0];
  const inMargin = left > 0.08 * width;
  const line = Math.round(top / 16);
  const { figure, element } = spot({ ...one, box: [left, top, left, top] }, inMargin ? "flag-spot in-margin" : "flag-spot");
  const flags = figure.querySelector(".flags");
  const key = inMargin && left < width / 3 ? `margin ${line}` : `${Math.round(left / 16)} ${line}`;
  const spot_ = [...flags.children].find((there) => there.dataset.spot === key);
  if (!spot_) {
    element.dataset.spot = key;
    element.classList.toggle("is-inside", !key.startsWith("margin"));
    flags.append(element);
  }
  const same = [...(spot_?.children ?? [])].find((there) => there.dataset.code === flag.dataset.code);
  if (!same) return (spot_ ?? element).append(flag);
  same.dataset.more = Number(same.dataset.more ?? 1) + 1;
  same.title += `\n${flag.title}`;
}

export function clearFlags() {
  for (const figure of figures.values()) figure.querySelector(".flags").replaceChildren();
}

export function figureOf(place) {
  return figureAt({ part: partOf(place), page: place.page }) ?? null;
}

function under(figure, event) {
  const frame = figure.querySelector(".outlines").getBoundingClientRect();
  const [width, height] = sizeOf(figure.dataset);
  const [x, y] = [((event.clientX - frame.left) * width) / frame.width, ((event.clientY - frame.top) * height) / frame.height];
  return boxAt(boxes.get(keyOf(figure)) ?? [], x, y);
}

function onClick(figure, event) {
  if (event.target.closest("button") || String(getSelection())) return;
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
