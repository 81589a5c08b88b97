"""Bytes → text for formats that are text: the encoding is found from the bytes, never from the locale."""

from __future__ import annotations

import re

from wpkit.findings import finding
from wpkit.schema import Finding

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# The commonest characters of simplified and of traditional running text: the two double-byte
# families share their byte ranges, so what the bytes would say decides.
_COMMON = frozenset(
    "的一是在和有大会要为国对人进行工作部门各单位区市县政府务公开推动加强建设实施管理责任完成年月"
)
_COMMON_TRADITIONAL = frozenset(
    "的一是在和有大會要為國對人進行工作部門各單位區市縣政府務公開推動加強建設實施管理責任完成年月"
)


def decode(data: bytes, declared: str | None = None) -> tuple[str, str, list[Finding]]:
    """The text, the name of its encoding, and what was odd about it.

    A byte order mark decides; else valid UTF-8; else `declared`; else UTF-16 without a mark; else
    GB18030 (of which GBK and GB2312 are parts) or Big5, whichever gives commoner Chinese. Bytes that
    the encoding has no character for become U+FFFD and are counted in a finding (S002).
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data, encoding, guessed=False)
    try:
        return data.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError as error:
        # One bad byte in a long text that is UTF-8 everywhere else is damage, not another encoding.
        head = data[: error.start]
        if len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]+", head)) > 20:
            return _checked(data, "utf-8", guessed=False)
    if declared:
        family = (
            "gb18030"
            if declared.lower().replace("_", "-") in ("gb2312", "gbk", "gb18030", "gb-2312")
            else declared
        )
        try:
            return data.decode(family), family, []
        except (LookupError, UnicodeDecodeError):
            pass
    wide = _wide(data)
    if wide:
        return _checked(data, wide, guessed=True)
    sample = data[: 1 << 18]
    as_gb, as_big5 = (sample.decode(e, errors="replace") for e in ("gb18030", "big5"))
    encoding = "big5" if _fluency(as_big5, _COMMON_TRADITIONAL) > _fluency(as_gb, _COMMON) else "gb18030"
    return _checked(data, encoding, guessed=True)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of its ASCII (line ends, digits) is zero."""
    head = data[:65536]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < 4 or min(even, odd) * 8 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _fluency(text: str, common: frozenset[str]) -> float:
    wide = [c for c in text if c > "\x7f"]
    hits = sum(c in common for c in wide) - 5 * text.count("\ufffd")
    return hits / max(len(wide), 1)


def _checked(data: bytes, encoding: str, *, guessed: bool) -> tuple[str, str, list[Finding]]:
    text = data.decode(encoding, errors="replace")
    shown = "utf-8" if encoding == "utf-8-sig" else encoding
    findings = []
    if guessed:
        findings.append(finding("S001", encoding=shown))
    lost = text.count("\ufffd") - (data.count(b"\xef\xbf\xbd") if shown == "utf-8" else 0)
    if lost > 0:
        findings.append(finding("S002", count=lost))
    return text, shown, findings
