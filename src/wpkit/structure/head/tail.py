"""The parts behind the body: signature, date, lists of annexes and annexes without tasks, 抄送, imprint, what a site adds."""

from __future__ import annotations

import itertools

from wpkit.blocks import Paragraph, Table
from wpkit.fields.boxlabels import FORM
from wpkit.fields.numbering import read_marker
from wpkit.fields.units import is_units
from wpkit.patterns import pattern
from wpkit.structure.head.box import labelled, state
from wpkit.structure.head.lines import (
    ANNEX,
    ANNEX_MARK,
    ANNEX_OPENS,
    ASIDE,
    CC,
    INDEX,
    is_imprint,
    is_number_line,
    is_signature,
    several_bodies,
    title_score,
)
from wpkit.structure.head.paper import Paper
from wpkit.structure.labels import as_label_line, kept_pieces, labels_in, lists_on, unit_lines
from wpkit.text import squeeze

# 附件：1.甲, 附表：（1）甲; the entries may also stand below the mark, and then they name papers.
_LIST_MARK = r"[（(]?(?:相关|有关)?附\s*[件表录錄图圖]?\s*[:：]"
_ANNEX_LIST = pattern(rf"{_LIST_MARK}\s*(?:1\s*[.、．]|[（(]1[)）]|一、)", needs="附")
_LIST_BELOW = pattern(_LIST_MARK, needs="附")
_PAPER = pattern(
    r"[^。；;]{2,60}(?:表|方案|清单|名单|说明|格式|[式图]样|样[式本表]|模板|办法|细则|图|手册|解释|台账|通知|意见|目录|[书卡]|要点|计划|规定|规范|标准|指南|》|docx?|xlsx?|pdf)[）)]?[；;。]?"
)
_COPIES = pattern(r"(?:抄送|抄报|主送|分送)[:：]?", needs="送报")
_SUBJECT_OF_TASKS = pattern("任务|分工|分解|要点|事项|项目|措施|计划|安排|清单|实事|台账")
# Over the imprint one below the other, or below the date: who drew the paper up, who sees to it that it is carried out.
_RUN_BY, _URGED_BY = pattern("主办[:：].{2,30}", needs="主办"), pattern("督办[:：].{2,30}", needs="督办")
_ENDS_SENTENCE = frozenset("。；;！!？?…）)】〕］]”")


def find_tail(paper: Paper) -> None:
    """The parts behind the body: signature, date, 附件 lines, 抄送, imprint; they end it where nothing follows."""
    head = paper.head
    for i, text in enumerate(paper.texts):
        if not text:
            continue
        if (
            CC.fullmatch(text)
            or (is_imprint(text) and len(text) < 60)
            or (ASIDE.fullmatch(text) and len(text) < 80)
        ) or ANNEX_MARK.fullmatch(text):
            head.used.add(i)
            after = paper.texts[i + 1] if i + 1 < len(paper.texts) else ""
            if i > head.start and text[0] == "附":
                head.annexes.append(i)
            if i > head.start and text[0] == "附" and title_score(squeeze(after)) >= 1.0:
                head.used.add(i + 1)  # the annex's own title
        elif i in paper.dates and (i < head.start or paper.substance(i + 1) < 2 or len(text) < 24):
            head.used.add(i)
            j = i - 1
            while j >= 0 and i - j <= 3 and paper.signs(j):
                head.used.add(j)
                j -= 1
        elif is_number_line(text):
            head.used.add(i)
    _lists_of_annexes(paper)
    _annexes_without_tasks(paper)
    _form_below(paper)
    _behind_imprint(paper)
    _over_imprint(paper)
    _joint_signature(paper)
    _hanging_on(paper)
    _closing_words(paper)
    end = len(paper.parts)
    while end > head.start:
        i = end - 1
        text = paper.texts[i]
        if isinstance(paper.parts[i], Table):
            break
        if i in head.used or not text or ANNEX.match(text) or (is_signature(text) and end < len(paper.parts)):
            head.used.add(i)
            end -= 1
            continue
        break
    head.end = end


