// The source pane: pages, numbered lines, or paragraphs and tables; what is chosen is marked in it.

import { $, h } from "./dom.js";
import { markText } from "./find.js";
import { clearFlags, figureOf, flagBox, markBoxes, openPages, outlineAgain, pageFigures, pickedPlace, wordBoxes, zoomButtons } from "./pages.js";
import { anchor, clearAnchors, locate, placeOf, tasksByElement } from "./places.js";
import { sheet, state, taskOf, tell, when } from "./store.js";
import { placeWords, t } from "./words.js";

const CHUNK = 100;
let byElement = new Map();

export function sourcePane() {
  const { parts, read } = sheet();
  const scroller = h("div", { class: "scroller", id: "source-scroller", tabindex: "0", role: "region", "aria-label": t("source") });
  clearAnchors();
  openPages(scroller);
  if (parts.length) scroller.append(...parts.map(file));
  else scroller.append(listened(h("div", { class: "source is-none" }, sectionsOnly())));
  const count = read.source.pages ? t("n_pages", { n: read.source.pages }) : "";
  return h(
    "section",
    { class: "pane source-pane", id: "source", "aria-label": t("source") },
    h(
      "div",
      { class: "pane-head" },
      h("h2", {}, t("source")),
      h("span", { class: "faint file", title: read.source.name }, [read.source.name, count].filter(Boolean).join(" · ")),
      h("span", { class: "push" }, parts.some((part) => part.kind === "pages") ? zoomButtons(scroller) : null),
    ),
    scroller,
    h("button", { class: "back", type: "button", onclick: () => tell("pane", "tasks") }, t("back")),
  );
}

/** One of the files that the notice was read from, under its name where there are several. */
function file(part, at) {
  const kinds = { pages: () => pageFigures(at), lines, blocks };
  const body = h("div", { class: `source is-${part.kind}` }, part.member ? h("h3", { class: "member" }, part.member) : null, kinds[part.kind](part), leftOut(part));
  return part.kind === "pages" ? body : listened(body);
}

function lines({ blocks: all, member }) {
  const chunks = [];
  for (let at = 0; at < all.length; at += CHUNK) {
    chunks.push(h("div", { class: "chunk" }, all.slice(at, at + CHUNK).map((block) => line(block, member))));
  }
  return chunks;
}

function line(block, member) {
  const element = h(
    "div",
    { class: block.gap ? "line after-gap" : "line", data: { n: block.at.line ?? "" } },
    block.line,
  );
  anchor(block.at, element, member);
  return element;
}

function blocks({ blocks: all, member }) {
  return all.map((block) => {
    if (block.rows) return table(block, member);
    if ("line" in block) return line(block, member);
    const tag = block.heading ? `h${Math.min(6, block.heading + 2)}` : "p";
    const element = h(tag, { class: block.centered ? "block is-centered" : "block" }, block.text);
    anchor(block.at, element, member);
    return element;
  });
}

function table(block, member) {
  const rows = block.rows.map((row) => {
    const element = h("tr", {}, row.cells.map((one) => cell(one, member)));
    anchor(row.at, element, member);
    return element;
  });
  const element = h("table", {}, h("tbody", {}, rows));
  return h("div", { class: "table-frame" }, element);
}

function cell([text, , rows, columns, at], member) {
  const element = h("td", { rowspan: rows > 1 ? rows : null, colspan: columns > 1 ? columns : null }, text);
  anchor(at, element, member);
  return element;
}

/** What is shown where the source is not at hand. */
function sectionsOnly() {
  return [
    h("p", { class: "note" }, t("no_source")),
    sheet().read.sections.map((section) => {
      const words = [section.number, section.title].filter(Boolean).join(" ");
      const element = h("div", { class: "block", vars: { "--depth": section.level - 1 } }, h("strong", {}, words), h("p", {}, section.text));
      anchor(section.place, element, section.place.member);
      return element;
    }),
  ];
}

function leftOut({ left_out: left }) {
  if (!left.length) return null;
  return h(
    "details",
    { class: "left-out" },
    h("summary", {}, t("left_out", { n: left.length })),
    h("ul", {}, left.map((one) => h("li", {}, h("span", { class: "faint" }, placeWords(one.at)), " ", one.text))),
  );
}

function listened(body) {
  const found = (event) => {
    for (let at = event.target; at && at !== body; at = at.parentElement) {
      if (byElement.has(at)) return at;
    }
    return null;
  };
  body.addEventListener("click", (event) => {
    if (event.target.closest("button") || String(getSelection())) return;
    const element = found(event);
    if (!element) return;
    // Several tasks on one line are chosen in turn.
    const ids = byElement.get(element);
    tell("choose", { task: ids[(ids.indexOf(state.task) + 1) % ids.length], field: null, from: "source" });
  });
  body.addEventListener("pointerover", (event) => {
    const element = found(event);
    tell("point", element ? { task: byElement.get(element)[0] } : null);
  });
  body.addEventListener("pointerleave", () => tell("point", null));
  return body;
}

