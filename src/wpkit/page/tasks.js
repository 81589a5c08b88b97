// The task cards: what each task says, where it stands, and what was found odd about it.

import { deadlineChips, topicChip, unitChips } from "./chips.js";
import { $, announce, h, icon } from "./dom.js";
import { placeOf } from "./places.js";
import { findingsOf, keep, nameOf, sheet, shared, state, taskOf, tasks, tell, when } from "./store.js";
import { language, placeWords, t } from "./words.js";

/** Registered by `edit.js`: a task → the form that takes its card's place. */
export const editor = { form: null, head: null };

export function taskList() {
  return h("ol", { class: "tasks", id: "tasks", "aria-label": t("tasks") }, headCard(), tasks().map(item));
}

function item(task) {
  return h("li", { id: `task-${task.id}`, class: "item", data: { task: task.id } }, card(task));
}

function card(task) {
  if (state.editing === task.id) return editor.form(task);
  const name = nameOf(task);
  const place = placeWords(placeOf(task));
  const found = findingsOf(task.id);
  return h(
    "article",
    {
      class: `card${state.task === task.id ? " is-chosen" : ""}${sheet().checked.has(task.id) ? " is-checked" : ""}`,
      tabindex: "-1",
      "aria-labelledby": `name-${task.id}`,
    },
    h(
      "header",
      {},
      h("h3", { id: `name-${task.id}`, class: "number" }, h("span", { class: "unseen-label" }, `${t("tasks")} `), name),
      h("span", { class: `origin is-${task.origin}`, title: t("origin") }, t(`origin_${task.origin}`)),
      correctedBadge(task),
      found.length ? h("span", { class: `badge is-${worst(found)}` }, icon("flag"), t("n_findings", { n: found.length })) : null,
      h("span", { class: "push" }),
      placeButton(task, place),
      checkButton(task, name),
      h(
        "button",
        { class: "plain", type: "button", title: `${t("edit")} (e)`, "aria-label": t("edit_task", { task: name }), data: { act: "edit" } },
        icon("edit"),
      ),
    ),
    task.category.path.length
      ? h("p", { class: "category field", data: { field: "category" } }, task.category.path.map((part) => h("span", {}, part)))
      : null,
    task.title ? h("p", { class: "title field", data: { field: "title" } }, task.title) : null,
    task.content ? h("p", { class: "content field", data: { field: "content" } }, task.content) : null,
    h("div", { class: "chips" }, unitChips(task.units), deadlineChips(task.deadlines), topicChip(task.category)),
    task.time_mentions.length
      ? h("div", { class: "chips mentions" }, h("span", { class: "role-name" }, t("time_mentions")), deadlineChips(task.time_mentions, "time_mentions"))
      : null,
    found.map(findingDetails),
  );
}

function placeButton(task, place) {
  if (!place) return h("span", { class: "faint" }, t("no_place"));
  return h(
    "button",
    { class: "place", type: "button", title: t("show_source", { place }), "aria-label": t("show_source", { place }), data: { act: "place" } },
    icon("place"),
    place,
  );
}

function checkButton(task, name) {
  const is = sheet().checked.has(task.id);
  return h(
    "button",
    {
      class: `plain check${is ? " is-on" : ""}`, type: "button", "aria-pressed": String(is), title: `${t("check")} (x)`,
      "aria-label": t("check_task", { task: name }), data: { act: "check" },
    },
    icon("check"),
  );
}

function correctedBadge(task) {
  const fields = task.corrected ?? [];
  if (!fields.length) return null;
  const said = fields.map((field) => (field === "task" ? t("whole_task") : t(field))).join(language() === "zh" ? "、" : ", ");
  return h("span", { class: "badge is-corrected", title: t("corrected_fields", { fields: said }) }, t("corrected"));
}

function worst(found) {
  return ["error", "warning", "info"].find((level) => found.some((finding) => finding.level === level)) ?? "info";
}

/** A finding with what it means and what to do, as `wpkit explain` says it. */
export function findingDetails(finding) {
  const kind = shared.kinds[finding.code] ?? {};
  const lang = language();
  const say = (field) => (lang === "zh" ? kind[`${field}_zh`] ?? kind[field] : kind[field]);
  return h(
    "details",
    { class: `finding is-${finding.level}` },
    h("summary", {}, h("span", { class: "code" }, finding.code), h("span", { class: "unseen-label" }, ` ${t(finding.level)} `), finding[lang]),
    h(
      "dl",
      {},
      [["meaning", say("meaning")], ["remedy", say("remedy")], ["example", kind.example]]
        .filter(([, words]) => words)
        .map(([name, words]) => [h("dt", {}, t(name)), h("dd", {}, words)]),
    ),
  );
}

