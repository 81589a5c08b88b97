"""The catalogue of findings: each kind of oddness with its code, level, words and remedy.

The level belongs to the code, never to the call. Codes are never reused. `{…}` in the words is
filled from the finding's data. `Report` collects findings while a notice is read.
"""

from __future__ import annotations

from wpkit.blocks import Where
from wpkit.errors import UsageError
from wpkit.records import record
from wpkit.schema import Finding, Level, Place


@record(frozen=True)
class Kind:
    """One entry of the catalogue; `name` says what was found, never the cure."""

    code: str
    name: str
    level: Level
    message: str
    message_zh: str
    meaning: str
    meaning_zh: str
    example: str
    remedy: str
    remedy_zh: str


CATALOGUE: dict[str, Kind] = {}
LEVELS_ZH: dict[Level, str] = {"error": "错误", "warning": "警告", "info": "提示"}


def _add(*kinds: Kind) -> None:
    for kind in kinds:
        if kind.code in CATALOGUE:
            raise ValueError(f"finding code {kind.code} is used twice")
        CATALOGUE[kind.code] = kind


# S: the source file ------------------------------------------------------------------------------
_add(
    Kind(
        "S001", "encoding-guessed", "info",
        "the encoding is not stated; read as {encoding}",
        "文件未注明编码，按 {encoding} 读取",
        "The file has no byte order mark and is no valid UTF-8; the encoding was found by trial.",
        "文件没有 BOM，也不是合法的 UTF-8，编码由试读得出。",
        "A .txt saved by an old editor in GBK.",
        "If characters look wrong, save the file as UTF-8.",
        "若出现乱码，请另存为 UTF-8。",
    ),
    Kind(
        "S002", "characters-undecodable", "warning",
        "{count} bytes could not be decoded and were replaced",
        "有 {count} 个字节无法解码，已用替代符代替",
        "Some bytes are invalid in the file's encoding.",
        "部分字节在该编码中不合法。",
        "A file cut in the middle of a character.",
        "Compare the places that show \ufffd with the original.",
        "请对照原件核对出现 \ufffd 的地方。",
    ),
)  # fmt: skip

