// The corrections tab: what was corrected, taken back one by one, saved as a patch file and read from one.

import { about, isCorrection, PATCH, patchOf, replay, saidIn } from "./corrections.js";
import { $, announce, h, icon } from "./dom.js";
import { play, stored, undo } from "./edit.js";
import { nameOf, sheet, sheets, state, storage, taskOf } from "./store.js";
import { choose, redrawAll } from "./tasks.js";
import { t } from "./words.js";

export function changesTab() {
  const { ops, unfit } = sheet();
  return h(
    "div",
    { class: "changes" },
    h(
      "div",
      { class: "actions" },
      h("button", { class: "primary", type: "button", id: "save-patch", onclick: savePatch, disabled: !sheets.some((one) => one.ops.length || one.unfit.length) }, icon("save"), t("save_patch")),
      h("button", { type: "button", onclick: () => $("patch-file").click() }, icon("load"), t("load_patch")),
      h("button", { type: "button", onclick: undo, disabled: !ops.length }, icon("undo"), t("undo_last")),
      h("input", { type: "file", id: "patch-file", accept: ".json,application/json", hidden: true, "aria-label": t("load_patch"), onchange: load }),
    ),
    storage.works ? null : h("p", { class: "problem" }, t("storage_off")),
    ops.length ? null : h("p", { class: "note" }, t("changes_none")),
    ops.length ? h("ol", { class: "ops" }, ops.map(opItem)) : null,
    unfit.length ? [h("h3", {}, t("unfit")), h("ol", { class: "ops is-unfit" }, unfit.map((op) => h("li", {}, opWords(op))))] : null,
    ops.length
      ? [
          h("p", { class: "note" }, t("changes_kept")),
          h("pre", { class: "command" }, commands()),
          h("button", { class: "danger small", type: "button", onclick: clearAll }, t("clear_all")),
        ]
      : null,
  );
}

/** What to type to put the corrections in, file names in quotes where a shell needs them. */
function commands() {
  const { read, parts } = sheet();
  const quoted = (name) => (/^[\p{L}\p{N}._\/-]+$/u.test(name) ? name : `"${name}"`);
  const [first, ...rest] = parts.length > 1 ? parts.map((part) => part.member) : [read.source.name];
  const stem = first.replace(/\.[^.]*$/, "");
  const files = [first, ...rest].map(quoted).join(" ") + (rest.length ? " --together" : "");
  const [parsed, corrected_] = [quoted(`${stem}.json`), quoted(`${stem}.corrected.json`)];
  return `wpkit parse ${files} -o ${parsed}\nwpkit apply ${parsed} ${quoted(patchName())} -o ${corrected_}`;
}

function opItem(op, at) {
  const [id] = about(op);
  return h(
    "li",
    {},
    opWords(op),
    h(
      "p",
      { class: "about" },
      taskOf(op.into?.id ?? id) ? h("button", { class: "small", type: "button", onclick: () => choose({ task: op.into?.id ?? id, from: "changes" }) }, `${t("tasks")} ${titleOf(id)}`) : null,
      h("button", { class: "small", type: "button", onclick: () => revert(at) }, icon("undo"), t("revert")),
    ),
  );
}

function titleOf(id) {
  const { now, read, words } = sheet();
  const task = now.tasks.find((one) => one.id === id) ?? read.tasks.find((one) => one.id === id);
  return task ? nameOf(task) : words[id]?.number ?? id;
}

/** A field's value as one text. */
function said(value) {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length)) return t("nothing");
  if (!Array.isArray(value)) return String(value);
  return value
    .map((one) => (typeof one === "string" ? one : one.name ? `${one.name}（${t(one.role)}）` : [one.text, one.start, one.end].filter(Boolean).join(" ")))
    .join("；");
}

function opWords(op) {
  if (op.op === "edit") {
    const field = op.task === null ? t(`h_${op.field}`) : t(op.field);
    return [
      h("p", { class: "op" }, h("span", { class: "badge is-corrected" }, t("op_edit")), ` ${op.task === null ? "" : titleOf(op.task)} ${field}`),
      h("p", { class: "was" }, h("del", {}, said(op.before))),
      h("p", { class: "is" }, h("ins", {}, said(op.after))),
    ];
  }
  const before = [op.before ?? []].flat();
  const after = [op.into ?? []].flat();
  const words = (one) => [one.title, one.content].filter(Boolean).join("：");
  return [
    h("p", { class: "op" }, h("span", { class: "badge is-corrected" }, t(`op_${op.op}`)), ` ${op.op === "add" ? "" : about(op).map(titleOf).join("、")}`),
    before.map((one) => h("p", { class: "was" }, h("del", {}, words(one)))),
    after.map((one) => h("p", { class: "is" }, h("ins", {}, words(one)))),
  ];
}

function revert(at) {
  const one = sheet();
  const rest = one.ops.filter((_, index) => index !== at);
  if (replay(one.read, rest).unfit.length) return announce(t("revert_no"), 5);
  play([...rest, ...one.unfit]);
  finish();
}

function clearAll() {
  if (!confirm(t("clear_sure"))) return;
  sheet().ops = [];
  sheet().unfit = [];
  sheet().now = sheet().read;
  finish();
}

function finish() {
  sheet().saved = false;
  state.editing = null;
  stored();
  redrawAll();
  announce(t("said_undone"), 3);
}

function patchName() {
  const [first] = sheets;
  return `${first.read.source.name.replace(/\.[^.]*$/, "").replace(/[\\/:*?"<>|]/g, "_")}.patch.json`;
}

/** Saves all notices' corrections as one file. */
export function savePatch() {
  const all = sheets.map((one) => ({ ...one, ops: [...one.ops, ...one.unfit] }));
  const text = `${JSON.stringify(patchOf(all), null, 2)}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = h("a", { href: url, download: patchName() });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  for (const one of sheets) one.saved = true;
  announce(t("saved_as", { name: patchName() }), 5);
}

async function load(event) {
  const [file] = event.target.files;
  event.target.value = "";
  if (!file) return;
  let patch = null;
  try {
    patch = JSON.parse(await file.text());
  } catch {
    patch = null;
  }
  const parts = Array.isArray(patch?.notices) ? patch.notices : null;
  const sound = parts?.every((part) => Array.isArray(part?.corrections) && part.corrections.every(isCorrection));
  if (patch?.wpkit_patch !== PATCH || !sound) return announce(t("patch_bad"), 6);
  announce(takeIn(patch) ? t("patch_loaded", { n: takeIn.count }) : t("patch_other"), 6);
}

/** Puts a patch's corrections behind those that are there; those that do not fit are kept and listed. */
function takeIn(patch) {
  takeIn.count = 0;
  for (const part of patch.notices) {
    const one = sheets.find((known) => known.read.source.sha256 === part.source?.sha256);
    if (!one) continue;
    const had = new Set([...one.ops, ...one.unfit].map((op) => JSON.stringify(op)));
    const fresh = part.corrections.filter((op) => !had.has(JSON.stringify(op)));
    one.words = { ...saidIn(part.tasks), ...one.words };
    one.headings = { ...saidIn(part.sections), ...one.headings };
    const at = state.sheet;
    state.sheet = one.index;
    play([...one.ops, ...one.unfit, ...fresh]);
    stored();
    state.sheet = at;
    takeIn.count += fresh.length;
  }
  redrawAll();
  return takeIn.count > 0;
}
