"""The catalogue of findings: each kind of oddness with its code, level, words and remedy.

The level belongs to the code, never to the call. Codes are never reused. `{…}` in the words is
filled from the finding's data. `Report` collects findings while a notice is read.
"""

from __future__ import annotations

from dataclasses import dataclass

from wpkit.blocks import Where
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
