// The findings tab: everything that was found odd, with what it means and what to do.

import { $, h, icon } from "./dom.js";
import { locate } from "./places.js";
import { isSettled, nameOf, sheet, shared, state, taskOf, tell, when } from "./store.js";
import { choose, findingDetails } from "./tasks.js";
import { scrollSource } from "./source.js";
import { placeWords, t } from "./words.js";

const LEVELS = ["error", "warning", "info"];

export function findingsTab() {
  const { findings } = sheet();
  if (!findings.length) return h("p", { class: "note" }, t("no_findings"));
  const order = findings.map((finding, index) => ({ finding, index }));
  order.sort((a, b) => LEVELS.indexOf(a.finding.level) - LEVELS.indexOf(b.finding.level) || a.index - b.index);
  return h("ol", { class: "findings", "aria-label": t("findings") }, order.map(item_));
}

function item_({ finding, index }) {
  const task = finding.task ? taskOf(finding.task) : null;
  const place = placeWords(finding.place);
  return h(
    "li",
    { id: `finding-${index}`, data: { finding: index }, class: [state.finding === index ? "is-chosen" : "", isSettled(finding) ? "is-settled" : ""].join(" "), tabindex: "-1" },
    findingDetails(finding),
    h(
      "p",
      { class: "about" },
      isSettled(finding) ? h("span", { class: "badge is-corrected" }, t("corrected")) : null,
      task
        ? h("button", { class: "small", type: "button", onclick: () => choose({ task: task.id, from: "finding" }) }, `${t("tasks")} ${nameOf(task)}`)
        : h("span", { class: "faint" }, t("of_notice")),
      place
        ? h("button", { class: "place", type: "button", onclick: () => show(index, true) }, icon("place"), place)
        : null,
      shared.kinds[finding.code]?.name ? h("span", { class: "faint" }, shared.kinds[finding.code].name) : null,
    ),
  );
}

/** Chooses a finding: its place in the source, its words in the tab. */
export function show(index, toSource = false) {
  const finding = sheet().findings[index];
  if (!finding) return;
  state.finding = index;
  if (toSource) {
    tell("pane", "source");
  } else {
    tell("tab", "findings");
    tell("pane", "findings");
  }
  document.querySelectorAll(".findings > .is-chosen").forEach((old) => old.classList.remove("is-chosen"));
  const element = $(`finding-${index}`);
  element?.classList.add("is-chosen");
  if (element && !toSource) {
    element.querySelector("details").open = true;
    element.scrollIntoView({ block: "nearest" });
  }
  const { elements, boxes } = locate(finding.place);
  const task = finding.task ? taskOf(finding.task) : null;
  if (elements.length || boxes.length) {
    tell("show-place", finding.place);
  } else if (task) {
    tell("place", { task: task.id, scroll: true });
  } else if (finding.place.page) {
    scrollSource(null, { place: finding.place });
  }
}

when("finding", (index) => show(index));