# P5: pages and the tables on them (PDF, OFD, scans) ----------------------------------------------
_add(
    Kind(
        "P501", "page-without-text", "warning",
        "pages without a text layer: {pages}",
        "没有文字层的页：{pages}",
        "These pages hold only pictures, so nothing on them was read.",
        "这些页只有图像，其内容未被读取。",
        "A PDF whose stamped last page was scanned.",
        "Read the scanned pages with the `ocr` extra: pip install 'wpkit[ocr]'.",
        "请安装 `ocr` 扩展读取扫描页：pip install 'wpkit[ocr]'。",
    ),
    Kind(
        "P502", "table-joined", "info",
        "table {table} goes on on page {page} ({header} header rows repeated)",
        "表 {table} 在第 {page} 页继续（重复表头 {header} 行）",
        "Parts of a table on following pages were put together, since their columns are the same and nothing stands between them.",
        "相邻页上列线一致、其间没有正文的表格已合并为一张表。",
        "A task table of 119 rows on 15 pages.",
        "Nothing, unless two tables were taken for one.",
        "如系两张不同的表，请核对。",
    ),
    Kind(
        "P503", "row-joined", "info",
        "a row cut by the break between pages {page} and {next} was put together",
        "第 {page} 页与第 {next} 页之间被分页切开的行已拼合",
        "The first row of the page is the rest of the last row of the page before.",
        "该页首行是上一页末行的后半部分。",
        "The content goes on, the number cell is empty.",
        "Nothing; compare the row where it matters.",
        "一般无需处理，重要时请核对该行。",
    ),
    Kind(
        "P504", "row-join-unsure", "warning",
        "the rows around the break between pages {page} and {next} were taken for one, which is unsure",
        "第 {page} 页与第 {next} 页分页处的两行按同一行处理，不能完全确定",
        "Some of what speaks for a row cut by the page break is there, some is not.",
        "认定该行被分页切开的依据不充分。",
        "No number column, and the cell above ends with a full stop.",
        "Compare the row with the original.",
        "请对照原件核对该行。",
    ),
    Kind(
        "P505", "merged-cell-carried", "info",
        "the merged cell “{text}” goes on on page {page}",
        "合并单元格“{text}”延续到第 {page} 页",
        "A merged cell that the page break ended goes on, its words printed again or not.",
        "被分页截断的合并单元格在下一页继续。",
        "A category over rows on both pages.",
        "Nothing.",
        "无需处理。",
    ),
    Kind(
        "P506", "merged-cell-carry-unsure", "warning",
        "the cell “{text}” was taken to go on on page {page}, which is unsure",
        "单元格“{text}”按延续到第 {page} 页处理，不能完全确定",
        "An empty cell at the top of a page may belong to the merged cell above or be empty.",
        "页首的空单元格可能属于上页的合并单元格，也可能本来为空。",
        "A column with merged cells and other empty ones.",
        "Compare the first rows of the page with the original.",
        "请对照原件核对该页开头几行。",
    ),
    Kind(
        "P507", "hidden-text-left-out", "info",
        "{count} characters on page {page} that no reader sees were left out",
        "第 {page} 页有 {count} 个不可见字符未读取",
        "Text that is invisible, white, outside the page or set askew (a watermark, a seal) is no part of the notice.",
        "不可见、白色、页面之外或倾斜（水印、印章）的文字不属于正文。",
        "A watermark across the page.",
        "Nothing; the text is listed as left out.",
        "无需处理，这些文字列在略去内容中。",
    ),
    Kind(
        "P508", "text-from-picture", "warning",
        "the text of page {page} is a layer that a text recogniser laid over a picture",
        "第 {page} 页的文字来自扫描识别层",
        "The characters were guessed by another program and may be wrong.",
        "这些文字由其他识别程序生成，可能有误。",
        "A scan saved as a searchable PDF.",
        "Compare names, numbers and dates with the picture.",
        "请对照图像核对名称、数字和日期。",
    ),
    Kind(
        "P509", "characters-without-code", "warning",
        "{count} characters on page {page} have no code point",
        "第 {page} 页有 {count} 个字符没有编码",
        "The font does not say which characters its glyphs are; \ufffd stands in their place.",
        "字体未说明字形对应的字符，以 \ufffd 代替。",
        "A PDF with a font cut down by a printer driver.",
        "Look the characters up in the original.",
        "请对照原件补上这些字符。",
    ),
    Kind(
        "P510", "page-unreadable", "warning",
        "page {page} is damaged and was not read",
        "第 {page} 页已损坏，未读取",
        "The page's objects cannot be loaded; the other pages were read.",
        "该页对象无法载入，其余页已读取。",
        "A file cut short in a download.",
        "Download or export the file again.",
        "请重新下载或导出该文件。",
    ),
    Kind(
        "P511", "columns-told-from-blanks", "info",
        "table {table} has no upright rulings; its columns were told from the blanks between them",
        "表 {table} 没有竖线，各列按空白划分",
        "Where text stands decides its column and row; empty cells may be merged ones.",
        "文字的位置决定其行列，空单元格可能是合并单元格。",
        "A table with level lines only, or with none.",
        "Compare some rows with the original.",
        "请抽查几行，与原件核对。",
    ),
    Kind(
        "P512", "columns-on-another-page", "info",
        "the columns on page {next} were put to the right of those on page {page}",
        "第 {next} 页的各列已接到第 {page} 页表格的右侧",
        "A table wider than its paper is printed in two parts; rows of the same heights show that they belong together.",
        "表格比纸宽时分两部分打印；各行高度一致，说明属于同一表格。",
        "A spreadsheet printed without being fitted to the width of the page.",
        "Compare a row on both pages with the task.",
        "请抽查一行，对照两页核对。",
    ),
    Kind(
        "P531", "page-partly-read", "warning",
        "page {page} is broken XML and was read as far as it goes",
        "第 {page} 页的 XML 已损坏，只读取了可读部分",
        "The page's part of an OFD file ends early or is not well formed; what follows the break is missing.",
        "OFD 文件中该页的内容提前结束或格式错误，其后的内容缺失。",
        "A page cut short by a faulty converter.",
        "Compare the page with the original, or fetch the file again.",
        "请对照原件核对该页，或重新获取该文件。",
    ),
    Kind(
        "P541", "pages-recognised", "info",
        "pages read from their pictures: {pages}",
        "由图像识别读取的页：{pages}",
        "These pages have no text of their own; their characters and rulings were recognised in the picture.",
        "这些页没有文字层，其文字和表格线由图像识别得出。",
        "A scanned notice.",
        "Compare names, numbers and dates with the picture.",
        "请对照图像核对名称、数字和日期。",
    ),
    Kind(
        "P542", "characters-doubtful", "warning",
        "“{chars}” in “{text}” on page {page} may be read wrongly",
        "第 {page} 页“{text}”中的“{chars}”可能识别有误",
        "The recogniser is not sure of these characters of a line that it read from a picture.",
        "从图像识别该行文字时，对这些字符没有把握。",
        "A blurred 已 that may be 己.",
        "Compare the line with the picture.",
        "请对照图像核对该行。",
    ),
)  # fmt: skip


