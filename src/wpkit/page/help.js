// The help: how the page is used, and its keys.

import { $, h } from "./dom.js";
import { t } from "./words.js";

const KEYS = [
  ["j / k", "key_next"], ["/", "key_search"], ["e", "key_edit"], ["x", "key_check"], ["a", "key_add"], ["s", "key_source"],
  ["n / p", "key_finding"], ["1 2 3 4", "key_tabs"], ["u", "key_undo"], ["Ctrl+S", "key_save"], ["Ctrl+Enter", "key_save_edit"],
  ["Esc", "key_close"], ["?", "key_help"],
];

export function helpDialog() {
  const dialog = h(
    "dialog",
    { id: "help", "aria-labelledby": "help-name" },
    h("h2", { id: "help-name" }, t("how")),
    h("p", {}, t("how_text")),
    h("h3", {}, t("keys")),
    h("dl", { class: "keys" }, KEYS.map(([key, words]) => h("div", {}, h("dt", {}, key.split(" ").map((k) => (k === "/" && key !== "/" ? " / " : h("kbd", {}, k)))), h("dd", {}, t(words))))),
    h("form", { method: "dialog" }, h("button", { class: "primary" }, t("close"))),
  );
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  return dialog;
}

export function help() {
  const dialog = $("help");
  if (dialog.open) dialog.close();
  else dialog.showModal();
}
