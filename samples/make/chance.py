"""Notices put together by chance from a seed, in every text layout, with their truth: the same seed, the same notice.

    python -m make.chance SEED [LAYOUT]      (in samples/)

prints the notice of a seed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from . import layouts
from .flow import flow
from .grid import same_group
from .model import Head, Item, Notice, Task, Units, When, read_units
from .pages import Column, set_rows

ACTS = """制定 修订 完善 建立健全 组织开展 深入推进 持续优化 全面落实 加快建设 规范 统筹推进 强化 扎实做好 探索推行
升级改造 梳理公布 动态调整 督促落实 深化 启动""".split()
THINGS = """行政许可事项清单管理|政策解读材料审核机制|城市更新项目库|农村饮用水水源地保护|老旧小区加装电梯服务指南|社区嵌入式服务设施
中小学校园食品安全检查|企业诉求闭环办理机制|公共数据分类分级目录|应急避难场所标准化建设|小微企业融资对接活动|医疗机构检查检验结果互认
河湖长制巡查制度|重点行业领域安全风险评估|行政执法案卷评查|养老服务机构等级评定|政府网站内容保障|产业园区污水集中处理设施
零工市场规范化建设|“一件事”集成服务改革|非物质文化遗产保护名录|农产品质量安全追溯体系|城市体检指标体系|人民调解组织规范化建设
职业技能提升培训|招标投标全流程电子化|土壤污染重点监管单位名录|政务服务“好差评”制度|公租房分配管理办法|森林防火应急预案""".replace(
    "\n", "|"
).split("|")
ENDS = """确保年度任务按期完成|覆盖率达到95%以上|办理时限压缩三成|及时向社会公布进展情况|形成可复制的经验做法|每季度通报一次
年内不少于3次|不断提高群众满意度|纳入绩效考核|做到底数清、情况明、措施实|由主要负责同志亲自部署|实现数据实时共享
新增不少于20个|解决群众反映强烈的突出问题|建立问题台账，逐项销号|整改率达到100%|努力打造特色品牌|推动资源向基层下沉""".replace(
    "\n", "|"
).split("|")
OPENINGS = "围绕企业群众办事需求|聚焦重点领域和关键环节|坚持问题导向|对照上级部署要求|结合本地实际|在充分调研的基础上".split(
    "|"
)
LABELS = """夯实工作基础|优化服务供给|强化风险防控|提升治理效能|推动改革创新|保障和改善民生|加强监督管理|促进产业升级
健全制度机制|改善生态环境|深化政务公开|推进数字转型|规范权力运行|支持企业发展|加强队伍建设|完善基础设施""".replace(
    "\n", "|"
).split("|")
BODIES = """发展改革委 教育局 科技局 公安局 民政局 司法局 财政局 人力资源社会保障局 生态环境局 住房城乡建设局 交通运输局 水务局 农业农村局
商务局 文化和旅游局 卫生健康委 应急管理局 审计局 市场监管局 医保局 统计局 数据局 城管执法局 信访局 政府办公室""".split()
GROUPS = ("各街镇", "各部门", "政府各部门", "各相关单位", "相关部门", "各责任单位")
TIMES = """全年 全年 全年 6月底前 9月底前 10月底前 12月底前 3月底前 年底前 11月 上半年 持续推进 长期 每季度 8月31日前 4月至10月 二季度""".split()
PLACES = (
    ("云澜市", "市"),
    ("清江区", "区"),
    ("松石县", "县"),
    ("白鹭湖县", "县"),
    ("临涛市", "市"),
    ("望岳区", "区"),
)
FIELDS = "政务公开 优化营商环境 安全生产 乡村振兴 法治政府建设 生态环境保护 数字政府建设 教育改革发展".split()
NUMBER_WORDS, TIME_WORDS = ("序号", "编号"), ("时间节点", "完成时间", "完成时限", "时限要求")
GROUP_WORDS = ("任务名称", "任务类别", "重点任务", "工作事项", "主要任务")
CONTENT_WORDS = ("任务内容", "具体内容", "工作要求", "工作措施", "具体举措")
UNIT_WORDS = ("责任单位", "责任部门", "承办单位")
CHINESE = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Made:
    """A notice, the name of its layout, and its text in that layout."""

    notice: Notice
    layout: str
    text: str


def make(seed: int, layout: str = "") -> Made:
    """The notice of a seed; in `layout`, or in the one that the seed gives."""
    chance = Random(seed)
    name = layout or chance.choice(sorted(LAYOUTS))
    notice, text = LAYOUTS[name](chance)
    return Made(notice, name, text)


# A section of a sized body: no numeral in it has more than two digits.
MOST_ITEMS = 99


class Sized(Random):
    """Chance that gives tables of `rows` rows and bodies of as many items: 3 to a group, 99 to a section."""

    def __init__(self, seed: int, rows: int) -> None:
        super().__init__(seed)
        self.rows = rows


def make_sized(seed: int, layout: str, rows: int) -> Made:
    """The notice of a seed with this many tasks (in a layout whose items hold several: about as many)."""
    notice, text = LAYOUTS[layout](Sized(seed, rows))
    return Made(notice, layout, text)


def _sentence(chance: Random) -> str:
    parts = [chance.choice(OPENINGS)] if chance.random() < 0.3 else []
    parts.append(chance.choice(ACTS) + chance.choice(THINGS))
    parts += chance.sample(ENDS, chance.choice((0, 1, 1, 2, 3)))
    return "，".join(parts)


def _content(chance: Random, stop: str = "。") -> str:
    return "。".join(_sentence(chance) for _ in range(chance.choice((1, 1, 1, 2, 3)))) + stop


def _names(chance: Random, prefix: str, most: int) -> str:
    names = [prefix + body for body in chance.sample(BODIES, chance.randint(1, most))]
    if chance.random() < 0.25:
        names.append("*" + chance.choice(GROUPS))
    return "、".join(names)


def _units(chance: Random, prefix: str) -> Units:
    if chance.random() < 0.3:
        others = _names(chance, prefix, 3)
        lead = prefix + chance.choice([body for body in BODIES if prefix + body not in others.split("、")])
        return read_units(f"{lead}牵头，{others}{chance.choice(('配合', '落实', '协助'))}")
    if chance.random() < 0.1:
        return read_units("*" + chance.choice(GROUPS))
    return read_units(_names(chance, prefix, 4))


def _rows(chance: Random, prefix: str, *, groups: int, stop: str = "。") -> tuple[Task, ...]:
    rows: list[Task] = []
    labels = chance.sample(LABELS, min(groups, len(LABELS))) if groups else [""]
    size: tuple[int, ...] = (1, 1, 2, 2, 3, 3, 4, 5, 7, 10) if groups else (chance.randint(8, 40),)
    if isinstance(chance, Sized):
        labels = [LABELS[i % len(LABELS)] for i in range(-(-chance.rows // 3))] if groups else [""]
        size = (3,) if groups else (chance.rows,)
    for label in labels:
        for _ in range(chance.choice(size)):
            units = _units(chance, prefix)
            times = (When(chance.choice(TIMES)),)
            more = {"units": units.printed}
            path = (label,) if label else ()
            rows.append(Task(_content(chance, stop), units, times, str(len(rows) + 1), path, None, more))
    return tuple(rows[: chance.rows] if isinstance(chance, Sized) else rows)


def _head(chance: Random, *, table: bool) -> tuple[Head, tuple[str, ...], str]:
    """The head, the covering notice, and what the place's bodies begin with."""
    place, prefix = chance.choice(PLACES)
    year, work = chance.randint(2015, 2025), chance.choice(FIELDS)
    title = f"{year}年{place}{work}{'重点任务分解表' if table else '工作要点'}"
    issuer, number = f"{place}人民政府办公室", f"{place[0]}政办发〔{year}〕{chance.randint(1, 90)}号"
    month, day = chance.randint(1, 5), chance.randint(1, 28)
    cover = (
        f"{issuer}关于印发《{title}》的通知",
        number,
        "各乡镇人民政府、街道办事处，政府各部门：",
        f"现将《{title}》印发给你们，请认真贯彻执行。",
        issuer,
        f"{year}年{month}月{day}日",
    )
    return Head(title, year, issuer, number, f"{year}-{month:02}-{day:02}"), cover, prefix


