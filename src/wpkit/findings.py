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
