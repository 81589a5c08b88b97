// Units, deadlines, groups and topics as chips; a chip names its field, by which its place is found.

import { h, icon } from "./dom.js";
import { t } from "./words.js";

export const ROLES = ["lead", "responsible", "support"];
export const KINDS = ["by", "period", "ongoing", "recurring", "relative", "unread"];

function chip(field, given, ...children) {
  const { words, ...rest } = given;
  const data = { field, ...(words ? { words } : {}) };
  return h("button", { type: "button", tabindex: "-1", ...rest, class: `chip is-${field} ${rest.class ?? ""}`, data }, ...children);
}

export function unitChips(units) {
  return ROLES.map((role) => {
    const of = units.filter((unit) => unit.role === role);
    if (!of.length) return null;
    return h(
      "span",
      { class: `role is-${role}` },
      h("span", { class: "role-name" }, t(role)),
      of.map((unit) =>
        chip("units", { words: unit.name, class: unit.collective ? "is-collective" : "", title: unitTitle(unit) }, unit.name),
      ),
    );
  });
}

function unitTitle(unit) {
  const parts = [t(unit.role)];
  if (unit.canonical && unit.canonical !== unit.name) parts.push(unit.canonical);
  if (unit.collective) parts.push(t("collective"));
  return parts.join(" · ");
}

const EVERY = { DAILY: "every_day", WEEKLY: "every_week", MONTHLY: "every_month", YEARLY: "every_year" };

/** How often a rule (RFC 5545) comes round; the rule itself where that does not say it all. */
function ruleWords(rule) {
  const parts = Object.fromEntries(rule.replace(/^RRULE:/, "").split(";").map((part) => part.split("=")));
  const { FREQ, INTERVAL, ...rest } = parts;
  if (!EVERY[FREQ]) return rule;
  const n = Number(INTERVAL ?? 1);
  const words = n > 1 ? t(`${EVERY[FREQ]}_n`, { n }) : t(EVERY[FREQ]);
  const more = Object.entries(rest).map(([key, value]) => `${key}=${value}`).join(";");
  return more ? `${words} ${more}` : words;
}

/** What is known of a deadline beside its words: days, rule, anchor. */
export function deadlineWords(deadline) {
  if (!deadline.kind) return t("to_compute");
  if (deadline.start && deadline.end) return `${deadline.start} — ${deadline.end}`;
  if (deadline.end) return `→ ${deadline.end}`;
  if (deadline.start) return `${deadline.start} →`;
  if (deadline.recurrence) return ruleWords(deadline.recurrence);
  if (deadline.kind === "relative") {
    const days = deadline.duration ? ` ${deadline.duration}${deadline.working_days ? ` ${t("working_days")}` : ""}` : "";
    return `${t("relative")}${deadline.anchor ? `: ${deadline.anchor}` : ""}${days}`;
  }
  return t(deadline.kind);
}

export function deadlineChips(deadlines, field = "deadlines") {
  return deadlines.map((deadline) =>
    chip(
      field,
      { words: deadline.text, class: `is-${deadline.kind ?? "auto"}`, title: [t(deadline.kind ?? "auto"), deadline.edtf].filter(Boolean).join(" · ") },
      icon("clock"),
      h("span", {}, deadline.text),
      h("span", { class: "computed" }, deadlineWords(deadline)),
    ),
  );
}

export function topicChip(category) {
  if (!category.topic) return null;
  const title = [t("topic"), (category.evidence ?? []).join("、")].filter(Boolean).join(": ");
  return chip("topic", { title, words: (category.evidence ?? [])[0] }, icon("tag"), category.topic);
}

/** The month ("2025-09") of a deadline's last day; null where none is known. */
export function monthOf(deadline) {
  return deadline.end ? deadline.end.slice(0, 7) : null;
}