def _columns(chance: Random, *, group: bool) -> tuple[tuple[str, str], ...]:
    columns = [(chance.choice(NUMBER_WORDS), "number")]
    columns += [(chance.choice(GROUP_WORDS), "group")] * group
    columns += [(chance.choice(CONTENT_WORDS), "content"), (chance.choice(UNIT_WORDS), "units")]
    return (*columns, (chance.choice(TIME_WORDS), "time"))


def _table(chance: Random, *, groups: int, stop: str = "。") -> Notice:
    head, cover, prefix = _head(chance, table=True)
    rows = _rows(chance, prefix, groups=groups, stop=stop)
    columns = _columns(chance, group=bool(groups))
    return Notice(head, cover, columns=columns, table_caption=(head.title,), rows=rows)


def _prose(chance: Random, style: str, form: str, depth: int) -> Notice:
    """Sections with items; `depth` 2 gives （一） items with headings, 3 plain items 1. 2. that run on."""
    head, cover, prefix = _head(chance, table=False)
    items: list[Item] = []
    runs_on, count = chance.random() < 0.5 and not isinstance(chance, Sized), 0
    sections = [(label, 0) for label in chance.sample(LABELS, chance.randint(3, 8))]
    if isinstance(chance, Sized):
        parts = range(0, chance.rows, MOST_ITEMS)
        sections = [
            (LABELS[i % len(LABELS)], min(MOST_ITEMS, chance.rows - at)) for i, at in enumerate(parts)
        ]
    for index, (label, size) in enumerate(sections):
        items.append(Item(f"{_chinese(index + 1)}、", label))
        count = count if runs_on or depth == 3 else 0
        for _ in range(size or chance.randint(2, 6)):
            count += 1
            tasks = tuple(
                Task(
                    _content(chance),
                    _units(chance, prefix),
                    (When(chance.choice(TIMES)),) * ("{time}" in form),
                )
                for _ in range(
                    chance.choice((1, 1, 1, 2)) if style in ("bracket", "run on") and depth == 2 else 1
                )
            )
            if depth == 2:
                title = chance.choice(ACTS) + chance.choice(THINGS) + "。"
                items.append(Item(f"（{_chinese(count)}）", title, "", tasks))
            else:
                items.append(Item(f"{count}.", None, "", tasks))
    opening = (f"为做好{head.year}年有关工作，制定本工作要点。",)
    return Notice(head, cover, (head.title,), opening, tuple(items), style=style, form=form)


