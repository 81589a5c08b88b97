"""A table's header words → what each column holds.

The words are those of the genre; a column that they do not tell is told by its cells. Columns of
place, amount, person, progress and remarks hold nothing of a task and get the role "other".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from wpkit.fields.deadlines import due_clauses, is_deadline
from wpkit.fields.headings import Kind, header_kind, is_group_header, without_note
from wpkit.fields.names import is_persons
from wpkit.fields.numbering import read_marker, row_number
from wpkit.fields.roles import role_in_brackets, says_first_leads
from wpkit.fields.units import is_units
from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.schema import Role
from wpkit.text import fold

ColumnRole = Literal["number", "category", "content", "units", "deadline", "other"]


@record(frozen=True)
class Column:
    """What a column holds. `unit_role` is the role its header states for the units in it;
    `first_leads`: the header says that the first of each list leads."""

    role: ColumnRole
    title: str = ""
    unit_role: Role | None = None
    first_leads: bool = False


_LEADS = pattern(
    r"(?:第一|首|排在?第一|列第?一|前)(?:位|个|的)?(?:者|的|单位|部门)*(?:责任)?(?:单位|部门)?(?:为|是|系)?(?:工作|任务)?(?:牵头|主办|第一责任)",
    needs=(
        "牵头",
        "主办",
        "第一责任",
    ),
)
_LEADS = pattern(r"牵头\(?责任|牵头负责|牵头实施|牵头落实|牵头承办|牵头组织", needs=("牵头",))
_LEAD, _SUPPORT = (
    pattern("牵头|主责"),
    pattern("配合|协办|协助|协管|参与|参加|会同|会办|协同|协作|支持|指导|督办|督导|督查|督促|监督|验收"),
)
_RESPONSIBLE = pattern("责任|负责|落实|主办|承办|承担|承接|实施|组织|执行")
_CHARGED = pattern(f"{_LEAD.pattern}|{_RESPONSIBLE.pattern}|主管|归口")
_NOTE_BEHIND = pattern(r"\(([^()]+)\)$", needs="(")


def unit_role(title: str) -> Role | None:
    """The role that a header or a label states for its units; None where it states none or more than one."""
    folded = fold(title)
    # 责任单位（牵头） | 责任单位（配合）
    note = _NOTE_BEHIND.search(folded)
    stated = role_in_brackets(note[1]) if note else None
    if stated in ("lead", "support"):
        return stated
    key = without_note(folded) or folded
    lead, support = _LEAD.search(key), _SUPPORT.search(key)
    if lead and (support or _RESPONSIBLE.search(key)):
        return "lead" if _LEADS.search(key) else None
    if lead:
        return "lead"
    if support and (not _RESPONSIBLE.search(key) or support.start() < _RESPONSIBLE.search(key).start()):  # type: ignore[union-attr]
        return "support"
    return "responsible" if _RESPONSIBLE.search(key) else None


# A header word that ends in one of these is whole: it does not go on with the next line.
WHOLE_WORDS = tuple(
    "单位 部门 科室 处室 股室 部室 站所 时限 时间 期限 节点 进度 安排 内容 任务 名称 类别 措施 序号 要求 备注 事项 领域 目标 项目 "
    "领导 责任人 要点 单位 部門 處室 時限 時間 期限 內容 任務 名稱 類別 序號 備註 領導".split()
)


BODY_WORDS = ("单位", "部门", "主体", "机构", "企业")
_LONGEST_BODIES = 8


_PART_OF_YEAR = pattern(
    r"(?:20\d\d年)?(?:\d{1,2}月?(?:[-—–~至]\d{1,2})?月|第?\d季度)(?:份|底)?(?:目标|计划|任务|进度|工作|安排|要求){0,2}",
    needs="月季",
)


def read_header(cells: Sequence[str], spanned: Sequence[bool] = ()) -> tuple[Column, ...] | None:
    """The columns that a header row states, or None if the cells are no header row.

    A header row has at least two known words, one of them for units, a deadline, a number or content,
    and next to nothing else. `spanned[k]`: a cell of the row above stands over column k and its neighbours.
    """
    kinds = [header_kind(cell) if cell.strip() else None for cell in cells]
    known = [k for k in kinds if k]
    # 市直部门, 考核单位: names of bodies as well, but none among three words that are not
    bodies = sum(
        kind is None and len(cell) <= _LONGEST_BODIES and fold(cell).endswith(BODY_WORDS)
        for kind, cell in zip(kinds, cells, strict=True)
    )
    words = len(known) + (bodies if len(set(known)) > 2 else 0)
    # 1-3月 | 4-6月: what is planned for each part of the year
    parts = sum(bool(_PART_OF_YEAR.fullmatch(fold(cell))) for cell in cells)
    words += parts if len(set(known)) > 1 and parts > 1 else 0
    filled = sum(bool(cell.strip()) for cell in cells)
    if len(known) < 2 or words < 0.7 * filled or len(set(known)) < 2:
        return None
    if not {"units", "deadline", "content", "number"} & set(known):
        return None
    kinds = [
        kind or ("units" if is_group_header(cell) else None) for kind, cell in zip(kinds, cells, strict=True)
    ]
    return tuple(_assign(cells, kinds, spanned))


# Who builds, owns or uses what a task makes: charged with it only where no other column says who is.
_BUILDERS = pattern(
    r"(?:建设|项目|业主|承建|代建|申报|运营|使用|工程){1,2}(?:单位|主体|业主|企业|公司|法人)|业主"
)

# Whose bodies they are, or that they work together, and no more: 市直部门, 县级联动单位.
_OF_LEVEL = pattern(
    r"(?:[省市区县州旗盟镇乡]{1,2}(?:直属|本级|直|级|属)|联动|相关|有关|其他|成员)+(?:单位|部门|机构|企业)"
)
# Who judges the work or is told of it, though the word for a share may stand beside.
_ONLOOKERS = pattern("考核|验收|评价|评估|评分|督查|督导|检查|监督|填报|报送|审核|审批")


def column_of_charged(title: str) -> bool:
    """Whether bodies under these words, beside a column of responsible units, have a share in the work: the words say so,
    or say nothing but of which level they are. Who is served, owns, houses or inspects the work has none."""
    key = without_note(fold(title))
    if _BUILDERS.fullmatch(key) or _ONLOOKERS.search(key):
        return False
    return unit_role(title) is not None or bool(_OF_LEVEL.fullmatch(key))


def role_beside(title: str, titles: Sequence[str]) -> Role | None:
    """The role that a header or label states beside the others of units: 主责单位 leads where none of them is that of the
    牵头单位."""
    role = unit_role(title)
    others_lead = "牵头" not in title and any("牵头" in t and unit_role(t) == "lead" for t in titles)
    return "responsible" if role == "lead" and others_lead else role


def _assign(cells: Sequence[str], kinds: Sequence[Kind | None], spanned: Sequence[bool]) -> list[Column]:
    columns = [Column("other", cell.strip()) for cell in cells]
    bare = [i for i, cell in enumerate(cells) if fold(cell) == "单位"]
    builders = [i for i, cell in enumerate(cells) if _BUILDERS.fullmatch(without_note(fold(cell)))]
    charged = [i for i, kind in enumerate(kinds) if kind == "units" and i not in builders and i not in bare]
    titles = [cells[i] for i in charged]
    if not any(unit_role(cells[i]) != "support" and _CHARGED.search(cells[i]) for i in charged):
        builders = []
    for i, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
        if i in bare and kinds.count("units") > len(bare):
            continue  # the unit of measure, beside a column of responsible units
        if i in builders:
            continue
        if kind == "number" or kind == "deadline":
            columns[i] = Column(kind, cell.strip())
        elif kind == "units":
            columns[i] = Column("units", cell.strip(), role_beside(cell, titles), says_first_leads(cell))
    content = _content_column(cells, kinds, spanned)
    if content is not None:
        columns[content] = replace(columns[content], role="content")
        # a target beside a content names no group, but where it is all that stands before it
        names = [i for i in range(content) if kinds[i] in ("name", "content")]
        problems = [i for i in range(content) if not names and fold(cells[i]).endswith("问题")]
        goals = [i for i in range(content) if kinds[i] == "goal" and not names and not problems]
        blank = [i for i in range(content) if kinds[i] is None and not cells[i].strip()]
        for i in (*names, *problems, *goals, *blank):
            columns[i] = replace(columns[i], role="category")
    return columns


def _content_column(
    cells: Sequence[str], kinds: Sequence[Kind | None], spanned: Sequence[bool]
) -> int | None:
    """The last column of content words (one that shares no cell of the header with others, if there is one); else
    the goal beside a name; else the last name, a group's (任务类别) only where there is no other."""
    strong = [i for i, k in enumerate(kinds) if k == "content"]
    strong = [i for i in strong if not (spanned and spanned[i])] or strong
    names = [i for i, k in enumerate(kinds) if k == "name"]
    goals = [i for i, k in enumerate(kinds) if k == "goal"]
    if strong:
        # 工作任务 | 工作要求: the later; 任务内容 | 进度安排 was told apart before
        return strong[-1]
    if goals and names and all(NAMES.search(fold(cells[i])) for i in names):
        return goals[-1]
    if names:
        return ([i for i in names if not _GROUPS.search(fold(cells[i]))] or names)[-1]
    return goals[-1] if goals else None


