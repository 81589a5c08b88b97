"""A table whose cells run together with no mark between them at all → a `Table`, by guess.

Sites that show the text of office files print a table so: header words and cells one behind the other, a number and 、
before each page. What is left to go by: the running numbers, full stops, how the names of bodies end, and the words
that tasks begin with. Where each cell begins is a guess, and `Table.guessed` says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from wpkit.blocks import Cell, Line, Row, Table
from wpkit.fields.bodies import is_known
from wpkit.fields.deadlines import is_deadline
from wpkit.fields.headings import header_kind
from wpkit.fields.names import is_body
from wpkit.fields.units import is_units
from wpkit.patterns import pattern
from wpkit.structure.columns import Column, read_header

_START = "序号"
_WORD_ENDS = (
    "单位 部门 科室 处室 股室 部室 站所 时限 时间 期限 节点 进度 安排 内容 任务 名称 类别 措施 序号 要求 备注 事项 领域 目标 项目 领导 责任人"
).split()
_LONGEST_WORD = 8
_PAGE = pattern(r"(\d{1,3})、")
_MEASURE = (
    "个家项人户条件名亩座套台万千百元公里平米年月日次场所处期批吨位张辆%％.．、,，;；)）-—~～至到度类级号"
)
# How a task begins where its name stands right before it.
_VERBS = pattern(
    r"完成|新建|新增|新设|新辟|改建|扩建|增设|购置|升级|建设|建成|实施|开展|推进|推行|推动|落实|打通|开发|改造|举办|组织|公开|编制|制定|修订|健全|完善|优化|提升|加强"
    r"|深化|扩大|建立|设立|配备|安装|更新|发放|提供|开通|培训|帮扶|扶持|支持|引导|启动|加快|强化|巩固|为[全\d老困残一二三四五六七八九十]|全[市区县]"
    r"|中小学|确保|争取|力争|创建|打造|整治|治理|修复|疏浚|硬化|资助|免费|对\d"
)
_ENDING = (
    r"(?:委员会|管委会|办公室|总工会|残联|妇联|工商联|团[省市区县]?委|人民政府|街道办事处|开发区|经开区|高新[区园]|新区|街道|大队|支队|公司|集团|中心"
    r"|学校|学院|医院|银行|法院|检察院|[局厅镇乡部站所馆](?![长门])|委(?!员|会|托|宣|组|统|政)|办(?!公|事|理))"
)
# 各镇（街道）残联 is one, 住建局（人防办）县财政局 are two
_BODY = pattern(
    rf"(?:经开区|高新[区园]|开发区|[^。；（()）]{{1,14}}?{_ENDING})(?:[（(][^（）()]{{1,12}}[)）](?:(?![省市区县镇乡各])[^。；、，（）()]{{0,6}}?{_ENDING})?)?"
)


_BEHIND_BODY = pattern(rf"{_ENDING}$")


def unmarked_table(lines: Sequence[Line], start: int) -> tuple[Table, str, int] | None:
    """The table that begins in line `start`, the words before it and the first line behind it; None where there is
    none."""
    first = lines[start].text.strip()
    at = first.find(_START)
    if at < 0 or len(first) - at < 60:
        return None
    header = _header(first[at:])
    if header is None:
        return None
    words, columns = header
    text, end = _run(lines, start)
    body = text[at:].replace("".join(words), "")
    rows = _rows(body)
    if len(rows) < 3:
        return None
    where = lines[start].where.to(lines[end - 1].where)
    out = [Row([Cell(word, k, where=where) for k, word in enumerate(words)], where)]
    for number, row in rows:
        name: str | None = None
        for part in _parts(row, columns):
            cells = _cells(number, part, columns, name)
            if cells is None:
                continue
            name = _name_in(cells, columns)
            out.append(Row([Cell(cell, k, where=where) for k, cell in enumerate(cells)], where))
    if len(out) < 4:
        return None
    before = first[:at].strip()
    mark = _PAGE.match(before)
    return Table(out, where, spans_known=True, guessed=True), before[mark.end() if mark else 0 :], end


def _header(text: str) -> tuple[list[str], tuple[Column, ...]] | None:
    """The header words that a text opens with, each ending like one."""
    words: list[str] = []
    at = 0
    while at < len(text):
        found = [
            length
            for length in range(2, _LONGEST_WORD + 1)
            if (word := text[at : at + length]).endswith(tuple(_WORD_ENDS))
            and not any(map(str.isspace, word))
            and header_kind(word)
        ]
        if not found:
            break
        # 项目名称 is one word; 项目名称主要内容 are two
        length = next((n for n in found if n >= 3), found[0])
        if text[at : at + 2] == _START:
            length = 2
        words.append(text[at : at + length])
        at += length
    columns = read_header(words) if len(words) >= 4 else None
    roles = {c.role for c in columns} if columns else set()
    return (words, columns) if columns and {"number", "content", "units"} <= roles else None


def _run(lines: Sequence[Line], start: int) -> tuple[str, int]:
    """The text from line `start` on with the marks before its pages taken out, and the line behind it."""
    text = lines[start].text.strip()
    mark = _PAGE.match(text)
    page = int(mark[1]) if mark else 0
    end = start + 1
    while page and end < len(lines):
        line = lines[end].text.strip()
        mark = _PAGE.match(line)
        if mark is None or int(mark[1]) != page + 1:
            break
        text += line[mark.end() :].strip()
        page += 1
        end += 1
    return text, end


def _rows(body: str) -> list[tuple[int, str]]:
    """The rows: each begins at the next number that stands behind a row's end and before no measure."""
    starts: list[int] = []
    at = 0
    for number in range(1, 1000):
        digits = str(number)
        while True:
            found = body.find(digits, at)
            if found < 0:
                break
            before, after = body[found - 1 : found], body[found + len(digits) : found + len(digits) + 1]
            at = found + 1
            closed = not starts or "。" in body[starts[-1] : found]
            plain = after != "" and not after.isdigit() and not before.isdigit()
            if plain and after in _MEASURE:  # behind a body's name stands no amount: 各街道4公共交通
                plain = bool(starts) and _BEHIND_BODY.search(body[max(found - 12, 0) : found]) is not None
            if closed and plain and before not in tuple("，、；：“（(第"):
                break
        if found < 0 or (number == 1 and found > 2):
            break
        starts.append(found)
        at = found + len(digits)
    ends = [*starts[1:], len(body)] if starts else []
    return [
        (n, body[a + len(str(n)) : b].strip()) for n, (a, b) in enumerate(zip(starts, ends, strict=True), 1)
    ]