def _chinese(number: int) -> str:
    hundreds, number = divmod(number, 100)
    tens, ones = divmod(number, 10)
    if hundreds:
        return f"{CHINESE[hundreds - 1]}百" + ("零" if ones and not tens else "") + _chinese(number)
    return ("" if tens == 0 else "十" if tens == 1 else CHINESE[tens - 1] + "十") + (
        CHINESE[ones - 1] if ones else ""
    )


def _with_body(chance: Random) -> Notice:
    """A table and a body that says the same: an item for each group, sections of one to four items."""
    notice = _table(chance, groups=chance.randint(5, 16), stop="")
    items: list[Item] = []
    sections = left = 0
    for count, group in enumerate(dict.fromkeys(row.groups[0] for row in notice.rows), 1):
        if not left:
            items.append(Item(f"{_chinese(sections + 1)}、", chance.choice(ACTS) + chance.choice(FIELDS)))
            sections, left = sections + 1, chance.randint(1, 4)
        texts = [row.content for row in notice.rows if row.groups[0] == group]
        items.append(Item(f"（{_chinese(count)}）", group + "。", "。".join(texts) + "。"))
        left -= 1
    caption = notice.head.title.replace("重点任务分解表", "工作要点")
    head = replace(notice.head, title=caption)
    cover = tuple(words.replace(notice.head.title, caption) for words in notice.cover)
    return replace(notice, head=head, cover=cover, caption=(caption,), items=tuple(items))