/** Marks what has tasks and findings; after the pane was made and after each correction. */
export function markTasks() {
  outlineAgain();
  for (const element of byElement.keys()) element.classList.remove("has-task");
  byElement = tasksByElement();
  for (const element of byElement.keys()) element.classList.add("has-task");
  flag();
}

function flag() {
  clearFlags();
  document.querySelectorAll("#source .flag-spot").forEach((old) => old.remove());
  sheet().findings.forEach((finding, index) => {
    const { elements, boxes } = locate(finding.place);
    if (!elements.length && !boxes.length) return;
    const words = finding[document.documentElement.lang === "en" ? "en" : "zh"];
    const button = h(
      "button",
      {
        class: `flag is-${finding.level}`, type: "button", title: words, data: { quiet: "", finding: index, code: finding.code },
        "aria-label": `${finding.code} ${words}`, onclick: () => tell("finding", index),
      },
      finding.code,
    );
    if (boxes.length) flagBox(boxes[0], button);
    else putFlag(elements[0], button);
  });
}

function putFlag(element, button) {
  const at = element.tagName === "TR" ? element.lastElementChild ?? element : element;
  let spot = at.querySelector(":scope > .flag-spot");
  if (!spot) {
    spot = h("span", { class: "flag-spot", data: { quiet: "" } });
    at.append(spot);
  }
  spot.append(button);
}

/** The words by which a field is found in its place. */
function wordsOf(task, field) {
  if (field === "units") return task.units.map((unit) => unit.name);
  if (field === "deadlines") return task.deadlines.map((deadline) => deadline.text);
  if (field === "time_mentions") return task.time_mentions.map((mention) => mention.text);
  if (field === "category") return task.category.path.slice(-1);
  if (field === "content" || field === "title" || field === "number") return [task[field] ?? ""];
  return [];
}

/** Marks a task's place under `name` ("is-here", "is-pointed"), and in it the words of a field. */
export function markPlace(name, task, field = null, words = null) {
  $("source").querySelectorAll(`.${name}`).forEach((old) => old.classList.remove(name));
  if (!task) {
    markBoxes(name, []);
    markText("wpkit-field", [], []);
    return null;
  }
  const whole = locate(placeOf(task));
  let first = markBoxes(name, whole.boxes);
  for (const element of whole.elements) element.classList.add(name);
  if (name === "is-here") {
    // A field's own place comes first; what is not found there stands elsewhere in the task.
    const own = field && task.places?.[field] ? locate(task.places[field]) : { elements: [], boxes: [] };
    const needles = words ?? (field ? wordsOf(task, field) : []);
    const which = { last: !own.elements.length && !own.boxes.length && (field === "units" || field === "deadlines") };
    const ranges = markText("wpkit-field", [...own.elements, ...whole.elements], needles, which);
    const said = field ? wordBoxes([...own.boxes, ...whole.boxes], needles, which) : [];
    first = markBoxes("is-field", said.length ? said : own.boxes) ?? first;
    if (ranges.length) return ranges[0].startContainer.parentElement;
    if (own.elements.length) first = own.elements[0];
  }
  return first ?? whole.elements[0] ?? null;
}

/** Scrolls the pane to what `markPlace` gave, or to the page where the place has no box. */
export function scrollSource(element, task) {
  const target = element ?? (task?.place?.page ? figureOf(task.place) : null);
  if (!target) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  target.scrollIntoView({ block: "center", inline: "nearest", behavior: still ? "auto" : "smooth" });
}

/** What is chosen with the mouse in the source pane: its text and the place it begins at; null where nothing is. */
export function pickedWords() {
  const selection = getSelection();
  const text = String(selection).replace(/\s*\n\s*/g, "").trim();
  if (!text || !$("source").contains(selection.anchorNode)) return null;
  const range = selection.getRangeAt(0);
  const bodies = [...$("source-scroller").querySelectorAll(":scope > .source")];
  const part = sheet().parts[bodies.findIndex((body) => body.contains(selection.anchorNode))];
  if (!part) return { text, place: {} };
  const file_ = part.member ? { member: part.member } : {};
  if (part.kind === "pages") return { text, place: { ...pickedPlace(range), ...file_ } };
  const touched = (at) => {
    const [element] = locate(at).elements;
    return element && range.intersectsNode(element);
  };
  const all = part.blocks.flatMap((block) => (block.rows ? block.rows.map((row) => row.at) : [block.at]));
  const places = all.map((at) => ({ ...at, ...file_ })).filter(touched);
  if (!places.length) return { text, place: file_ };
  const [first, last] = [places[0], places.at(-1)];
  const place = { ...first };
  for (const unit of ["line", "paragraph"]) {
    const end = last[`end_${unit}`] ?? last[unit];
    if (first[unit] && end && end !== first[unit]) place[`end_${unit}`] = end;
  }
  return { text, place };
}

when("place", ({ task, field, words, scroll }) => {
  const one = task ? taskOf(task) : null;
  const element = markPlace("is-here", one, field, words);
  if (scroll && one) scrollSource(element, one);
});
