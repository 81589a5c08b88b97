// The page itself: its frame, its tabs and settings, and who is told what.

import { changesTab } from "./changes.js";
import { isCorrection, saidIn } from "./corrections.js";
import { $, announce, h, icon } from "./dom.js";
import { add, play } from "./edit.js";
import { applyFilters, clearFilters, filterBar } from "./filters.js";
import { findingsTab } from "./findings.js";
import { help, helpDialog } from "./help.js";
import { onKey } from "./keys.js";
import { markBoxes } from "./pages.js";
import { locate } from "./places.js";
import { markPlace, markTasks, scrollSource, sourcePane } from "./source.js";
import { summaryTab } from "./summary.js";
import { keep, kept, sheet, sheets, state, storage, taskOf, when } from "./store.js";
import { onList, onOver, taskList } from "./tasks.js";
import { language, speak, t } from "./words.js";

const TAB_NAMES = ["tasks", "findings", "summary", "changes"];
const SCHEMES = ["auto", "light", "dark"];

function frame() {
  const many = sheets.length > 1;
  return h(
    "div",
    { id: "app", class: "app" },
    h("a", { class: "skip", href: "#tasks" }, t("skip")),
    h(
      "header",
      { class: "top" },
      h("h1", { title: sheet().now.title ?? "" }, sheet().now.title ?? sheet().read.source.name),
      many ? noticeChoice() : null,
      h("span", { class: "push" }),
      h("button", { class: "plain", type: "button", id: "lang", lang: language() === "zh" ? "en" : "zh-CN", onclick: otherLanguage }, t("language")),
      h("button", { class: "plain", type: "button", id: "scheme", title: t(`theme_${scheme()}`), "aria-label": t(`theme_${scheme()}`), onclick: nextScheme }, icon("theme")),
      h("button", { class: "plain", type: "button", title: t("print"), "aria-label": t("print"), onclick: () => print() }, icon("print")),
      h("button", { class: "plain", type: "button", id: "show-help", title: `${t("help")} (?)`, "aria-label": t("help"), onclick: help }, icon("help")),
    ),
    h("main", { class: "panes", id: "panes" }, sourcePane(), splitter(), workPane()),
    paneBar(),
    h("div", { id: "said", class: "said", role: "status", "aria-live": "polite" }),
    helpDialog(),
  );
}

function noticeChoice() {
  const select = h(
    "select",
    { "aria-label": t("notices", { n: sheets.length }), id: "notice-choice", onchange: () => openSheet(Number(select.value)) },
    sheets.map((one, at) => h("option", { value: at }, `${at + 1}. ${one.read.title ?? one.read.source.name}`)),
  );
  select.value = String(state.sheet);
  return select;
}

function workPane() {
  return h(
    "section",
    { class: "pane work-pane", "aria-label": t("tasks") },
    h(
      "div",
      { class: "pane-head tabs", role: "tablist", "aria-label": t("panes") },
      TAB_NAMES.map((name) =>
        h(
          "button",
          { role: "tab", type: "button", id: `tab-${name}`, "aria-controls": `panel-${name}`, data: { tab: name }, onclick: () => openTab(name) },
          h("span", {}, t(name)), h("span", { class: "n", id: `n-${name}` }),
        ),
      ),
    ),
    h(
      "div",
      { class: "panel", id: "panel-tasks", role: "tabpanel", "aria-labelledby": "tab-tasks" },
      h("div", { class: "bar-top" }, filterBar(), h("button", { class: "small", type: "button", id: "add-task", title: "a", onclick: add }, icon("plus"), t("add"))),
      h("div", { class: "scroller", id: "task-scroller", onclick: onList, onpointerover: onOver, onpointerleave: () => point(null) }, taskList()),
    ),
    ["findings", "summary", "changes"].map((name) =>
      h("div", { class: "panel scroller", id: `panel-${name}`, role: "tabpanel", "aria-labelledby": `tab-${name}`, tabindex: "0" }),
    ),
  );
}

/** On narrow screens: one part at a time. */
function paneBar() {
  return h(
    "nav",
    { class: "pane-bar", "aria-label": t("panes") },
    ["source", ...TAB_NAMES].map((name) =>
      h("button", { type: "button", data: { pane: name }, onclick: () => (name === "source" ? openPane("source") : openTab(name)) }, t(name)),
    ),
  );
}

function splitter() {
  const widen = (share) => {
    const kept_ = Math.min(75, Math.max(20, share));
    document.documentElement.style.setProperty("--split", `${kept_}%`);
    bar.setAttribute("aria-valuenow", String(Math.round(kept_)));
    keep("split", kept_);
  };
  const bar = h("div", {
    class: "splitter", role: "separator", tabindex: "0", "aria-orientation": "vertical", "aria-label": t("splitter"),
    "aria-valuenow": "50", "aria-valuemin": "20", "aria-valuemax": "75",
    onpointerdown: (event) => bar.setPointerCapture(event.pointerId),
    onpointermove: (event) => {
      if (bar.hasPointerCapture(event.pointerId)) widen((100 * event.clientX) / innerWidth);
    },
    onkeydown: (event) => {
      const by = { ArrowLeft: -3, ArrowRight: 3 }[event.key];
      if (by) widen(Number(bar.getAttribute("aria-valuenow")) + by);
    },
  });
  const before = kept("split");
  if (before) widen(before);
  return bar;
}

const PANELS = { findings: findingsTab, summary: summaryTab, changes: changesTab };

