// The page's words in both languages, and how numbers, places and days are said.

const WORDS = {
  zh: {
    app: "核对与更正", source: "原文", tasks: "任务", findings: "疑点", summary: "概览", changes: "更正",
    panes: "页面分区", notice: "通知", notices: "通知（共 {n} 份）", skip: "跳到任务列表", theme: "明暗", language: "English",
    theme_auto: "配色：随系统", theme_light: "配色：浅色", theme_dark: "配色：深色", help: "帮助与快捷键", print: "打印",
    search: "搜索任务（按 / ）", clear: "清除筛选", filters: "筛选", shown: "显示 {n} / {all} 项", none_shown: "没有符合条件的任务。",
    no_source: "原文件不在手边：用 --source 指明后，原文会显示在这里。下面是解析所得的章节。",
    left_out: "未计入通知的文字（{n}）", page_n: "第 {n} 页", page_unseen: "此页无法显示", zoom_in: "放大", zoom_out: "缩小",
    lead: "牵头", responsible: "责任", support: "配合", collective: "泛指",
    units: "责任单位", role: "角色", deadlines: "完成时限", deadline: "时限", category: "任务类别", topic: "主题", number: "序号", title: "任务名称",
    content: "任务内容", section: "所属章节", text: "文字", kind: "类型", start: "开始", end: "截止", unit_name: "单位名称",
    category_hint: "每行一级，由外到内", by: "截止", period: "时段", ongoing: "持续", recurring: "周期", relative: "相对", unread: "未读出",
    auto: "由 apply 计算", to_compute: "日期由 wpkit apply 计算", time_mentions: "文中提到的时间", add_mention: "添加提到的时间", working_days: "工作日",
    origin: "来源", origin_table: "表格", origin_body: "正文", place: "位置", show_source: "在原文中显示：{place}",
    no_place: "原文位置不详", edit: "修改", edit_task: "修改任务 {task}", save: "保存", cancel: "取消", remove: "去掉", delete: "删除任务", add: "添加任务",
    add_unit: "添加单位", add_deadline: "添加时限", split: "在光标处拆分", join: "与下一项合并", split_hint: "先把光标放在任务内容中要断开的地方。",
    corrected: "已更正", corrected_fields: "已更正：{fields}", added_by_hand: "人工添加", whole_task: "整项", new_task: "新任务",
    head: "通知信息", h_title: "标题", h_issuer: "发文机关", h_document_number: "发文字号", h_issued_on: "成文日期", h_year: "年度",
    h_source: "文件", edit_head: "修改通知信息", all_units: "全部单位", all_roles: "全部角色", all_months: "全部月份", all_topics: "全部主题",
    all_findings: "不限疑点", any_finding: "有疑点", no_finding: "无疑点", no_topic: "无主题", no_unit: "无单位", no_deadline: "无时限",
    no_day: "无确定日期", state: "状态", all_states: "全部状态", only_corrected: "已更正", only_unchecked: "未核对", only_checked: "已核对",
    checked: "已核对", check: "标为已核对", check_task: "任务 {task} 已核对", progress: "已核对 {n} / {all}",
    by_unit: "按单位", by_month: "按月份（截止）", by_topic: "按主题", by_role: "按角色", timeline: "时限时间轴", more: "显示全部 {n} 项", less: "收起",
    timeline_label: "从 {first} 到 {last}，共 {n} 项时限", undated: "没有确定日期的时限", n_tasks: "{n} 项任务", n_units: "{n} 个单位",
    n_findings: "{n} 条疑点", n_deadlines: "{n} 项时限", n_pages: "{n} 页", meaning: "含义", remedy: "处理", example: "示例", error: "错误", warning: "警告", info: "提示",
    no_findings: "没有疑点。", of_notice: "整份通知", changes_none: "还没有更正。点任务上的“修改”，或按 e。",
    changes_kept: "更正保存在本机浏览器中。保存为补丁文件后，用下面的命令写回：", storage_off: "浏览器不允许保存，关闭页面前请先保存补丁文件。",
    save_patch: "保存补丁文件", load_patch: "载入补丁文件", undo: "撤销", undo_last: "撤销上一步", revert: "撤回此项", clear_all: "全部撤回",
    clear_sure: "撤回全部更正？", revert_no: "后面的更正依赖此项，请先撤回后面的。", op_edit: "修改", op_split: "拆分", op_join: "合并", op_delete: "删除", op_add: "添加",
    unfit: "已不适用于这次解析（保留在补丁中）", patch_loaded: "载入 {n} 条更正", patch_other: "补丁中没有这份通知的更正。",
    patch_bad: "这不是 wpkit 的补丁文件。", kept_bad: "浏览器里保存的更正有 {n} 条无法读取，未载入。", patch_unsaved: "有更正尚未保存为补丁文件", saved_as: "已保存 {name}", nothing: "（空）",
    said_selected: "任务 {task}，{place}", said_saved: "已保存更正", said_undone: "已撤销", join_none: "后面没有任务。",
    keys: "快捷键", key_next: "下一项 / 上一项任务", key_search: "搜索", key_edit: "修改当前任务", key_check: "标为已核对", key_add: "在当前任务后添加（可先在原文中选中文字）",
    key_tabs: "任务、疑点、概览、更正", key_finding: "下一条 / 上一条疑点", key_source: "在原文中显示", key_undo: "撤销上一步更正", key_save: "保存补丁文件", key_save_edit: "保存修改（在编辑框内）", key_close: "关闭 / 取消", key_help: "本帮助",
    close: "关闭", how: "用法", how_text: "点右侧任务或任一栏，左侧原文中即标出其位置；点左侧原文，右侧即选中相应任务。虚线框是有出处的任务，标记是疑点。", back: "回到任务",
    splitter: "调整左右宽度", sections: "章节", today: "今天", content_needed: "请填写任务内容或任务名称。", year_bad: "年度应为四位数字。", day_bad: "日期应为 YYYY-MM-DD。",
    tasks_of: "{name} 的任务", every_day: "每天", every_week: "每周", every_month: "每月", every_year: "每年",
    every_day_n: "每{n}天", every_week_n: "每{n}周", every_month_n: "每{n}个月", every_year_n: "每{n}年",
  },
  en: {
    app: "Check and correct", source: "Source", tasks: "Tasks", findings: "Findings", summary: "Summary", changes: "Corrections",
    panes: "Parts of the page", notice: "Notice", notices: "Notice (of {n})", skip: "Skip to the tasks", theme: "Light or dark", language: "中文",
    theme_auto: "Colours: as the system", theme_light: "Colours: light", theme_dark: "Colours: dark", help: "Help and keys", print: "Print",
    search: "Search tasks (press /)", clear: "Clear filters", filters: "Filters", shown: "{n} of {all} shown", none_shown: "No task matches.",
    no_source: "The source is not at hand: name it with --source and it shows here. Below are the sections that were read.",
    left_out: "Text left out of the notice ({n})", page_n: "Page {n}", page_unseen: "This page cannot be shown", zoom_in: "Larger", zoom_out: "Smaller",
    lead: "lead", responsible: "responsible", support: "support", collective: "a group",
    units: "Units", role: "Role", deadlines: "Deadlines", deadline: "Deadline", category: "Category", topic: "Topic", number: "Number", title: "Title",
    content: "Content", section: "Section", text: "Text", kind: "Kind", start: "Start", end: "End", unit_name: "Name of the unit",
    category_hint: "A level a line, outermost first", by: "by", period: "period", ongoing: "ongoing", recurring: "recurring", relative: "relative", unread: "unread",
    auto: "computed by apply", to_compute: "wpkit apply computes the days", time_mentions: "Times mentioned", add_mention: "Add a time", working_days: "working days",
    origin: "Origin", origin_table: "table", origin_body: "body", place: "Place", show_source: "Show in the source: {place}",
    no_place: "place unknown", edit: "Edit", edit_task: "Edit task {task}", save: "Save", cancel: "Cancel", remove: "Remove", delete: "Delete the task", add: "Add a task",
    add_unit: "Add a unit", add_deadline: "Add a deadline", split: "Split at the cursor", join: "Join with the next", split_hint: "First put the cursor where the content is to be cut.",
    corrected: "corrected", corrected_fields: "Corrected: {fields}", added_by_hand: "added by hand", whole_task: "the whole task", new_task: "New task",
    head: "The notice", h_title: "Title", h_issuer: "Issuer", h_document_number: "Document number", h_issued_on: "Issued on", h_year: "Year",
    h_source: "File", edit_head: "Edit what is said of the notice", all_units: "All units", all_roles: "All roles", all_months: "All months", all_topics: "All topics",
    all_findings: "With or without findings", any_finding: "With findings", no_finding: "Without findings", no_topic: "No topic", no_unit: "No unit", no_deadline: "No deadline",
    no_day: "No fixed day", state: "State", all_states: "All states", only_corrected: "Corrected", only_unchecked: "Not checked", only_checked: "Checked",
    checked: "checked", check: "Mark as checked", check_task: "Task {task} is checked", progress: "{n} of {all} checked",
    by_unit: "By unit", by_month: "By month (end)", by_topic: "By topic", by_role: "By role", timeline: "Timeline of deadlines", more: "Show all {n}", less: "Show fewer",
    timeline_label: "{n} deadlines from {first} to {last}", undated: "Deadlines without a fixed day", n_tasks: "{n} tasks", n_units: "{n} units",
    n_findings: "{n} findings", n_deadlines: "{n} deadlines", n_pages: "{n} pages", meaning: "Means", remedy: "To do", example: "Example", error: "error", warning: "warning", info: "note",
    no_findings: "No findings.", of_notice: "The whole notice", changes_none: "No corrections yet. Press Edit on a task, or the key e.",
    changes_kept: "Corrections are kept in this browser. Save them as a patch file, then write them back with:", storage_off: "The browser keeps nothing: save the patch file before you close the page.",
    save_patch: "Save the patch file", load_patch: "Load a patch file", undo: "Undo", undo_last: "Undo the last one", revert: "Take back", clear_all: "Take all back",
    clear_sure: "Take all corrections back?", revert_no: "Later corrections build on this one: take those back first.", op_edit: "Edit", op_split: "Split", op_join: "Join", op_delete: "Delete", op_add: "Add",
    unfit: "Does not fit this reading any more (kept in the patch)", patch_loaded: "{n} corrections loaded", patch_other: "The patch holds no corrections of this notice.",
    patch_bad: "This is no patch file of wpkit.", kept_bad: "{n} corrections that this browser kept cannot be read and were not taken.", patch_unsaved: "Some corrections are not saved as a patch file yet", saved_as: "Saved {name}", nothing: "(empty)",
    said_selected: "Task {task}, {place}", said_saved: "Correction kept", said_undone: "Taken back", join_none: "No task follows.",
    keys: "Keys", key_next: "Next / previous task", key_search: "Search", key_edit: "Edit the task", key_check: "Mark as checked", key_add: "Add a task after this one (select words in the source first, if you like)",
    key_tabs: "Tasks, findings, summary, corrections", key_finding: "Next / previous finding", key_source: "Show in the source", key_undo: "Undo the last correction", key_save: "Save the patch file", key_save_edit: "Save (in the editor)", key_close: "Close, cancel", key_help: "This help",
    close: "Close", how: "How to use it", how_text: "Press a task or one of its fields, and its place is marked in the source; press the source, and its task is selected. Dotted frames are tasks that were read there, flags are findings.", back: "Back to the task",
    splitter: "Widths of the two sides", sections: "Sections", today: "today", content_needed: "Fill in the content or the title.", year_bad: "A year has four digits.", day_bad: "A day is YYYY-MM-DD.",
    tasks_of: "Tasks of {name}", every_day: "every day", every_week: "every week", every_month: "every month", every_year: "every year",
    every_day_n: "every {n} days", every_week_n: "every {n} weeks", every_month_n: "every {n} months", every_year_n: "every {n} years",
  },
};

