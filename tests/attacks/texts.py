"""Plain text: endless lines, cells, brackets, and characters that are not what they look like."""

from __future__ import annotations

from . import NOTICE, Attack

MB = 1 << 20
ITEM = "（四）开展专项检查。{}（责任单位：区司法局；完成时限：6月底前）\n"


def with_item(inside: str) -> bytes:
    """The notice with an item that holds the given characters."""
    return (NOTICE + ITEM.format(inside)).encode("utf-8", "surrogatepass")


def between(mark: str) -> bytes:
    """The notice with a mark between all its characters but line ends."""
    return "".join(c + mark if c != "\n" else c for c in NOTICE).encode("utf-8", "surrogatepass")


def one_line(size: int) -> bytes:
    """One line of so many bytes that goes on like a notice."""
    words = "编制公开事项目录，梳理本部门公开事项并及时向社会公布，".encode()
    return words * (size // len(words))


def rows(count: int) -> bytes:
    lines = (f"{i}\t开展第{i}项检查并公布结果\t区司法局\t6月底前" for i in range(1, count + 1))
    return ("序号\t任务内容\t责任单位\t完成时限\n" + "\n".join(lines)).encode()


ATTACKS = (
    Attack("one-line-of-8-mb", "a.txt", lambda: one_line(8 * MB), "NoTasksError", seconds=20),
    Attack("one-line-of-50-mb", "a.txt", lambda: one_line(50 * MB), "NoTasksError", seconds=120, megabytes=2500, big=True),
    Attack("one-line-of-1-gb", "a.txt", lambda: one_line(1000 * MB), "TooLargeError", megabytes=1500, big=True),
    Attack("million-tabs", "a.txt", lambda: NOTICE.encode() + "甲\t".encode() * 1_000_000, "notice", seconds=20, megabytes=900),
    Attack("million-empty-tabs", "a.txt", lambda: NOTICE.encode() + b"\t" * 1_000_000, "notice"),
    Attack("million-bars", "a.txt", lambda: NOTICE.encode() + "|甲".encode() * 500_000, "notice", seconds=20, megabytes=900),
    Attack("million-blank-lines", "a.txt", lambda: NOTICE.encode() + b"\n" * 2_000_000, "notice"),
    Attack("million-lines", "a.txt", lambda: NOTICE.encode() + "甲\n".encode() * 1_000_000, "notice", seconds=60, megabytes=2500, big=True),
    Attack("hundred-thousand-lines", "a.txt", lambda: NOTICE.encode() + "甲\n".encode() * 100_000, "notice", seconds=20),
    Attack("5000-rows", "a.txt", lambda: rows(5000), "notice", seconds=40, megabytes=900),
    Attack("header-lines-without-end", "a.txt", lambda: NOTICE.encode() + "序号 工作任务 责任单位 完成时限\n".encode() * 12_500, "notice"),
    Attack("numbers-of-cards-without-end", "a.txt", lambda: NOTICE.encode() + "序号：1\n".encode() * 12_500, "notice"),
    Attack("blanks-only", "a.txt", lambda: b" " * 16 * MB, "UnreadableError"),
    Attack("open-brackets", "a.txt", lambda: with_item("（" * 200_000), "notice", seconds=20),
    Attack("nested-brackets", "a.txt", lambda: with_item("（" * 50_000 + "甲" + "）" * 50_000), "notice", seconds=20),
    Attack("quotes-and-titles-open", "a.txt", lambda: with_item("《“『【〔" * 30_000), "notice", seconds=20),
    Attack("number-without-end", "a.txt", lambda: with_item("9" * 300_000), "notice", seconds=20),
    Attack("numeral-without-end", "a.txt", lambda: with_item("二〇" * 150_000 + "年"), "notice", seconds=20),
    Attack("months-without-end", "a.txt", lambda: with_item("6月、" * 60_000 + "底前"), "notice", seconds=20),
    Attack("units-without-end", "a.txt", lambda: (NOTICE + ITEM.format("").replace("区司法局", "区司法局、" * 40_000)).encode(), "notice", seconds=30),
    Attack("lone-surrogates", "a.txt", lambda: with_item("\ud800\udfff" * 50), "notice"),
    Attack("lone-surrogates-between", "a.txt", lambda: between("\ud800"), "NoTasksError"),
    Attack("nuls-inside", "a.txt", lambda: with_item("\0" * 3), "notice"),
    Attack("nuls-only", "a.txt", lambda: b"\0" * MB, "FormatError"),
    Attack("control-characters", "a.txt", lambda: bytes(range(1, 9)) * 10_000, "FormatError"),
    Attack("right-to-left-overrides", "a.txt", lambda: between("\u202e"), "notice"),
    Attack("bidi-isolates", "a.txt", lambda: with_item("\u2066\u2067\u2068" * 100_000), "notice"),
    Attack("zero-width-flood", "a.txt", lambda: between("\u200b\u200d\u2060" * 500), "notice"),
    Attack("zero-width-million", "a.txt", lambda: with_item("\u200b" * 1_000_000), "notice"),
    Attack("combining-flood", "a.txt", lambda: with_item("e" + "\u0301" * 300_000), "notice", seconds=20),
    Attack("variation-selectors", "a.txt", lambda: between("\ufe0f\U000e0100"), "notice"),
    Attack("private-use", "a.txt", lambda: with_item("\ue000\U000f0000" * 50_000), "notice"),
    Attack("compatibility-explosion", "a.txt", lambda: with_item("\ufdfa" * 100_000), "notice"),  # 18 characters each
    Attack("utf-7-and-escapes", "a.txt", lambda: b"+ADw-script+AD4-" * 1000 + b"\x1b$B" * 1000 + NOTICE.encode(), "notice"),
    Attack("odd-bytes-of-gb18030", "a.txt", lambda: NOTICE.encode("gb18030") + b"\x81\x30\x81" * 100_000, "notice"),
    Attack("half-a-utf-32", "a.txt", lambda: b"\xff\xfe\0\0" + NOTICE.encode("utf-32-le") + b"\xff\xff", "notice"),
)  # fmt: skip