def _over_imprint(paper: Paper) -> None:
    """主办：甲 over 督办：乙, or below the date, where the paper says so once, right over its imprint; lines that
    stand so below each item are the items'."""
    found = [i for i, text in enumerate(paper.texts) if i > paper.head.start and _RUN_BY.fullmatch(text)]
    if len(found) != 1:
        return
    i = found[0]
    below = paper.texts[i + 1] if i + 1 < len(paper.texts) else ""
    own = range(i, i + 2) if _URGED_BY.fullmatch(below) else range(i, i + 1)
    # what follows is to whom copies go, or who printed it
    closes = own.stop == len(paper.parts) or own.stop in paper.head.used
    if closes and (len(own) > 1 or i - 1 in paper.dates):
        paper.head.used.update(own)


def _lists_of_annexes(paper: Paper) -> None:
    """附件：1.… 2.… behind the body, and what wraps of 抄送."""
    for i in range(paper.head.start + 1, len(paper.texts)):
        text = paper.texts[i]
        if _ANNEX_LIST.match(text) and not _assigns(text):
            paper.head.used.update(_entries(paper, i + 1, 2), (i,))
        elif _LIST_BELOW.fullmatch(text):
            entries = _entries(paper, i + 1, 1)
            if entries and all(_PAPER.fullmatch(paper.texts[k]) for k in entries):
                paper.head.used.update(entries, (i,))
        elif (
            i
            and _COPIES.match(paper.texts[i - 1])
            and paper.texts[i - 1][-1] != "。"
            and is_units(text.rstrip("。"))
        ):
            paper.head.used.add(i)


_FORM_KEY = pattern(
    r"(?:^|(?<=[\s;；,，]))([^\s:：;；,，]{2,10}(?:\s?[^\s:：;；,，]{1,4})?)\s*[:：]", needs=":："
)
_OF_FORM = pattern(
    r"^(?:填报|填表|编制|制表|报送|审核|审批|复核)|^(?:单位)?(?:负责人|联系人|经办人|领导)|电话|手机|传真|邮箱"
)
_LONGEST_FORM_LINE = 120


def _form_below(paper: Paper) -> None:
    """The last lines, where they are a form that says who filled it in (填报单位：甲 填报日期：…), with its title."""
    head, texts = paper.head, paper.texts
    first = len(paper.parts)
    while first > head.start and _is_form_line(paper, first - 1):
        first -= 1
    form = range(first, len(paper.parts))
    keyed = [i for i in form if (match := INDEX.match(texts[i])) and match["key"] in FORM]
    if not keyed or any(key in text for text in texts[head.start : first] for key in FORM):
        return  # items that are about reports, and the last one's
    state(paper, [pair for i in keyed for pair in labelled(texts[i], paper.printed[i])])
    head.used.update(form)
    title = texts[first - 1] if first else ""
    if len(title) > 3 and any(t.startswith("附") and t.endswith(title) for t in texts[: first - 1]):
        head.used.add(first - 1)


def _is_form_line(paper: Paper, i: int) -> bool:
    """Whether a line is nothing, or keys of a form with what they state, short or left blank."""
    text = paper.texts[i]
    if isinstance(paper.parts[i], Table) or len(text) > _LONGEST_FORM_LINE or text.endswith("。"):
        return False
    keys = [squeeze(key) for key in _FORM_KEY.findall(text)]
    blank = bool(keys) and not _FORM_KEY.sub("", text).strip(" \u3000年月日_")
    return not text or blank or (bool(keys) and all(_OF_FORM.search(key) for key in keys))


def _entries(paper: Paper, start: int, number: int) -> range:
    """The lines from there on that are numbered on from this number."""
    stop = start
    while stop < len(paper.texts):
        marker = read_marker(paper.texts[stop]) if paper.texts[stop] else None
        if marker is None or marker.value != number or _assigns(paper.texts[stop]):
            break
        stop, number = stop + 1, number + 1
    return range(start, stop)


