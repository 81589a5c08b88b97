"""Words put together by chance: unit lists, deadlines, sentences, numbered bodies and tables that nobody would write.

`read` reads a phrase by every reader of words, a text as a notice; whatever is raised but a one-line error is a bug.
"""

from __future__ import annotations

import random

import wpkit
from wpkit.fields.bodies import is_known
from wpkit.fields.dates import read_date
from wpkit.fields.deadlines import is_deadline, read_deadlines
from wpkit.fields.mentions import read_mentions
from wpkit.fields.names import is_body, is_collective, is_kind, is_person
from wpkit.fields.numbering import read_marker
from wpkit.fields.topics import read_topic
from wpkit.fields.units import is_units, read_units
from wpkit.text import clean, fold, number_of, squeeze, tidy

TIMES = """年 月 日 底 前 末 初 上旬 中旬 下旬 季度 上半年 下半年 全年 年内 每 每年 每月 每季度 一 二 十 廿 〇 0 1 2 9 12 13 29 30 31 32 99 2022 2099 1900
9999 个 工作日 小时 天 内 后 以内 至 到 — - ~ . / ： 持续 长期 春节 国庆节 两会 印发 之日起 日起 完成 2月30日 2022-13-45 ２ ９月 闰""".split()
UNITS = """区 县 市 省 镇 局 委 办 处 科 中心 公司 教育局 发展改革委 各 各镇 各部门 等 、 ， ； 及 和 与 （ ） ( ) 【 】 [ ] 牵头 配合 负责 责任单位 牵头单位： 按职责分工
分别 其他 有关 相关 会同 市政府 办公室 党组 书记 张三 · 一 某 以 上 下 级 管委会 街道办事处 乡（镇） 县（市、区） * / | 人民政府 政务 数据""".split()
HEADS = """一、 二、 （一） （二） 1. 2. ① 第一章 第一条 附件 附件1 序号 任务 责任单位 完成时限 备注 工作要点 2022年 关于印发 的通知 各单位： 〔2022〕3号
制定 完善 推进 清单。 机制； 。 ； ， ： “ ” 《 》 政策解读 目标 总体要求""".split()
BREAKS = (
    "\n",
    "\n\n",
    "\t",
    "\t\t",
    "|",
    " | ",
    "  ",
    "\u3000\u3000",
    "\f",
    "\r\n",
    "\r",
    "\v",
    "\x85",
    "\u2028",
)
STRANGE = (
    "\ud800", "\udfff", "\0", "\x01", "\u200b", "\u202e", "\u2066", "\ufeff", "\u0301", "\u20dd", "\U0002f800", "\U000e0041",
    "\ufffe", "²", "Ⅻ", "㈠", "⒈", "①", "⑳", "㎡", "一" * 40, "9" * 40, "（" * 30, "、" * 30, "各" * 30, "月" * 30,
)  # fmt: skip


def phrase(chance: random.Random) -> str:
    """One short string of words of one or two kinds, with something strange in it now and then."""
    words = chance.choice((TIMES, UNITS, UNITS + TIMES, TIMES + HEADS))
    return "".join(
        chance.choice(STRANGE if chance.random() < 0.06 else words) for _ in range(chance.randint(1, 14))
    )


def text(chance: random.Random) -> str:
    """A page of lines and cells: bodies, tables with too many and too few cells, marks in odd places."""
    columns, out = chance.randint(1, 7), []
    mark = chance.choice(BREAKS[2:8])
    for _ in range(chance.randint(1, 40)):
        if chance.random() < 0.6:
            cells = chance.choice((columns, columns, columns, chance.randint(0, 9)))
            out.append(mark.join(phrase(chance) for _ in range(cells)))
        else:
            out.append(chance.choice(HEADS) + phrase(chance) + chance.choice(HEADS))
        out.append(chance.choice(BREAKS) if chance.random() < 0.1 else "\n")
    return "".join(out)


def read(seed: str) -> str:
    """Reads the phrases or the text of a seed; what became of it in a word."""
    chance = random.Random(seed)
    if chance.random() < 0.5:
        for _ in range(20):
            read_phrase(phrase(chance), chance.choice((None, 2022, 1, 9999)))
        return "read"
    try:
        notice = wpkit.parse(text(chance).encode("utf-8", "surrogatepass"), name="phrases.txt")
    except wpkit.WpkitError as error:
        return type(error).__name__
    assert wpkit.Notice.model_validate_json(notice.model_dump_json()) == notice
    wpkit.validate(notice)
    return "notice"


def read_phrase(words: str, year: int | None = None) -> None:
    """Reads one string by every reader of strings, and holds what must be true of the answers."""
    found = read_deadlines(words, year=year).deadlines
    assert all(d.start is None or d.end is None or d.kind != "by" or d.start <= d.end for d in found)
    read_units(words)
    read_mentions(words, year=year, issued_on=None)
    read_topic((words,), None, words)
    for reader in (
        is_deadline, read_date, is_units, is_body, is_collective, is_person, is_kind, is_known, read_marker, number_of,
        clean, tidy, squeeze,
    ):  # fmt: skip
        reader(words)
    assert fold(fold(words)) == fold(words)