# P1..: parsers of Word, web pages, spreadsheets, office files --------------------------------------
_add(
    Kind(
        "P101", "hidden-text", "warning",
        "{count} characters are hidden in the file and were left out",
        "文件中有 {count} 个隐藏字符，未予读取",
        "The file holds text that its program does not show: hidden text, or text under a merged cell.",
        "文件含有程序不显示的文字：隐藏文字或被合并单元格盖住的文字。",
        "A Word file whose editor hid an old paragraph.",
        "Open the file, show hidden text, and keep or delete it.",
        "请打开文件，显示隐藏文字，予以保留或删除。",
    ),
    Kind(
        "P102", "tables-joined", "info",
        "a table of {rows} rows goes on the one before it; read as one table",
        "该表格（{rows} 行）接续前表，按同一表格读取",
        "Two tables with the same columns stand together and the second has no header.",
        "两个列数相同的表格相邻，且后者没有表头。",
        "A table that was split in two by an empty paragraph.",
        "Nothing, if the rows go on; else put a header or a line of text before the second table.",
        "若确为接续则无需处理；否则请在后表前加表头或说明文字。",
    ),
    Kind(
        "P103", "nested-table-flattened", "warning",
        "a table of {rows} rows inside a cell was read as lines of that cell",
        "单元格内嵌套的表格（{rows} 行）按单元格内的文字行读取",
        "A cell holds a table of its own.",
        "单元格内含有另一个表格。",
        "A list of units set as a small table inside the unit cell.",
        "Check the task; if the inner table holds tasks, take it out of the cell.",
        "请核对该任务；若内层表格含任务，请移出单元格。",
    ),
    Kind(
        "P104", "embedded-file-unread", "warning",
        "a document embedded in the file was not read",
        "文件中嵌入的文档未予读取",
        "The file holds another document as a part (`w:altChunk`), which Word shows when it opens the file.",
        "文件以部件形式包含另一文档（w:altChunk），Word 打开时才会显示。",
        "A file made by a web system from HTML pieces.",
        "Open it in Word or WPS and save it again.",
        "请用 Word 或 WPS 打开后重新保存。",
    ),
    Kind(
        "P121", "page-shows-pictures", "warning",
        "the page has little text and {count} pictures; a notice shown as pictures was not read",
        "网页文字很少而有 {count} 张图片；以图片显示的通知未予读取",
        "A web page that shows a notice as pictures of its pages holds no text to read.",
        "以图片形式显示通知的网页没有可读的文字。",
        "A page whose article is a row of scanned pages.",
        "Save the pictures and read them with the ocr extra, or find the attachment.",
        "请保存图片后使用 ocr 附加功能读取，或查找附件。",
    ),
    Kind(
        "P141", "sheet-hidden", "warning",
        "the sheet {sheet} is hidden and was left out",
        "工作表“{sheet}”被隐藏，未予读取",
        "The workbook has a sheet that its program does not show.",
        "工作簿含有不显示的工作表。",
        "A list of units kept on a hidden sheet for a drop-down.",
        "If it holds tasks, unhide it and save.",
        "若其中有任务，请取消隐藏后保存。",
    ),
    Kind(
        "P142", "cells-hidden", "warning",
        "{count} filled cells of the sheet {sheet} are hidden and were left out",
        "工作表“{sheet}”有 {count} 个有内容的单元格被隐藏，未予读取",
        "Rows or columns are hidden or filtered away, or text lies under a merged cell.",
        "有行或列被隐藏、筛除，或有文字被合并单元格盖住。",
        "A ledger saved with a filter on one unit.",
        "Clear the filter and unhide rows and columns, then save.",
        "请清除筛选并取消隐藏行列后保存。",
    ),
    Kind(
        "P143", "formula-without-value", "warning",
        "{count} formulas of the sheet {sheet} have no stored value and were read as empty",
        "工作表“{sheet}”有 {count} 个公式没有存储结果，按空白读取",
        "The file was written by a program that does not compute formulas.",
        "该文件由不计算公式的程序生成。",
        "A ledger made by a script.",
        "Open the file in Excel or WPS and save it.",
        "请用 Excel 或 WPS 打开后保存。",
    ),
)  # fmt: skip

