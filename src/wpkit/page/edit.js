// The form that a task's card becomes, and the corrections that come out of it.

import { KINDS, ROLES } from "./chips.js";
import { about, corrected, fieldsOf, freeId, HEAD_FIELDS, joinedFields, recorded, replay, same } from "./corrections.js";
import { $, announce, h, icon } from "./dom.js";
import { pickedWords } from "./source.js";
import { keep, nameOf, sheet, shared, state, taskOf, tasks, tell, when } from "./store.js";
import { choose, editor, redraw, redrawAll, redrawHead } from "./tasks.js";
import { t } from "./words.js";

// Corrections → the page ------------------------------------------------------------------------------

/** Takes corrections in, one after another; false where one does not fit. */
export function correct(...ops) {
  const one = sheet();
  for (const op of ops) {
    const next = corrected(one.now, op);
    if (!next) return false;
    for (const id of about(op)) remember(id);
    rememberSections(op);
    one.now = next;
    one.ops = recorded(one.ops, op);
  }
  one.saved = false;
  stored();
  return true;
}

function rememberSections(op) {
  const { read, headings } = sheet();
  const ids = op.op === "edit" ? (op.field === "section" ? [op.before, op.after] : []) : [op.into ?? []].flat().map((one) => one.section);
  for (const section of read.sections) {
    if (ids.includes(section.id)) headings[section.id] ??= { number: section.number, title: section.title };
  }
}

/** Keeps what a task said when it was first corrected: by that it is found again in another reading. */
function remember(id) {
  const { read, words } = sheet();
  const task = read.tasks.find((known) => known.id === id);
  if (task && !words[id]) words[id] = { number: task.number, title: task.title, content: task.content };
}

export function stored() {
  const { read, ops, words, headings, unfit } = sheet();
  const all = [...ops, ...unfit];
  keep(`ops:${read.source.sha256}`, all.length ? { ops: all, words, headings } : null);
  tell("changed");
}

/** The corrections as they are now, played on what was read. */
export function play(ops) {
  const one = sheet();
  const { now, unfit } = replay(one.read, ops);
  one.now = now;
  one.ops = ops.filter((op) => !unfit.includes(op));
  one.unfit = unfit;
}

export function undo() {
  const one = sheet();
  if (!one.ops.length) return;
  play([...one.ops.slice(0, -1), ...one.unfit]);
  one.saved = false;
  state.editing = null;
  stored();
  redrawAll();
  announce(t("said_undone"), 3);
}

// The form ---------------------------------------------------------------------------------------------

const labelled = (name, input, wide = false) => h("label", { class: wide ? "wide" : "" }, h("span", {}, t(name)), input);

function choice(options, value, given = {}) {
  const select = h("select", given, options.map(([key, words]) => h("option", { value: key }, words)));
  select.value = value;
  return select;
}

editor.form = (task) => {
  const draft = task;
  const content = h("textarea", { name: "content", rows: "4", value: task.content });
  const units = h("div", { class: "rows", data: { rows: "units" } }, task.units.map(unitRow));
  const deadlines = h("div", { class: "rows", data: { rows: "deadlines" } }, task.deadlines.map(deadlineRow));
  const mentions = h("div", { class: "rows", data: { rows: "time_mentions" } }, task.time_mentions.map(deadlineRow));
  const topics = [...new Set([...shared.topics, task.category.topic].filter(Boolean))];
  const sections = sheet().read.sections.map((s) => [s.id, [s.number, s.title ?? s.text.slice(0, 24)].filter(Boolean).join(" ")]);
  const form = h(
    "form",
    { class: "card editor", id: "editor", "aria-label": t("edit_task", { task: nameOf(task) }), novalidate: true },
    h(
      "div",
      { class: "grid" },
      labelled("number", h("input", { name: "number", value: task.number ?? "" })),
      labelled("topic", choice([["", "—"], ...topics.map((topic) => [topic, topic])], task.category.topic ?? "", { name: "topic" })),
      labelled("title", h("input", { name: "title", value: task.title ?? "" }), true),
      labelled("content", content, true),
      labelled("category", h("textarea", { name: "category", rows: "2", title: t("category_hint"), value: task.category.path.join("\n") }), true),
      sections.length ? labelled("section", choice([["", "—"], ...sections], task.section ?? "", { name: "section" }), true) : null,
    ),
    h("fieldset", {}, h("legend", {}, t("units")), units, adding("units", "add_unit", () => units.append(unitRow({ name: "", role: "responsible" })))),
    h("fieldset", {}, h("legend", {}, t("deadlines")), deadlines, adding("deadlines", "add_deadline", () => deadlines.append(deadlineRow({ text: "" })))),
    h("fieldset", {}, h("legend", {}, t("time_mentions")), mentions, adding("time_mentions", "add_mention", () => mentions.append(deadlineRow({ text: "" })))),
    h("p", { class: "problem", role: "alert" }),
    h(
      "div",
      { class: "actions" },
      h("button", { class: "primary", type: "submit", title: "Ctrl+Enter" }, t("save")),
      h("button", { type: "button", title: "Esc", onclick: cancel }, t("cancel")),
      h("span", { class: "push" }),
      h("button", { type: "button", data: { do: "split" }, onclick: () => split(form, content) }, t("split")),
      h("button", { type: "button", data: { do: "join" }, onclick: () => join(form) }, t("join")),
      h("button", { type: "button", class: "danger", data: { do: "delete" }, onclick: () => remove(draft) }, t("delete")),
    ),
  );
  form.task = draft;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(form);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save(form);
  });
  return form;
};

