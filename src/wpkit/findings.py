"""The catalogue of findings: each kind of oddness with its code, level, words and remedy.

The level belongs to the code, never to the call. Codes are never reused. `{…}` in the words is
filled from the finding's data. `Report` collects findings while a notice is read.
"""

from __future__ import annotations

from dataclasses import dataclass

from wpkit.blocks import Where
from wpkit.errors import UsageError
from wpkit.schema import Finding, Level, Place


@dataclass(frozen=True, slots=True)
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
        "Read the scanned pages with the `ocr` extra.",
        "请安装 `ocr` 扩展读取扫描页。",
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
        "A cell that prints 视资金到位情况而后定 where others print 6月底前.",
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
        "which group row {number} belongs to was decided by its words alone",
        "第 {number} 行所属分组仅凭文字相似度判断",
        "The text does not state how far a merged cell reaches, and no body confirms it.",
        "文本没有标明合并单元格的范围，也没有正文可供印证。",
        "A grouping cell printed at the vertical middle of the rows that it covers.",
        "Compare the row's category with the original.",
        "请对照原件核对该行的任务类别。",
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
)  # fmt: skip


@dataclass(slots=True)
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