# D: deadlines ------------------------------------------------------------------------------------
_add(
    Kind(
        "D001", "deadline-unread", "warning",
        "no rule reads the deadline “{text}”",
        "未能识别完成时限“{text}”",
        "What stands where a deadline is expected is no time that the grammar knows; it is kept as text of kind unread.",
        "完成时限处的文字不是规则认识的时间，按原文保留，类型为 unread。",
        "A cell that prints 绿化完成 where others print 6月底前.",
        "Read the notice at this place; `wpkit deadline TEXT` shows what is read.",
        "请对照原文；可用 `wpkit deadline 文字` 查看识别结果。",
    ),
    Kind(
        "D002", "deadline-partly-read", "info",
        "of the deadline “{text}” the words “{rest}” are not read as a time",
        "完成时限“{text}”中的“{rest}”未识别为时间",
        "A time was read, and words beside it that say something else; they stay in the deadline's text.",
        "已识别出时间，旁边另有文字，原文保留在时限中。",
        "8月底前出台相关政策",
        "Nothing, unless the words hold a second time.",
        "一般无需处理；若其中另有时间，请对照原文。",
    ),
    Kind(
        "D003", "deadline-date-impossible", "warning",
        "the deadline “{text}” names a date that no calendar has: {date}",
        "完成时限“{text}”写的是不存在的日期：{date}",
        "The notice prints an impossible date, most likely a slip; the deadline has no days.",
        "原文日期不存在，多为笔误；该时限不计算日期。",
        "2月30日前",
        "Ask the issuer which day is meant.",
        "请向发文机关核实日期。",
    ),
    Kind(
        "D004", "deadline-year-unknown", "info",
        "the deadline “{text}” prints no year and the notice's year is not known",
        "完成时限“{text}”未写年份，通知的年份也不明",
        "A month or day without a year takes the notice's year; here there is none, so no day is computed.",
        "未写年份的时间取通知的年份；此处年份不明，不计算日期。",
        "9月底前 in a table without title",
        "Give the year with --year.",
        "请用 --year 指定年份。",
    ),
    Kind(
        "D005", "workday-calendar-unknown", "info",
        "the working days of “{text}” cannot be counted: the holiday calendar of that time is not known",
        "无法计算“{text}”的工作日：缺少当年的节假日安排",
        "Working days follow the State Council's calendar, which comes with wpkit[workdays] and is known up to "
        "the last year it was published for.",
        "工作日按国务院节假日安排计算，需安装 wpkit[workdays]，且仅限已公布的年份。",
        "印发之日起20个工作日内 in a notice of a coming year",
        "Install wpkit[workdays], or a newer chinesecalendar.",
        "请安装 wpkit[workdays] 或更新 chinesecalendar。",
    ),
    Kind(
        "D006", "deadline-day-not-fixed", "info",
        "the deadline “{text}” has no fixed day",
        "完成时限“{text}”没有确定的日期",
        "The words name a time whose day differs by place and year (汛期前, 暑假前) or counts from a day that is not printed.",
        "该时间因地因年而异（如汛期前、暑假前），或其起算日未写明，不计算日期。",
        "暑假前",
        "Nothing; read the day off the local arrangement.",
        "无需处理；具体日期以当地安排为准。",
    ),
    Kind(
        "D007", "deadline-missing", "warning",
        "task {number} states no deadline, though the tasks around it do",
        "第 {number} 项未写完成时限，而相邻任务均有",
        "Deadlines are usual in this notice, and this task has none: it was left out, or its cell was lost on the way to this file.",
        "本通知的任务一般都写有完成时限，而该任务没有：可能漏写，也可能在转换文件时丢失。",
        "Row 71 of a table whose last cell fell off when the row was shifted.",
        "Look the row up in the original.",
        "请对照原件核对该行。",
    ),
    Kind(
        "D008", "deadline-before-issue", "warning",
        "the deadline “{text}” had long passed when the notice was issued on {issued}",
        "完成时限“{text}”早于印发日期 {issued} 三个月以上",
        "The last day is more than three months before the day of issue. (Work points printed in spring tell of the whole year, so less is usual.)",
        "截止日早于印发日期三个月以上（年度要点多在年初印发，三个月以内属正常）。",
        "3月底前 in a notice issued on 20 September of the same year.",
        "Compare the date with the original; a wrong year or month is likely.",
        "请对照原件核对，年份或月份可能有误。",
    ),
    Kind(
        "D009", "deadline-before-year", "warning",
        "the deadline “{text}” ends before {year}, the notice's year",
        "完成时限“{text}”早于通知所属年度 {year}",
        "The deadline prints a year of its own that is over when the notice's year begins.",
        "该时限写明的年份早于通知所属年度。",
        "2021年6月底前 in the work points of 2022.",
        "Compare the year with the original; it is often copied from the notice before.",
        "请对照原件核对年份，常见于沿用上年文字。",
    ),
    Kind(
        "D010", "deadline-after-year", "info",
        "the deadline “{text}” ends after {year}, the notice's last year",
        "完成时限“{text}”晚于通知所属年度 {year}",
        "The deadline lies beyond the year, or the last of the years, that the notice is for.",
        "该时限晚于通知所属年度（或其最后一年）。",
        "2025年底前 in the work points of 2024.",
        "Nothing where a project runs on; else compare the year.",
        "跨年项目无需处理；否则请核对年份。",
    ),
    Kind(
        "D011", "period-reversed", "warning",
        "the period “{text}” ends before it begins",
        "时段“{text}”的结束早于开始",
        "The last day of the period lies before its first.",
        "时段的结束日期早于开始日期。",
        "9月至6月 without a year.",
        "Compare with the original; a year may be missing.",
        "请对照原件核对，可能缺少年份。",
    ),
    Kind(
        "D012", "deadline-left-in-content", "warning",
        "the content still holds a deadline with its label: “{text}”",
        "任务内容中仍含有时限标签：“{text}”",
        "A label such as 完成时限： stands in the content, so the deadline after it was not read as a field.",
        "任务内容中仍有“完成时限：”等标签，其后的时限未作为字段读取。",
        "Two tasks in one paragraph, the first without a closing bracket.",
        "Compare the task with the original.",
        "请对照原件核对该任务。",
    ),
)  # fmt: skip