const adding = (rows, name, onclick) => h("button", { class: "small", type: "button", data: { add: rows }, onclick }, icon("plus"), t(name));

function removing(row) {
  return h("button", { class: "plain", type: "button", title: t("remove"), "aria-label": t("remove"), onclick: () => row().remove() }, icon("close"));
}

function unitRow(unit) {
  const row = h(
    "div",
    { class: "row" },
    h("input", { name: "unit", class: "grows", "aria-label": t("unit_name"), placeholder: t("unit_name"), value: unit.name }),
    choice(ROLES.map((role) => [role, t(role)]), unit.role, { name: "role", "aria-label": t("role") }),
    removing(() => row),
  );
  row.was = unit;
  return row;
}

function deadlineRow(deadline) {
  const kind = choice([["", t("auto")], ...KINDS.map((one) => [one, t(one)])], deadline.kind ?? "", { name: "kind", "aria-label": t("kind") });
  const text = h("input", { name: "text", class: "grows", "aria-label": t("text"), placeholder: t("deadline"), value: deadline.text });
  const [start, end] = ["start", "end"].map((name) =>
    h("input", { name, type: "date", "aria-label": t(name), title: t(name), value: deadline[name] ?? "" }),
  );
  const row = h("div", { class: "row" }, text, kind, start, end, removing(() => row));
  const days = () => {
    start.hidden = kind.value !== "period";
    end.hidden = !["by", "period", "relative"].includes(kind.value);
  };
  // New words mean new days, which only the command line can read; who picks a kind states them.
  text.addEventListener("input", () => {
    if (row.was.kind && text.value !== row.was.text && kind.value === row.was.kind) kind.value = "";
    days();
  });
  kind.addEventListener("change", days);
  row.was = deadline;
  days();
  return row;
}

const orNull = (text) => text.trim() || null;

function unitOf(row) {
  const [name, role] = [row.querySelector("[name=unit]").value.replace(/\s+/g, ""), row.querySelector("[name=role]").value];
  if (!name) return null;
  return name === row.was.name && row.was.canonical ? { ...row.was, role } : { name, role };
}

function deadlineOf(row) {
  const value = (name) => row.querySelector(`[name=${name}]`).value.trim();
  const text = value("text");
  if (!text) return null;
  const kind = value("kind");
  if (!kind) return { text };
  const start = kind === "period" ? orNull(value("start")) : null;
  const end = ["by", "period", "relative"].includes(kind) ? orNull(value("end")) : null;
  const { was } = row;
  if (kind === was.kind && text === was.text && start === (was.start ?? null) && end === (was.end ?? null)) return was;
  return { text, kind, start, end };
}

/** What the form says, as fields of a task. */
function read_(form) {
  const value = (name) => form.elements[name]?.value ?? "";
  const rows = (name, of) => [...form.querySelectorAll(`[data-rows=${name}] > .row`)].map(of).filter(Boolean);
  return {
    number: orNull(value("number")),
    title: orNull(value("title")),
    content: value("content").replace(/\s*\n\s*/g, "\n").trim(),
    category: value("category").split("\n").map((part) => part.trim()).filter(Boolean),
    topic: orNull(value("topic")),
    units: rows("units", unitOf),
    deadlines: rows("deadlines", deadlineOf),
    time_mentions: rows("time_mentions", deadlineOf),
    section: form.elements.section ? orNull(value("section")) : form.task.section,
  };
}

/** Records what the form changed; false where it cannot stand as it is. */
function take(form) {
  const now = read_(form);
  if (!now.content && !now.title) {
    form.querySelector(".problem").textContent = t("content_needed");
    form.elements.content.focus();
    return false;
  }
  const before = fieldsOf(form.task);
  if (form.isNew) return correct({ op: "add", after: form.after, place: form.place, into: { id: form.task.id, ...now } });
  const ops = Object.keys(before)
    .filter((field) => !same(before[field], now[field]))
    .map((field) => ({ op: "edit", task: form.task.id, field, before: before[field], after: now[field] }));
  return correct(...ops) || ops.length === 0;
}

export function save(form = $("editor")) {
  if (!form || !take(form)) return;
  const { id } = form.task;
  state.editing = null;
  redrawAll();
  choose({ task: id, from: "keys" });
  announce(t("said_saved"), 3);
}

export function cancel() {
  const id = state.editing;
  state.editing = null;
  if (!id) return;
  $("draft")?.remove();
  if (id === "head") redrawAll();
  else redraw(id);
  $(`task-${id}`)?.querySelector(".card").focus({ preventScroll: true });
}