def _tabs(chance: Random) -> tuple[Notice, str]:
    """Labels at the middle of their part of a page, pages of some twenty rows."""
    notice = _with_body(chance)
    breaks, label_rows, at = [], {}, 0
    while at < len(notice.rows):
        at += chance.randint(12, 22)
        breaks += [notice.rows[at].number or ""] if at < len(notice.rows) else []
    for index, row in enumerate(notice.rows):
        if not same_group(notice.rows, index):
            part = [index]
            while (
                part[-1] + 1 < len(notice.rows)
                and same_group(notice.rows, part[-1] + 1)
                and notice.rows[part[-1] + 1].number not in breaks
            ):
                part.append(part[-1] + 1)
            if len(part) > 2 and chance.random() < 0.4:
                label_rows[row.number or ""] = notice.rows[part[(len(part) - 1) // 2]].number or ""
    return notice, layouts.tab_table(notice, label_rows, breaks)


def _spilled(chance: Random) -> tuple[Notice, str]:
    notice = _table(chance, groups=chance.randint(3, 14))
    notice = replace(
        notice, cover=(), caption=(notice.head.title,), table_caption=(),
        head=replace(notice.head, issuer=None, document_number=None, issued_on=None),
    )  # fmt: skip
    widths = {
        "number": 3,
        "group": chance.randint(5, 10),
        "content": chance.randint(16, 28),
        "units": chance.randint(9, 15),
    }
    columns = tuple(Column(field, widths.get(field, 4)) for _, field in notice.columns)
    tallest = max(
        row.height
        for row in set_rows([{"content": r.content, "units": r.units.printed} for r in notice.rows], columns)
    )
    height = max(chance.randint(24, 36), tallest + 5)
    return notice, layouts.spilled(notice, columns, ("", "附件", "", notice.head.title), height=height)


def _pipes(chance: Random) -> tuple[Notice, str]:
    notice = _table(chance, groups=chance.randint(3, 10))
    return notice, layouts.table_lines(notice, leave_out=chance.random() < 0.7)


def _heading_rows(chance: Random) -> tuple[Notice, str]:
    notice = _table(chance, groups=chance.randint(3, 8))
    rows = tuple(replace(row, groups=(_numbered(notice, row),)) for row in notice.rows)
    notice = replace(notice, rows=rows, columns=tuple(c for c in notice.columns if c[1] != "group"))
    return notice, layouts.table_lines(notice)


def _numbered(notice: Notice, row: Task) -> str:
    groups = list(dict.fromkeys(r.groups[0] for r in notice.rows))
    return f"{_chinese(groups.index(row.groups[0]) + 1)}、{row.groups[0]}"


def _pipe_cells(chance: Random) -> tuple[Notice, str]:
    notice = _table(chance, groups=chance.choice((0, 3, 6)))
    return notice, layouts.pipe_cells(notice)


def _cell_a_line(chance: Random) -> tuple[Notice, str]:
    notice = _table(chance, groups=0)
    notice = replace(
        notice, cover=(), caption=(notice.head.title,), table_caption=(),
        head=replace(notice.head, issuer=None, document_number=None, issued_on=None),
    )  # fmt: skip
    return notice, layouts.cell_a_line(notice)


def _blanks(chance: Random) -> tuple[Notice, str]:
    notice = _table(chance, groups=0, stop="")
    return notice, layouts.padded_table(notice, (4, chance.randint(30, 60), chance.randint(16, 40), 8))


def _pdf_lines(chance: Random) -> tuple[Notice, str]:
    notice = _prose(chance, "bracket", "（责任单位：{units}）", 2)
    height = chance.randint(20, 26)
    pages = 2 + sum(len(para.printed) // 26 + 1 for para in flow(notice)) // height
    marks = {page: chance.choice((f"— {page}—", f"- {page} -", f"{page}")) for page in range(2, pages, 2)}
    columns = chance.choice((26, 28, 30, 34))
    return notice, layouts.pdf_lines(notice, marks, columns=columns, height=height)


def _prose_layout(style: str, form: str, depth: int) -> Callable[[Random], tuple[Notice, str]]:
    def laid_out(chance: Random) -> tuple[Notice, str]:
        notice = _prose(chance, style, form, depth)
        return notice, layouts.printed(notice)

    return laid_out


LAYOUTS: dict[str, Callable[[Random], tuple[Notice, str]]] = {
    "tab-table": _tabs,
    "spilled": _spilled,
    "pipes": _pipes,
    "heading-rows": _heading_rows,
    "pipe-cells": _pipe_cells,
    "cell-a-line": _cell_a_line,
    "blank-columns": _blanks,
    "pdf-lines": _pdf_lines,
    "brackets": _prose_layout("bracket", "（责任单位：{units}；完成时限：{time}）", 2),
    "plain-items": _prose_layout("bracket", "（责任单位：{units}，完成时限：{time}）", 3),
    "run-on": _prose_layout("run on", "（{units}；完成时限：{time}）", 2),
    "one-paragraph": _prose_layout("one paragraph", "（责任单位：{units}）", 2),
}


if __name__ == "__main__":
    print(make(int(sys.argv[1]), *sys.argv[2:3]).text)