# T: tables ---------------------------------------------------------------------------------------
_add(
    Kind(
        "T001", "row-shifted", "warning",
        "row {number} stood off its columns and was moved; a cell of it may be lost in the source",
        "第 {number} 行与各列错位，已移回；原文可能缺失一个单元格",
        "The row's cells did not fit their columns where they stood, but did one or more columns further on.",
        "该行单元格在原位置与列含义不符，移位后相符。",
        "A row with one empty cell too many, so that its last cell fell off the table.",
        "Compare the row with the original, its last cells above all.",
        "请对照原件核对该行，尤其是最后几个单元格。",
    ),
    Kind(
        "T002", "merged-cell-guessed", "warning",
        "which group row {number} belongs to is a guess from its words and place",
        "第 {number} 行所属分组由文字和位置推断",
        "The text does not state how far a merged cell reaches, and no body confirms it.",
        "文本没有标明合并单元格的范围，也没有正文可供印证。",
        "A grouping cell printed at the vertical middle of the rows that it covers.",
        "Compare the row's category with the original.",
        "请对照原件核对该行的任务类别。",
    ),
    Kind(
        "T003", "unit-is-a-time", "warning",
        "a unit of this task reads as a time: “{text}”",
        "该任务的责任单位“{text}”像是时间",
        "The cells of the row seem to stand one column off, so that the deadline is where the units should be.",
        "该行各单元格可能错位，时限落在了责任单位列。",
        "全年 in the column of units.",
        "Compare the row with the original.",
        "请对照原件核对该行。",
    ),
    Kind(
        "T004", "content-missing", "warning",
        "task {number} has neither title nor content",
        "任务 {number} 没有标题和内容",
        "The row or item has a number, units or a deadline, but no words that say what is to be done.",
        "该行或该条有序号、单位或时限，但没有任务文字。",
        "A row whose content cell is empty.",
        "Compare the row with the original.",
        "请对照原件核对。",
    ),
    Kind(
        "T005", "task-repeated", "warning",
        "task {number} says the same as task {first}",
        "任务 {number} 与任务 {first} 重复",
        "Two tasks of one group have the same words, units and deadlines.",
        "同一类别下两项任务的内容、单位和时限完全相同。",
        "A row that was copied and never changed.",
        "Delete one, if the notice means one.",
        "如属重复，请删除其一。",
    ),
    Kind(
        "T006", "item-without-row", "warning",
        "no row of the table takes up item {number} of the body: {text}",
        "正文第 {number} 条在任务表中没有对应的行：{text}",
        "The table breaks the body down into tasks; this item of the body has no words in common with any row.",
        "任务表是正文的分解，但该条正文在表中找不到对应内容。",
        "The last item of a body whose table ends one row early.",
        "Look for the row in the original; where it is missing there too, add the task by hand.",
        "请在原件中查找该行；若原件也没有，请人工补录。",
    ),
    Kind(
        "T007", "cells-without-marks", "warning",
        "no mark parts the cells of this table; where each begins is a guess",
        "该表各单元格之间没有任何分隔，单元格的起止为推断",
        "The text of the table runs on from cell to cell; numbers, full stops and the names of bodies had to part it.",
        "表格文字首尾相连，只能凭序号、句号和单位名称切分。",
        "A table copied from a site that shows office files as bare text.",
        "Read the table from the file itself, or compare every task with it.",
        "请改用原始文件，或逐项对照核对。",
    ),
    Kind(
        "T008", "merged-units-guessed", "warning",
        "row {number} leaves its units or its time empty; those of the row above are taken to hold for it too",
        "第 {number} 行未列责任单位或完成时限，视为与上一行合并",
        "An export of a web page prints a covered cell as it prints an empty one; the row stands beside a merged group.",
        "网页导出的文本不区分被合并的单元格和空单元格；该行与上一行同属一个合并分组。",
        "A row whose group, units and time are merged with those of the row above.",
        "Compare the row's units and deadline with the original.",
        "请对照原件核对该行的责任单位和完成时限。",
    ),
)  # fmt: skip

# U: units ----------------------------------------------------------------------------------------
_add(
    Kind(
        "U001", "unit-unread", "warning",
        "not read as a unit: {text}",
        "未能识别为责任单位：{text}",
        "A part of the printed list names no body that the grammar of units can read.",
        "责任单位文字中有一部分无法识别为单位。",
        "A sentence that found its way into the column of units.",
        "Compare the task's units with the original.",
        "请对照原件核对该任务的责任单位。",
    ),
    Kind(
        "U002", "unit-missing", "warning",
        "task {number} names no unit, though units are usual in this notice",
        "任务 {number} 未写责任单位，而本通知的任务一般都有",
        "More than half of the tasks name who is responsible; this one does not.",
        "本通知半数以上任务写有责任单位，该任务没有。",
        "An item whose closing bracket is missing.",
        "Look the task up in the original.",
        "请对照原件核对该任务。",
    ),
    Kind(
        "U003", "units-unusual", "info",
        "{count} of {total} tasks name no unit",
        "{total} 项任务中有 {count} 项未写责任单位",
        "Most tasks of this notice name no unit, as in work points that leave the breakdown to a later paper.",
        "本通知多数任务没有责任单位，常见于另行分解任务的工作要点。",
        "Work points in prose.",
        "Nothing, unless the notice prints units that were not read.",
        "一般无需处理；若原文写有责任单位，请核对。",
    ),
    Kind(
        "U004", "units-left-in-content", "warning",
        "the content still holds units with their label: “{text}”",
        "任务内容中仍含有责任单位标签：“{text}”",
        "A label such as 责任单位： stands in the content, so the units after it were not read as a field.",
        "任务内容中仍有“责任单位：”等标签，其后的单位未作为字段读取。",
        "A bracket in the middle of a paragraph.",
        "Compare the task with the original.",
        "请对照原件核对该任务。",
    ),
    Kind(
        "U005", "unit-is-prose", "warning",
        "a unit of this task is no name: “{text}”",
        "该任务的责任单位不像单位名称：“{text}”",
        "What stands as a unit is a sentence or longer than any body's name.",
        "责任单位处是句子，或长于任何单位名称。",
        "A sentence of the content that slid into the column of units.",
        "Compare the task's units with the original.",
        "请对照原件核对该任务的责任单位。",
    ),
    Kind(
        "U006", "units-for-many", "info",
        "binds bodies to several tasks at once and is given to none: “{text}”",
        "对多项任务统一规定责任单位，未计入任何一项：“{text}”",
        "A clause such as 以下各项均需各镇落实，不再列出 names bodies for many tasks; which ones it means is for the reader to say.",
        "“以下各项均需各镇落实，不再列出”一类的规定涉及多项任务，具体涉及哪些由使用者判断。",
        "A rider in the first task's bracket; a note under the table.",
        "Add the bodies to the tasks that you take it to mean.",
        "请按需要将这些单位补入相应任务。",
    ),
)  # fmt: skip