function headCard() {
  if (state.editing === "head") return h("li", { class: "item", id: "head" }, editor.head());
  const { now, read } = sheet();
  const rows = [
    ["h_issuer", now.issuer], ["h_document_number", now.document_number], ["h_issued_on", now.issued_on], ["h_year", now.year],
  ].filter(([, value]) => value !== null);
  return h(
    "li",
    { class: "item", id: "head" },
    h(
      "article",
      { class: "card head-card", "aria-label": t("head") },
      h(
        "header",
        {},
        h("h3", {}, now.title ?? read.source.name),
        (now.corrected ?? []).length ? correctedHead(now) : null,
        h("span", { class: "push" }),
        h("button", { class: "plain", type: "button", title: t("edit_head"), "aria-label": t("edit_head"), data: { act: "head" } }, icon("edit")),
      ),
      h("dl", { class: "facts" }, rows.map(([name, value]) => h("div", {}, h("dt", {}, t(name)), h("dd", {}, String(value))))),
    ),
  );
}

function correctedHead(notice) {
  const fields = notice.corrected.map((field) => t(`h_${field}`)).join(language() === "zh" ? "、" : ", ");
  return h("span", { class: "badge is-corrected", title: t("corrected_fields", { fields }) }, t("corrected"));
}

/** Draws one task's card anew. */
export function redraw(id) {
  const old = $(`task-${id}`);
  const task = taskOf(id);
  if (old && task) old.replaceChildren(card(task));
}

export function redrawHead() {
  $("head")?.replaceWith(headCard());
}

/** Draws the whole list anew, where it stood. */
export function redrawAll() {
  const scroller = $("task-scroller");
  const at = scroller.scrollTop;
  $("tasks").replaceWith(taskList());
  scroller.scrollTop = at;
  tell("drawn");
}

/** The tasks that the filters leave, in order. */
export function shownTasks() {
  return tasks().filter((task) => !$(`task-${task.id}`)?.hidden);
}

export function choose({ task: id, field = null, words = null, from = "tasks" }) {
  const task = taskOf(id);
  if (!task) return;
  const before = state.task;
  state.task = id;
  state.field = field;
  if (before !== id) document.querySelectorAll(".card.is-chosen").forEach((old) => old.classList.remove("is-chosen"));
  document.querySelectorAll(".is-field-chosen").forEach((old) => old.classList.remove("is-field-chosen"));
  const element = $(`task-${id}`)?.querySelector(".card");
  element?.classList.add("is-chosen");
  if (field) {
    const chip = [...(element?.querySelectorAll(`[data-field="${field}"]`) ?? [])].find((one) => !words || one.dataset.words === words);
    chip?.classList.add("is-field-chosen");
  }
  tell("place", { task: id, field, words: words ? [words] : null, scroll: from !== "source" });
  if (from !== "tasks") tell("tab", "tasks");
  if (from === "source") tell("pane", "tasks");
  if (from !== "tasks" && element) bring(element, from);
  announce(t("said_selected", { task: nameOf(task), place: placeWords(placeOf(task, field)) || t("no_place") }));
}

function bring(element, from) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches || from === "keys";
  element.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
  if (from === "keys") element.focus({ preventScroll: true });
}

export function check(id) {
  const { checked, read } = sheet();
  if (!checked.delete(id)) checked.add(id);
  keep(`checked:${read.source.sha256}`, [...checked]);
  redraw(id);
  tell("filter");
}

/** What pressing a card does, wherever on it. */
export function onList(event) {
  const spot = event.target.closest("[data-act], [data-field], .item");
  if (!spot || event.target.closest("form, details")) return;
  if (spot.dataset.act === "head") return tell("edit", "head");
  const id = spot.closest("[data-task]")?.dataset.task;
  if (!id || (String(getSelection()) && !spot.dataset.act)) return;
  const act = spot.dataset.act;
  if (act === "edit") tell("edit", id);
  else if (act === "check") check(id);
  else {
    // What is hidden cannot be scrolled: on a narrow screen the source comes up first.
    if (act === "place") tell("pane", "source");
    choose({ task: id, field: spot.dataset.field ?? null, words: spot.dataset.words ?? null });
  }
}

/** What the pointer over a card shows in the source, without scrolling to it. */
export function onOver(event) {
  const id = event.target.closest("[data-task]")?.dataset.task ?? null;
  tell("point", id ? { task: id, from: "tasks" } : null);
}

when("choose", choose);