export function edit(id) {
  if (state.editing) cancel();
  state.editing = id;
  if (id === "head") {
    redrawHead();
    $("editor").elements[0].focus();
    return;
  }
  choose({ task: id, from: "edit" });
  redraw(id);
  $("editor").scrollIntoView({ block: "nearest" });
  $("editor").elements.content.focus({ preventScroll: true });
}

function split(form, content) {
  const at = content.selectionStart;
  const [first, second] = [content.value.slice(0, at).trim(), content.value.slice(at).trim()];
  if (!first || !second) {
    form.querySelector(".problem").textContent = t("split_hint");
    content.focus();
    return;
  }
  content.value = `${first}${second}`;
  if (form.isNew || !take(form)) return;
  const task = taskOf(form.task.id);
  const fields = fieldsOf(task);
  const id = freeId(sheet().now, sheet().ops, `${task.id}-`);
  correct({ op: "split", task: task.id, before: fields, into: [{ id: task.id, ...fields, content: first }, { id, ...fields, content: second }] });
  state.editing = null;
  redrawAll();
  edit(id);
}

function join(form) {
  if (form.isNew || !take(form)) return;
  const list = tasks();
  const at = list.findIndex((task) => task.id === form.task.id);
  const next = list[at + 1];
  if (!next) {
    form.querySelector(".problem").textContent = t("join_none");
    return;
  }
  const task = list[at];
  correct({
    op: "join", tasks: [task.id, next.id], before: [fieldsOf(task), fieldsOf(next)],
    into: { id: task.id, ...joinedFields(task, next) },
  });
  state.editing = null;
  redrawAll();
  edit(task.id);
}

function remove(task) {
  if (state.editing === "new") return cancel();
  const list = tasks();
  const next = list[list.findIndex((one) => one.id === task.id) + 1];
  correct({ op: "delete", task: task.id, before: fieldsOf(taskOf(task.id)) });
  state.editing = null;
  redrawAll();
  if (next) choose({ task: next.id, from: "keys" });
  announce(t("said_saved"), 3);
}

/** A form for a task more, after the chosen one; its words are those picked in the source. */
export function add() {
  if (state.editing) cancel();
  tell("tab", "tasks");
  tell("pane", "tasks");
  const picked = pickedWords();
  const after = state.task && taskOf(state.task) ? state.task : tasks().at(-1)?.id ?? null;
  const id = freeId(sheet().now, sheet().ops, "a");
  const task = {
    id, number: null, title: null, content: picked?.text ?? "", category: { path: taskOf(after)?.category.path ?? [], topic: null, evidence: [] },
    units: [], deadlines: [], time_mentions: [], section: taskOf(after)?.section ?? null,
  };
  state.editing = "new";
  const form = editor.form(task);
  Object.assign(form, { isNew: true, after, place: picked?.place ?? {} });
  form.querySelectorAll("[data-do=split], [data-do=join]").forEach((button) => button.remove());
  const item = h("li", { class: "item", id: "draft" }, h("h3", { class: "draft-name" }, t("new_task")), form);
  const before = after && $(`task-${after}`);
  if (before) before.after(item);
  else $("tasks").append(item);
  form.scrollIntoView({ block: "nearest" });
  form.elements.content.focus({ preventScroll: true });
}

// The notice's own fields ---------------------------------------------------------------------------------

editor.head = () => {
  const { now } = sheet();
  const input = (field) => h("input", { name: field, value: now[field] ?? "", placeholder: field === "issued_on" ? "YYYY-MM-DD" : "" });
  const form = h(
    "form",
    { class: "card editor", id: "editor", "aria-label": t("edit_head"), novalidate: true },
    h("div", { class: "grid" }, HEAD_FIELDS.map((field) => labelled(`h_${field}`, input(field), field === "title" || field === "issuer"))),
    h("p", { class: "problem", role: "alert" }),
    h(
      "div",
      { class: "actions" },
      h("button", { class: "primary", type: "submit" }, t("save")),
      h("button", { type: "button", onclick: cancel }, t("cancel")),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    saveHead(form);
  });
  return form;
};

function saveHead(form) {
  const { now } = sheet();
  const said = Object.fromEntries(HEAD_FIELDS.map((field) => [field, orNull(form.elements[field].value)]));
  const problem = form.querySelector(".problem");
  if (said.year && !/^\d{4}$/.test(said.year)) return (problem.textContent = t("year_bad"));
  if (said.issued_on && !/^\d{4}-\d\d-\d\d$/.test(said.issued_on)) return (problem.textContent = t("day_bad"));
  said.year = said.year ? Number(said.year) : null;
  correct(
    ...HEAD_FIELDS.filter((field) => !same(now[field] ?? null, said[field])).map((field) => ({
      op: "edit", task: null, field, before: now[field] ?? null, after: said[field],
    })),
  );
  state.editing = null;
  redrawAll();
  announce(t("said_saved"), 3);
}

when("edit", edit);