def _parts(row: str, columns: Sequence[Column]) -> list[str]:
    """A numbered row parted behind each list of bodies that a sentence stands before and another behind it: rows under
    one number and name, which are merged over them."""
    persons = any(header_kind(c.title) == "person" for c in columns)
    out: list[str] = []
    begin = 0
    for stop in _STOP.finditer(row):
        tail = row[stop.end() : stop.end() + _LONGEST_LIST]
        skip = _name_length(tail) if persons else 0
        at, bodies = skip, 0
        while (
            (body := _BODY.match(tail, at)) is not None and is_units(body.group()) and is_body(body.group())
        ):
            at, bodies = body.end(), bodies + 1
        if bodies > (not persons) and "。" in row[stop.end() + at :] and tail[at : at + 1] not in _GOES_ON:
            out.append(row[begin : stop.end() + at])
            begin = stop.end() + at
    return [*out, row[begin:]]


_STOP = pattern("。")
_LONGEST_LIST = 120
_GOES_ON = frozenset("，、；。：的等和与及")


def _name_in(cells: Sequence[str], columns: Sequence[Column]) -> str:
    names = [k for k, c in enumerate(columns) if c.role == "category"]
    return cells[names[-1]] if names else ""


def _cells(number: int, row: str, columns: Sequence[Column], name_above: str | None) -> list[str] | None:
    """The row's cells in the columns' order; None where it holds no sentence. `name_above`: the name that is merged over
    it, where the row is not the first with its number."""
    stop = row.rfind("。") + 1
    if not stop:
        return None
    sentence, tail = row[:stop], row[stop:]
    cells = [""] * len(columns)
    roles = [c.role for c in columns]
    cells[roles.index("number")] = str(number)
    name = [k for k, role in enumerate(roles) if role == "category"]
    if name and name_above is not None:
        cells[name[-1]] = name_above
    elif name:
        cut = _cut(sentence)
        cells[name[-1]], sentence = sentence[:cut], sentence[cut:]
    cells[roles.index("content")] = sentence
    units = [k for k, role in enumerate(roles) if role == "units"]
    if "deadline" in roles:
        for length in range(min(12, len(tail)), 1, -1):
            if is_deadline(tail[-length:]):
                cells[roles.index("deadline")], tail = tail[-length:], tail[:-length]
                break
    if any(header_kind(c.title) == "person" for c in columns):
        tail = tail[_name_length(tail) :]
    bodies = [m.group() for m in _BODY.finditer(tail.strip("、，；。 "))]
    if len(units) > 1 and bodies:
        cells[units[0]], cells[units[1]] = bodies[0], "、".join(b.strip("、，") for b in bodies[1:])
    elif units:
        cells[units[0]] = "、".join(b.strip("、，") for b in bodies)
    return cells


def _name_length(tail: str) -> int:
    """How many characters of a person's name stand before the first body: two or three."""
    for length in (2, 3, 4):
        first = _BODY.match(tail[length:])
        if first and tail[length] in "区市县省镇乡":
            return length
    for length in (2, 3):
        first = _BODY.match(tail[length:])
        if first and is_known(first.group()):
            return length
    # 周明文体旅局 against 何海平教育局
    length = 2 if tail[2:3] in _FIRST else 3
    first = _BODY.match(tail[length:])
    return length if first and is_units(first.group()) else 2


_FIRST = tuple("教人住民卫文交水农商财公司发工科自生应审统退医市行城国旅体")


_PARTED = pattern("[，,；;。]")  # none stands between a name and its task


def _cut(sentence: str) -> int:
    """Where the task begins behind its name: at the first verb there; of verbs in a row (更新改造完成三十处) at the one
    before a number."""
    mark = _PARTED.search(sentence)
    found = [
        m
        for m in _VERBS.finditer(sentence, 0, mark.start() if mark else len(sentence))
        if 4 <= m.start() <= 14
    ]
    for n, verb in enumerate(found):
        if sentence[verb.end() : verb.end() + 1] in tuple("0123456789一二三四五六七八九十"):
            run = all(found[k].end() == found[k + 1].start() for k in range(n))
            return verb.start() if run else found[0].start()
    return found[0].start() if found else 0