def _annexes_without_tasks(paper: Paper) -> None:
    """Annexes behind the body that are a form or a list of persons: neither table nor numbered item in them."""
    starts = [i for i, t in enumerate(paper.texts) if i > paper.head.start and t and ANNEX_OPENS.fullmatch(t)]
    if not starts:
        return
    assigned = sum(map(_assigns, paper.texts[paper.head.start : starts[0]]))
    numbered = (j for j in range(paper.head.start, len(paper.texts)) if read_marker(paper.texts[j]))
    first = next(numbered, len(paper.texts))
    for i, after in itertools.pairwise([*starts, len(paper.parts)]):
        rest = range(i + 1, after)
        begun = first < i
        if not begun or any(isinstance(paper.parts[j], Table) for j in rest):
            continue
        # numbered items that nobody is charged with, behind a body whose items are charged to units
        titles = [t for t in paper.texts[i : min(i + 3, after)] if len(t) <= 60 and not read_marker(t)]
        plain = assigned > 1 and not _SUBJECT_OF_TASKS.search("".join(titles))
        if not any(_assigns(paper.texts[j]) if plain else read_marker(paper.texts[j]) for j in rest):
            paper.head.used.update((i, *rest))


def _behind_imprint(paper: Paper) -> None:
    """What stands behind the last line of the paper, who printed it and when, if nothing of it is a paper's: no table,
    annex, title or item with units."""
    first = next((j for j in range(paper.head.start, len(paper.texts)) if read_marker(paper.texts[j])), None)
    imprints = [i for i, t in enumerate(paper.texts) if len(t) < 60 and is_imprint(t)]
    if first is None or not imprints or imprints[-1] < first:
        return
    rest = range(imprints[-1] + 1, len(paper.parts))
    if not any(
        isinstance(paper.parts[j], Table)
        or ANNEX_OPENS.fullmatch(paper.texts[j])
        or ANNEX_MARK.fullmatch(paper.texts[j])
        or title_score(squeeze(paper.texts[j])) >= 1.5
        or _assigns(paper.texts[j])
        for j in rest
    ):
        paper.head.used.update(rest)


def _joint_signature(paper: Paper) -> None:
    """Two bodies or more, each on a line of its own, that close a paper without a date; bodies that stand so below other
    items too are the items' units."""
    last = len(paper.parts)
    while last > paper.head.start and (not paper.texts[last - 1] or last - 1 in paper.head.used):
        last -= 1
    first = last
    while first > paper.head.start and first - 1 not in paper.head.used and _signs(paper, first - 1):
        first -= 1
    if last - first < 2 or any(_signs(paper, i) for i in range(paper.head.start, first)):
        return
    above = [t for t in paper.texts[paper.head.start : first] if t]
    items = above and above[-1][-1] not in "：:、" and any(map(read_marker, above))
    if items or (first > paper.head.start and not isinstance(paper.parts[first - 1], Paragraph)):
        paper.head.used.update(range(first, last))
        paper.signers = [i for i in range(first, last) if paper.texts[i]]


def _signs(paper: Paper, i: int) -> bool:
    return (
        isinstance(paper.parts[i], Paragraph)
        and is_signature(paper.texts[i])
        and several_bodies(paper.texts[i : i + 1])
    )


def _hanging_on(paper: Paper) -> None:
    """Last lines that only hang on behind the text: no sentence, no item, no label, though paragraphs of the
    body end as sentences do (a link's title, tags, what a site says of itself)."""
    i = len(paper.parts)
    found: list[int] = []
    _last_units(paper)
    while i > paper.head.start and isinstance(paper.parts[i - 1], Paragraph):
        text = paper.texts[i - 1]
        if text and i - 1 not in paper.head.used:
            if len(text) > 60 or text[-1] in _ENDS_SENTENCE or read_marker(text) or _states_field(text):
                break
            if i - 1 in paper.units:
                break
            above = paper.texts[i - 2] if i > 1 else ""
            if above[-1:] in ("：", ":", "、") or lists_on(above, text):
                break  # what a label or a list above goes on with
            found.append(i - 1)
        i -= 1
    first = next((j for j in range(paper.head.start, i) if read_marker(paper.texts[j])), i)
    said = [t for j, t in enumerate(paper.texts[first:i], first) if t and j not in paper.head.used]
    if not found or not said:
        return
    plain = [t for t in said if not read_marker(t) and len(t) > 12]
    open_ends = sum(t[-1] not in _ENDS_SENTENCE and not _states_field(t) for t in plain)
    if (said[-1][-1] in _ENDS_SENTENCE or _states_field(said[-1])) and open_ends <= 0.1 * len(plain):
        paper.head.used.update(found)