# N: numbering --------------------------------------------------------------------------------------
_add(
    Kind(
        "N001", "number-skipped", "warning",
        "before number {number}, {missing} is missing",
        "序号 {number} 之前缺少 {missing}",
        "The numbers of rows or of sections skip one or more: something is missing, or was read as part of what stands before it.",
        "行或章节的序号不连续：可能漏了内容，也可能被并入前文。",
        "3, 4, 6",
        "Look for the missing number in the original.",
        "请在原件中查找缺少的序号。",
    ),
    Kind(
        "N002", "number-repeated", "warning",
        "number {number} is printed again where {due} is due",
        "应为 {due} 处再次出现序号 {number}",
        "The same number stands on two rows or sections, once and not as a habit (a merged number cell).",
        "同一序号出现两次，且不是合并单元格造成。",
        "3, 4, 4, 6",
        "Compare the numbers with the original.",
        "请对照原件核对序号。",
    ),
    Kind(
        "N003", "number-out-of-order", "warning",
        "number {number} stands where {due} is due",
        "应为 {due} 处的序号是 {number}",
        "A number is smaller than the one before it or far off while those around it go on.",
        "序号小于前一个，或与前后不连续。",
        "3, 40, 5",
        "Compare the number with the original.",
        "请对照原件核对序号。",
    ),
    Kind(
        "N004", "number-missing", "warning",
        "a row has no number, though the others have: {content}",
        "该行没有序号，而其他行均有：{content}",
        "The table numbers its rows, and this row has none; two rows may have been cut wrongly.",
        "表格各行均有序号而该行没有，可能行的划分有误。",
        "A row whose number cell was lost.",
        "Compare the row with the original.",
        "请对照原件核对该行。",
    ),
    Kind(
        "N005", "total-differs", "warning",
        "“{text}” claims {claimed}, but {found} were found",
        "“{text}”称共 {claimed} 项，实际读到 {found} 项",
        "A title or heading states how many tasks follow, and another number was read.",
        "标题写明了任务数，与读到的数量不符。",
        "夯实基础（共12项） over 11 rows.",
        "Count the tasks in the original.",
        "请对照原件清点任务。",
    ),
    Kind(
        "N006", "numbers-of-larger-list", "info",
        "of the numbers up to {last} only {found} are here: the rows keep the numbers of a larger list",
        "序号至 {last}，只有其中 {found} 项：各项沿用了完整清单的序号",
        "More numbers are missing than present, with gaps all over: the notice holds an extract of a list (the tasks of one body) and keeps the list's numbers.",
        "缺少的序号多于现有的，且断续分布：通知摘录了某一清单（如某一单位的任务）并沿用原序号。",
        "3, 17, 18, 42 in the tasks that a city gives to one district.",
        "Nothing, unless the list should be whole.",
        "一般无需处理；若清单应当完整，请核对原件。",
    ),
)  # fmt: skip

# H: head -------------------------------------------------------------------------------------------
_add(
    Kind(
        "H001", "issued-in-another-year", "warning",
        "the notice is for {year} but was issued on {issued}",
        "通知所属年度为 {year}，印发日期却为 {issued}",
        "Work points are issued in their year or at the end of the year before.",
        "工作要点一般在当年或上年末印发。",
        "Work points of 2022 signed 2024-03-01.",
        "Compare title and date with the original.",
        "请对照原件核对标题和日期。",
    ),
    Kind(
        "H002", "another-notice-begins", "warning",
        "another notice begins here; its tasks are listed behind those of the first, and its head is not kept: {text}",
        "此处起是另一份通知，其任务列在第一份之后，文头信息未保留：{text}",
        "The file holds several notices, one after the other. Tasks and sections of all are read, the years of deadlines from their own heads; title, issuer, number and date are those of the first.",
        "文件中先后有几份通知。各份的章节和任务均已读取，时限的年份按各自文头推算；标题、发文机关、文号和日期为第一份的。",
        "Two notices pasted into one text file.",
        "Save each notice in a file of its own and read it there.",
        "请将各份通知分别另存为文件后再读取。",
    ),
)  # fmt: skip