def columns_by_cells(rows: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """The columns of a table without a header, told by what most of their cells can be read as."""
    width = max((len(r) for r in rows), default=0)
    columns = [Column("other")] * width
    lengths = [0.0] * width
    for i in range(width):
        cells = [r[i].strip() for r in rows if i < len(r) and r[i].strip()]
        if not cells:
            continue
        lengths[i] = sum(map(len, cells)) / len(cells)
        share = 0.6 * len(cells)
        if sum(row_number(c) is not None for c in cells) >= share:
            columns[i] = Column("number")
        elif sum(is_deadline(c) for c in cells) >= share:
            columns[i] = Column("deadline")
        elif sum(is_units(c) for c in cells) >= share:
            columns[i] = Column("units")
    # one number column, the first; a unit column in the row's head is no unit column but a name
    texts = [i for i in range(width) if columns[i].role == "other" and lengths[i] >= 4]
    if texts:
        content = max(texts, key=lambda i: (lengths[i], i))
        columns[content] = Column("content")
        for i in texts:
            if i < content:
                columns[i] = Column("category")
    return tuple(columns)


def told_by_cells(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """The columns that a header states, those it names by no word of their own told by their cells.

    A content word over several columns (工作任务) names the last of them, the others are its groups; a column of
    numbers is one. `cells[k]` are the texts of column k.
    """
    out = list(columns)
    content = next((k for k, c in enumerate(out) if c.role == "content"), None)
    under: list[int] = []
    if content is not None:
        under = [content]
        for k in range(content + 1, len(out)):
            if out[k].title or out[k].role != "other":
                break
            under.append(k)
        lengths = {k: sum(map(len, cells[k])) / max(len(cells[k]), 1) for k in under}
        last = max(k for k in under if 2 * lengths[k] >= max(lengths.values()))
        for k in under:
            role: ColumnRole = "content" if k == last else "category" if k < last else "other"
            out[k] = replace(out[k], role=role)
    for k, column in enumerate(out):
        # no header word over it (or one that spans it and its neighbour), and numbers in it
        unnamed = k in under or header_kind(column.title) in (
            None,
            "name",
        )  # 分值 stands over numbers that are no row's
        if column.role not in ("category", "other") or not unnamed:
            continue
        enough = 1 if k in under else 2
        numbers = sum(row_number(t) is not None for t in cells[k])
        if len(cells[k]) >= enough and numbers >= 0.7 * len(cells[k]):
            if not any(c.role == "number" for c in out):
                out[k] = Column("number", column.title)
            elif header_kind(column.title) is None:
                out[k] = Column("other", column.title)  # a program's count of rows beside the 序号
    return tuple(out)


_GROUP_WORDS = "类别|领域|板块|方面|分类|类型|环节|维度|主题"
_GROUPS = pattern(f"(?:{_GROUP_WORDS})$")
NAMES = pattern(f"名称|项目|事项|实事|指标|{_GROUP_WORDS}")
# 46处, 12个: an amount, though bodies end in 处 and 所 too
MEASURED = pattern(r"\d(?:处|个|所|家|人|项|条|件|名|户|公里|亩|座|套|台|%|％)")


def cell_fit(column: Column, text: str) -> float:
    """How well a whole cell fits a column: about +4 (surely) to −6 (surely not)."""
    text = text.strip()
    if not text:
        return 0.0
    if column.role == "other" and header_kind(column.title) == "person":
        return 1.5 if is_persons(text) else _fit(column.role, text) - 0.5
    return _fit(column.role, text)


_MISFIT = -1.5


def fits(cells: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether the cells read as those of the first of these columns."""
    found = [cell_fit(column, cell) for column, cell in zip(columns, cells, strict=False) if cell]
    return min(found, default=0.0) > _MISFIT and sum(found) > 0


_MEASURES = frozenset("万亿千百十元亩斤头只吨人户公里平方米立％%‰个家所件次项分辆台套座处条场期名/-—、 ")
_ROLES = ("牵头", "负责", "配合", "落实", "责任", "协助", "单位", "部门")
_LISTS = (*_ROLES, "、", "，", ",", "；", "各")


@lru_cache(maxsize=1 << 15)
def _fit(role: ColumnRole, text: str) -> float:
    number = row_number(text) is not None
    deadline = not number and len(text) <= 60 and is_deadline(text)
    length = len(text)
    if role == "number":
        return 4.0 if number else -6.0
    if number:
        return -4.0 if role != "other" else -1.0
    if role == "deadline":
        if deadline:
            return 4.0
        if due := due_clauses(text):  # one may as well be a time and the beginning of the next cell
            return 1.5 if due > 1 else -0.5
        return -5.0 if length > 24 or text[-1] in "。；;" else -2.0
    if deadline:
        return -4.0 if role != "other" else 0.0
    units = (
        # no sentence that ends in a name (开工建设区养老院。)
        not (text[-1] in "。；;" and not any(mark in text for mark in _LISTS))
        and not ("。" in text[:-1] and not any(mark in text for mark in _ROLES))
        and not MEASURED.search(text)
        and is_units(text)
    )
    if role == "units":
        if units:
            return 3.0
        return -5.0 if text[-1] in "。；;" or length > 60 else -2.0
    if role in ("content", "category") and length <= 8 and _MEASURES.issuperset(text):
        return -3.0  # 万元/人
    if role == "content":
        score = 1.0 if length >= 12 else (0.0 if length >= 4 else -2.0)
        score += 1.0 if text[-1] in "。；;" or "，" in text or "," in text else 0.0
        return score - (4.0 if units else 0.0)
    if role == "category":
        score = -1.5 if length < 2 or length > 60 else (1.0 if length <= 30 else 0.0)
        marked = read_marker(text) is not None
        score += 0.8 if marked else 0.0
        # a name ends without a full stop, a heading may have one
        closed = (1.0 if marked else 3.0) if text[-1] in "。；;" else 0.0
        return score - (1.5 if units else 0.0) - closed
    return 0.0 if length <= 20 else -0.5