_CLOSING_HEADING = pattern(r"结\s?(?:束\s?)?语[:：]?", needs="结")
_LOOKS_AHEAD = pattern(
    r"(?:下一?步|下一?阶段|今后|接下来|新的一年|新征程|新时代|让我们|站在|面[对向]|展望|(?:19|20)\d\d年|我们|全[体市县区镇乡街校院局系])"
)
_WE_SHALL = pattern(
    r"让我们|(?:我们|我[省市县区旗镇乡街校院局厅委]|全[体省市县区旗镇乡街校院局厅系][^，,。；;：:]{0,14})(?:一定|必)?[将要会]"
)
_RESOLVE = pattern(
    r"奋力|奋进|谱写|[续书]写|圆满完成|开创|再创|新(?:局面|篇章|台阶|业绩|贡献|胜利|辉煌)|作出[^，,。]{0,16}贡献"
)
_OWN_YEAR = pattern(r"^(?:19|20)\d\d年|(?:19|20)\d\d年(?:度)?(?:工作|全年|各项)", needs="年")
_AMOUNT = pattern(r"[\d%％]")
_LONGEST_CLOSING = 300


def _closing_words(paper: Paper) -> None:
    """What the paper ends with behind its items: a paragraph in which the body vows to do its best (让我们…谱写新篇章。),
    which states no amount and nobody's task, and the only one of its kind; all that stands below 结语."""
    body = [
        i for i in range(paper.head.start, len(paper.texts)) if paper.texts[i] and i not in paper.head.used
    ]
    items = [i for i in body if read_marker(paper.texts[i])]
    if not items or not body or isinstance(paper.parts[body[-1]], Table):
        return
    behind = [i for i in body if i > items[-1]]
    for i in behind:
        rest = behind[behind.index(i) :]
        if _CLOSING_HEADING.fullmatch(paper.texts[i]) and not any(_assigns(paper.texts[j]) for j in rest):
            paper.head.used.update(rest)
            return
    last = body[-1]
    above = paper.texts[body[-2]] if len(body) > 1 else ""
    if last == items[-1] or above[-1:] not in _ENDS_SENTENCE or not _vows(paper.texts[last]):
        return
    if not any(_vows(paper.texts[i]) for i in body[:-1] if i > items[0] and not read_marker(paper.texts[i])):
        paper.head.used.add(last)


def _vows(text: str) -> bool:
    if len(text) > _LONGEST_CLOSING or text[-1] not in "。.！!" or not _LOOKS_AHEAD.match(text):
        return False
    vows = _WE_SHALL.search(text) is not None and _RESOLVE.search(text) is not None
    return vows and not _AMOUNT.search(_OWN_YEAR.sub("", text)) and not _assigns(text)


def _last_units(paper: Paper) -> None:
    """The lines that name the units of the items above them, where the body ends with one: it is no signature."""
    body = [
        i for i in range(paper.head.start, len(paper.texts)) if paper.texts[i] and i not in paper.head.used
    ]
    found = sorted(unit_lines([paper.texts[i] for i in body]))
    if len(found) > 2 and body[found[-1]] == body[-1] and found[-2] != found[-1] - 1:
        paper.units.update(body[n] for n in found)


def _states_field(text: str) -> bool:
    """Whether a paragraph opens with a label of units, time or content."""
    found = labels_in(as_label_line(text), sure=False)
    return bool(found) and found[0][0] == 0 and found[0][3] != "other"


def _assigns(text: str) -> bool:
    """Whether a paragraph names the units that are charged with it, in a label or in a bracket at its end."""
    return any(piece.fields.units for piece in kept_pieces(text, usual=True))