# R: corrections by hand ------------------------------------------------------------------------------
_add(
    Kind(
        "R001", "correction-task-gone", "warning",
        "a correction was not made, since its task is not there any more: {what}",
        "有一条更正未能套用，找不到相应任务：{what}",
        "The patch was made for another reading of the notice, in which no task has the words that were corrected.",
        "补丁是对照另一次解析结果作出的，现在没有任务含有当时的文字。",
        "A patch saved last month, applied after the notice was issued again.",
        "Open the notice with `wpkit review`, load the patch and correct the task again if it needs it.",
        "请用 `wpkit review` 打开通知并载入补丁，如仍需更正请重新更正。",
    ),
    Kind(
        "R002", "correction-outdated", "warning",
        "a correction was not made, since what it corrects reads otherwise now: {what}",
        "有一条更正未能套用，所更正的内容现已不同：{what}",
        "The field, or the task, does not say what it said when it was corrected.",
        "该字段或任务的内容与更正时不同。",
        "A newer version of wpkit reads the deadline that was corrected, but as another day.",
        "Open the notice with `wpkit review`, load the patch and correct the task again if it needs it.",
        "请用 `wpkit review` 打开通知并载入补丁，如仍需更正请重新更正。",
    ),
    Kind(
        "R003", "task-deleted-by-hand", "info",
        "a person deleted the task {number}: {text}",
        "人工删除了任务 {number}：{text}",
        "A correction took a task out that the notice was read to hold.",
        "更正中删除了解析得到的一项任务。",
        "A table's note that was read as a task.",
        "Nothing.",
        "无需处理。",
    ),
)  # fmt: skip

# L: left out -------------------------------------------------------------------------------------
_add(
    Kind(
        "L001", "text-left-out", "info",
        "left out as no part of the notice: {text}",
        "未计入通知内容：{text}",
        "A line that a web site or a page prints around a notice: navigation, font size, sharing.",
        "网站或页面在通知前后印出的文字，如导航、字号、分享等。",
        "我要留言 at the end of a page that was copied whole.",
        "Nothing, unless the line belongs to the notice.",
        "一般无需处理；若属于通知内容，请核对。",
    ),
    Kind(
        "L002", "text-around-records", "info",
        "{count} characters around the sections and tasks are in none of them: {text}",
        "章节和任务之外有 {count} 个字符未计入：{text}",
        "A notice prints more than its head, sections and tasks: the letter that covers it, an opening paragraph, captions, copies to. A table's header that was read is in its columns and not told of.",
        "除文头、章节和任务外，通知还印有发文说明、开头段落、表题、抄送等文字；已读出的表头体现在各列中，不再列出。",
        "现将工作要点印发给你们，请认真贯彻执行。",
        "Nothing; the finding shows that no character was lost.",
        "无需处理，仅说明这些文字没有遗漏。",
    ),
    Kind(
        "L003", "text-in-no-record", "warning",
        "{count} characters among the tasks are in none of them: {text}",
        "任务之间有 {count} 个字符未计入任何章节或任务：{text}",
        "Text stands between or inside sections and tasks and became part of none: a note, a row or a part of a sentence was not understood.",
        "章节、任务之间或其中的文字未归入任何一项，可能是注释、未识别的行或被切断的句子。",
        "A note between two tables.",
        "Compare the place with the original; add what is missing by hand.",
        "请对照原件核对该处，缺少的内容请人工补录。",
    ),
    Kind(
        "L004", "cells-left-out", "info",
        "{count} characters in {pieces} cells are no field of a task: {text}",
        "{pieces} 个单元格（{count} 个字符）不是任务的字段，未计入：{text}",
        "Columns of remarks, persons, places, amounts or progress are no content, unit or deadline and are left out.",
        "备注、责任人、地点、金额、进展等列不属于任务内容、单位或时限，未计入。",
        "备注 and 责任人 beside 责任单位.",
        "Nothing, unless a column of tasks, units or deadlines is among them.",
        "一般无需处理；若其中有任务、单位或时限列，请核对。",
    ),
)  # fmt: skip