const setting = { lang: document.documentElement.dataset.lang === "en" ? "en" : "zh" };

export function language() {
  return setting.lang;
}

export function speak(lang) {
  setting.lang = lang;
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
}

/** The words under `key`, `{name}` filled from `data`. */
export function t(key, data = {}) {
  const words = WORDS[setting.lang][key] ?? key;
  return words.replace(/\{(\w+)\}/g, (all, name) => (name in data ? String(data[name]) : all));
}

/** Where something stands, as people say it; "" where nothing is known. */
export function placeWords(place) {
  const zh = setting.lang === "zh";
  const parts = place.member ? [place.member] : [];
  if (place.sheet) parts.push(zh ? `工作表“${place.sheet}”` : `sheet ${place.sheet}`);
  if (place.page) {
    const to = place.end_page && place.end_page !== place.page ? `–${place.end_page}` : "";
    parts.push(zh ? `第${place.page}${to}页` : `page ${place.page}${to}`);
  }
  if (place.table) parts.push(zh ? `表${place.table}` : `table ${place.table}`);
  if (place.row) parts.push(zh ? `第${place.row}行` : `row ${place.row}`);
  if (place.paragraph) {
    const to = place.end_paragraph && place.end_paragraph !== place.paragraph ? `–${place.end_paragraph}` : "";
    parts.push(zh ? `第${place.paragraph}${to}段` : `paragraph${to ? "s" : ""} ${place.paragraph}${to}`);
  }
  if (place.line && !place.paragraph && !place.row) {
    const to = place.end_line && place.end_line !== place.line ? `–${place.end_line}` : "";
    parts.push(zh ? `第${place.line}${to}行` : `line${to ? "s" : ""} ${place.line}${to}`);
  }
  return parts.join(zh ? " " : ", ");
}

/** A month as "2025-09" in the page's language. */
export function monthWords(month) {
  const [year, number] = month.split("-");
  return setting.lang === "zh" ? `${year}年${Number(number)}月` : `${year}-${number}`;
}