function openTab(name) {
  state.tab = name;
  for (const one of TAB_NAMES) {
    const on = one === name;
    $(`tab-${one}`).setAttribute("aria-selected", String(on));
    $(`tab-${one}`).tabIndex = on ? 0 : -1;
    $(`panel-${one}`).hidden = !on;
  }
  if (PANELS[name]) $(`panel-${name}`).replaceChildren(...[PANELS[name]()].flat());
  openPane(name);
}

function openPane(name) {
  state.pane = name === "source" ? "source" : "work";
  $("app").dataset.pane = state.pane;
  for (const button of document.querySelectorAll(".pane-bar button")) {
    const on = button.dataset.pane === (state.pane === "source" ? "source" : state.tab);
    button.setAttribute("aria-current", on ? "page" : "false");
  }
}

function count_() {
  const { now, findings, ops } = sheet();
  const counts = { tasks: now.tasks.length, findings: findings.length, changes: ops.length };
  for (const [name, n] of Object.entries(counts)) $(`n-${name}`).textContent = n ? String(n) : "";
}

/** Draws everything: at first, and in another language or for another notice. */
function draw() {
  speak(language());
  document.title = sheet().now.title ?? sheet().read.source.name;
  $("app")?.remove();
  document.body.append(frame());
  markTasks();
  applyFilters();
  count_();
  openTab(state.tab);
  if (state.task) {
    const element = markPlace("is-here", taskOf(state.task), state.field);
    scrollSource(element, taskOf(state.task));
    $(`task-${state.task}`)?.scrollIntoView({ block: "nearest" });
  }
}

function openSheet(at) {
  Object.assign(state, { sheet: at, task: null, field: null, editing: null, finding: null });
  for (const name of Object.keys(state.filter)) state.filter[name] = "";
  draw();
}

function otherLanguage() {
  const lang = language() === "zh" ? "en" : "zh";
  keep("lang", lang);
  speak(lang);
  state.editing = null;
  draw();
  $("lang").focus();
}

function scheme() {
  return document.documentElement.dataset.scheme ?? "auto";
}

const darkSystem = matchMedia("(prefers-color-scheme: dark)");

/** Shows the colours that are chosen, or the system's. */
function paint() {
  const chosen = scheme();
  document.documentElement.dataset.shown = chosen === "auto" ? (darkSystem.matches ? "dark" : "light") : chosen;
}

function nextScheme() {
  const next = SCHEMES[(SCHEMES.indexOf(scheme()) + 1) % SCHEMES.length];
  keep("scheme", next);
  document.documentElement.dataset.scheme = next;
  paint();
  $("scheme").title = t(`theme_${next}`);
  $("scheme").setAttribute("aria-label", t(`theme_${next}`));
  announce(t(`theme_${next}`), 2);
}

function point(found) {
  document.querySelectorAll(".card.is-pointed").forEach((old) => old.classList.remove("is-pointed"));
  const task = found ? taskOf(found.task) : null;
  markPointed(task);
  if (task && found.from !== "tasks") $(`task-${task.id}`)?.querySelector(".card")?.classList.add("is-pointed");
}

function markPointed(task) {
  document.querySelectorAll("#source .is-pointed").forEach((old) => old.classList.remove("is-pointed"));
  const { elements, boxes } = task ? locate(task.place) : { elements: [], boxes: [] };
  for (const element of elements) element.classList.add("is-pointed");
  markBoxes("is-pointed", boxes);
}

when("point", point);
when("tab", (name) => state.tab !== name && openTab(name));
when("pane", openPane);
when("show-place", (place) => {
  const { elements, boxes } = locate(place);
  document.querySelectorAll("#source .is-here").forEach((old) => old.classList.remove("is-here"));
  const first = markBoxes("is-here", boxes);
  for (const element of elements) element.classList.add("is-here");
  scrollSource(first ?? elements[0], { place });
});
when("changed", () => {
  count_();
  markTasks();
  if (PANELS[state.tab]) openTab(state.tab);
});
when("drawn", applyFilters);

// Begin ------------------------------------------------------------------------------------------------------

let unread = 0;
for (const [at, one] of sheets.entries()) {
  const { sha256 } = one.read.source;
  const checked = kept(`checked:${sha256}`);
  one.checked = new Set((Array.isArray(checked) ? checked : []).filter((id) => one.read.tasks.some((task) => task.id === id)));
  const before = kept(`ops:${sha256}`);
  if (!Array.isArray(before?.ops)) continue;
  const ops = before.ops.filter(isCorrection);
  unread += before.ops.length - ops.length;
  one.words = saidIn(before.words);
  one.headings = saidIn(before.headings);
  state.sheet = at;
  play(ops);
}
state.sheet = 0;
speak(kept("lang") === "en" ? "en" : kept("lang") === "zh" ? "zh" : language());
const keptScheme = kept("scheme");
document.documentElement.dataset.scheme = SCHEMES.includes(keptScheme) ? keptScheme : "auto";
paint();
darkSystem.addEventListener("change", paint);
addEventListener("keydown", onKey);
addEventListener("beforeunload", (event) => {
  const lost = state.editing !== null || (!storage.works && sheets.some((one) => one.ops.length && !one.saved));
  if (lost) event.preventDefault();
});

draw();
if (unread) announce(t("kept_bad", { n: unread }), 8);
document.documentElement.dataset.ready = "yes";
performance.mark("ready");