# V: the contract, and a result held against its source ---------------------------------------------
_add(
    Kind(
        "V001", "id-repeated", "error",
        "the id {id} is used twice",
        "标识 {id} 重复",
        "Two sections or tasks bear the same id, so that references to it mean nothing.",
        "两个章节或任务的标识相同，引用不明确。",
        "JSON that was put together from two notices.",
        "Give each section and task its own id.",
        "请保证每个标识唯一。",
    ),
    Kind(
        "V002", "reference-broken", "error",
        "{id} refers to {target}, which is not there",
        "{id} 引用了不存在的 {target}",
        "A parent, section or task is named that the notice does not hold, or that stands after its child.",
        "引用的上级、章节或任务不存在，或位于其后。",
        "A section that was deleted from the JSON by hand.",
        "Put the record back, or take the reference out.",
        "请补回该记录或删除引用。",
    ),
    Kind(
        "V101", "field-not-in-source", "error",
        "{field} is not in the source: {text}",
        "原文中没有 {field}：{text}",
        "`wpkit verify` read the source again and did not find these words anywhere in it.",
        "`wpkit verify` 重读原文，未找到这些文字。",
        "A unit that was added to the JSON by hand.",
        "Correct the field, or parse the source again.",
        "请更正该字段或重新解析原文。",
    ),
    Kind(
        "V102", "field-elsewhere", "error",
        "{field} does not stand at its place: {text}",
        "{field} 不在所标位置：{text}",
        "The words are printed in the source, but not in the lines, page, row or cells that the record names.",
        "这些文字见于原文，但不在记录所标的行、页或单元格。",
        "A deadline copied from the row above.",
        "Compare the record with the source at its place.",
        "请按所标位置对照原文。",
    ),
    Kind(
        "V103", "value-differs", "error",
        "{field} is {stated}; the source gives {found}",
        "{field} 为 {stated}，原文得出 {found}",
        "A value that is computed from printed words (a day, a role, a level, a parent, the file's checksum) comes out differently when it is computed again.",
        "由原文计算的值（日期、角色、层级、上级、校验和等）重新计算后不一致。",
        "2022-09-30 changed to 2022-10-30 beside 9月底前.",
        "Correct the value, or parse the source again.",
        "请更正该值或重新解析原文。",
    ),
    Kind(
        "V104", "records-out-of-order", "error",
        "{field}: a task stands before the one that the notice lists before it",
        "任务顺序与原文不一致（{field}）",
        "Tasks are listed in the order of the source.",
        "任务应按原文顺序排列。",
        "Two tasks that were exchanged in the JSON.",
        "Put the tasks back in the order of their places.",
        "请按位置恢复任务顺序。",
    ),
    Kind(
        "V105", "text-unaccounted", "error",
        "{count} characters of the source are in no section or task: {text}",
        "原文有 {count} 个字符不在任何章节或任务中：{text}",
        "Words stand among the tasks of the source, and neither a record nor a finding holds them.",
        "原文任务之间的文字既不在记录中，也没有相应提示。",
        "A task that was deleted from the JSON.",
        "Put the task back, or parse the source again.",
        "请补回任务或重新解析原文。",
    ),
    Kind(
        "V106", "field-cut", "error",
        "{field} ends in mid-sentence: …{text}",
        "{field} 在句中截断：…{text}",
        "In the source the words go on after the field's last character.",
        "原文在该字段末尾之后文字仍在继续。",
        "A content that a spreadsheet cut at 255 characters.",
        "Take the rest from the source, or parse it again.",
        "请从原文补全或重新解析。",
    ),
    Kind(
        "V107", "fields-set-by-hand", "info",
        "a person set {fields} of {about}: not held against the source",
        "{about} 的 {fields} 由人工更正，未与原文核对",
        "`wpkit apply` put a person's corrections in, which may say what the source does not.",
        "这些字段由 `wpkit apply` 写入人工更正，可能与原文文字不同。",
        "A misprinted unit that a person set right.",
        "Nothing; compare them with the source by eye where it matters.",
        "无需处理；重要时请人工对照原文。",
    ),
)  # fmt: skip


@record()
class Report:
    """Collects findings; `add` words them from the catalogue."""

    findings: list[Finding]

    def __init__(self) -> None:
        self.findings = []

    def add(
        self,
        code: str,
        where: Where | Place | None = None,
        *,
        task: str | None = None,
        **data: str | int | None,
    ) -> Finding:
        found = finding(code, where, task=task, **data)
        self.findings.append(found)
        return found


def finding(
    code: str, where: Where | Place | None = None, *, task: str | None = None, **data: str | int | None
) -> Finding:
    """A finding of this kind, worded in English. Raises KeyError for a code that is not in the catalogue."""
    kind = CATALOGUE[code]
    place = where.place() if isinstance(where, Where) else where or Place()
    return Finding(
        code=code, name=kind.name, level=kind.level, message=kind.message.format(**data),
        task=task, place=place, data=data,
    )  # fmt: skip


def words(found: Finding, lang: str = "en") -> str:
    """The finding's message in `lang` ("en" or "zh")."""
    kind = CATALOGUE.get(found.code)
    if lang != "zh" or kind is None:
        return found.message
    try:
        return kind.message_zh.format(**found.data)
    except (KeyError, IndexError):
        return found.message


def explain(code: str, lang: str = "en") -> str:
    """What a finding means and what to do, by its code or name. Raises UsageError for one that is none."""
    kind = CATALOGUE.get(code.upper()) or next(
        (k for k in CATALOGUE.values() if k.name == code.lower()), None
    )
    if kind is None:
        raise UsageError(code, "is no code of a finding", "`wpkit explain` lists them.")
    if lang == "zh":
        lines = [("级别", LEVELS_ZH[kind.level]), ("消息", kind.message_zh), ("含义", kind.meaning_zh)]
        lines += [("示例", kind.example), ("处理", kind.remedy_zh)]
        return "\n".join([f"{kind.code} {kind.name}", *(f"  {name}：{text}" for name, text in lines)])
    lines = [("level", kind.level), ("message", kind.message), ("meaning", kind.meaning)]
    lines += [("example", kind.example), ("remedy", kind.remedy)]
    return "\n".join([f"{kind.code} {kind.name}", *(f"  {name + ':':<9}{text}" for name, text in lines)])
