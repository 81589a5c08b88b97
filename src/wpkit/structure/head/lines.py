"""What a line before, after or around the work points may be: a signature, a date, an address, a number, a title.

The parts are those of GB/T 9704-2012: 发文机关, 发文字号, 标题, 主送机关, 正文, 发文机关署名, 成文日期, 附注, 抄送, 印发机关.
Lines are given in simplified words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from wpkit.fields.boxlabels import ON_LINES
from wpkit.fields.dates import read_date
from wpkit.fields.headings import header_kind
from wpkit.fields.names import is_body, is_collective
from wpkit.fields.numbering import read_marker
from wpkit.patterns import pattern
from wpkit.text import fold, squeeze

DOCUMENT_NUMBER = pattern(
    r"([^\W\d_]{1,16})\s*[〔\[(（【﹝]\s*((?:19|20)\d\d)\s*[〕\])）】﹞]\s*(?:第\s*)?(\d{1,4}(?:[-－]\d+)?)\s*号",
    needs="号",
)
# A page's title: 2021年重点工作任务分解（甲政发〔2021〕2号）
NUMBER_BEHIND = pattern(
    r"[（(][^\W\d_]{1,16} ?[〔\[【﹝] ?(?:19|20)\d\d ?[〕\]】﹞] ?(?:第 ?)?\d{1,4} ?号[）)]$", needs="号"
)
# A newspaper's headline: 35项任务！《甲行动方案》印发
_HEADLINE = pattern(
    r"《[^《》]{4,80}》(?:正式|已|近日|日前){0,2}(?:印发|出台|发布|公布|下发|来了|实施)", needs="》"
)
_SUBJECT = pattern(
    r"工作要点|要点|任务分解|任务分工|责任分解|分工方案|任务清单|分解表|分工表|责任清单|任务表|工作安排|实施方案|行动计划|行动方案|工作计划|"
    r"任务|台账|民生实事|重点工作|工作方案|分工|一览表|安排表|计划表|项目表|推进表|实施意见|工作目标|任务书|清单|工作规划|三年行动|攻坚|措施|实事"
)
NOTICE = pattern(
    r"(?:通知|函|意见|决定|通报|公告)(?:[（(].{0,30}[）)])?$",
    needs=(
        "通知",
        "函",
        "意见",
        "决定",
        "通报",
        "公告",
    ),
)
TITLED = pattern(r"《([^《》]{4,80})》", needs="《")
COVERED = pattern(
    r"关于(?:印发|转发|下发|发布|公布|(?:分解)?下达|分解)(?P<what>.{1,150}?)的?通知", needs=("关于",)
)
INDEX = pattern(rf"(?P<key>{'|'.join(ON_LINES)})(?:[（(](?:盖章|公章|签章)[）)])?[:：]", needs=":：")
"""A label of an index box or a form, with its colon."""
_BODY_END = "人民政府|办公室|办公厅|委员会|局|厅|部|院|署|会|督查室|研究室|小组|中心|委|办|处|公司|学校|大学|中学|小学|幼儿园|学院|医院|街道办事处|办事处|党组|党委|党工委|管委会|支队|大队|总队|所|站|馆|社|社区|集团|政府|机关|科|银行|法院|检察院|专班|指挥部"
SIGNATURE = pattern(rf"[\w（）()·\s]{{2,40}}(?:{_BODY_END})")
_ADDRESS = pattern(
    r"(?:各|[^\W\d_a-zA-Z]{2,30}(?:政府|局|委|办|公司|部门|单位|中心|办事处|机构))[\w（）()、，,；;\s“”\-—]{0,400}[:：]",
    needs=":：",
)
# The pattern looks at each body's name anew, so that a text without end would take its length squared.
_LONGEST_ADDRESS = 600
ASIDE = pattern(
    r"[(（【\[]?(?:此件|本件|此文|公开方式|主动公开|依申请公开|不予公开|信息公开选项|公开属性|公开类别|联系人|联系电话|联系方式|责任编辑).{0,60}",
    needs=(
        "此件",
        "本件",
        "此文",
        "公开",
        "联系",
        "责任编辑",
    ),
)
CC = pattern(
    r"主办[:：][^:：]{2,30}督办[:：].{2,30}|(?:抄送|抄报|主送|主题词|分送|报送|词条标签)[:：].*|抄送.*",
    needs=":：送",
)
_IMPRINT = pattern(
    r".{2,30}(?:办公室|办公厅|局|委|厅|处|秘书科|综合科|政府办)\s*[\d\s年月日〇一二三四五六七八九十○零]{8,20}\s*(?:印发|印制|印)$|.*印发$|[(（]?共印\d+份.*",
    needs="印",
)
ANNEX = pattern(
    r"附\s*件\s*[\d一二三四五六七八九十]{0,2}\s*[:：]?\s*|附\s*表\s*\d*\s*[:：]?\s*|附\s*[:：]", needs="附"
)
# An annex opens with its mark alone, or with its title behind it.
ANNEX_OPENS = pattern(r"附\s*[件表]\s*[\d一二三四五六七八九十]{1,2}\s*[:：]?[^。；;]{0,60}", needs="附")
ANNEX_MARK = pattern(r"附\s*件\s*[\d一二三四五六七八九十]{0,2}\s*[:：]?", needs="附")
_ISSUERS = pattern(
    "政府|办公[室厅]|局|委员会|厅|常委会|法院|检察院|公司|集团|医院|学院|大学|学校|中学|小学|幼儿园|委会|街道办事处|总工会|联合会|支队|大队|总队"
    r"|(?:中心|馆|所|站|委)$|[省市县区州旗]委[^\W\d_]{2,6}部$|(?:[市区县镇乡]|街道)[^\W\d_]{2,8}社区$"
)
_OF_YEAR = pattern(r"(?:19|20)\d\d\s*年|[一二]○?[〇○零一二三四五六七八九]{3}年", needs="年")
_TITLE_END = pattern(
    r"(?:要点|方案|计划|分解表|分工表|清单|安排|通知|意见|分工|分解|任务|一览表|目标|台账|实事|表|措施|规划)(?:[（(].{1,20}[）)])?$"
)
_FILE_NAME = pattern(r"\.(?:docx?|pdf|wps|xlsx?|ofd|txt)", re.IGNORECASE, needs=".")
_BEFORE_DATE = pattern(
    r"\s{1,40}(?=[\d〇一二]{4}\s{0,9}年)|(?<=[^\W\d_a-zA-Z])(?=(?:19|20)\d\d\s{0,9}年\s{0,9}\d{1,2}\s{0,9}月\s{0,9}\d{1,2}\s{0,9}日$)"
)
_SAID = pattern("[《，。、；]|精神|要求|根据|按照")
_BEGINS_WITH_YEAR = pattern(r"\s*(?:19|20)\d\d")
IN_BRACKETS = pattern(r"[（(].{2,60}[）)]", needs="（(")


# For whom a seal stands in for another: 甲（代章）.
_SEAL = pattern(r"\s{0,4}[（(](?:加盖公章|盖章|公章|签章|代章|印章?|章|代)[）)]\s{0,4}$", needs="章代印")


def unsealed(text: str) -> str:
    """A signature without a word about its seal."""
    return _SEAL.sub("", text)


def titles_in(text: str) -> list[str]:
    """What a text prints in 《》, titles in its own 〈〉 within.

    >>> titles_in("印发《松石市落实〈规划〉分工方案》")
    ['松石市落实〈规划〉分工方案']
    """
    return TITLED.findall(text)


def is_signature(text: str) -> bool:
    """Whether a line may be a body's name that signs a paper; a numbered heading (（一）新建医院) is none, nor who
    does what (甲主办 乙协办)."""
    text = unsealed(text.strip())
    if text.endswith(("主办", "承办", "协办", "督办")):
        return False
    formed = 3 <= len(text) <= 60 and bool(SIGNATURE.fullmatch(text))
    return formed and "关于" not in text and "的" not in text and read_marker(text) is None


_OWN_PLACE = pattern(
    r"(?:中共|中国共产党|共青团)?[^\W\d_a-zA-Z]{2,6}?(?:[省市县州旗盟镇乡]|(?<![社小园校片])区|街道)[^\W\d_a-zA-Z]{2}"
)


def several_bodies(lines: Sequence[str]) -> bool:
    """Whether each of these lines names bodies in full, with their place: they sign together.

    >>> several_bodies(["松石市教育局", "松石市财政局"]), several_bodies(["松石市人民政府", "消防安全委员会"])
    (True, False)
    """
    return all(names_body(name) and _OWN_PLACE.match(name) for text in lines for name in text.split())


def names_body(text: str) -> bool:
    """Whether a line is the full name of a body that may issue a paper: of an office, a company, a hospital, a school."""
    names = text.split()
    return 0 < len(names) < 3 and all(4 <= len(name) <= 30 and may_issue(name) for name in names)


def may_issue(name: str) -> bool:
    """Whether a title's first words name one body that may issue a paper; not whom it is about (全县中小学), nor what is
    to be done with them (优化公立医院)."""
    formed = SIGNATURE.fullmatch(name) and _ISSUERS.search(name)
    return bool(formed) and is_body(name) and not is_collective(name)


def is_address(text: str) -> bool:
    """Whether the line calls on those that the notice is for (各街道办事处，区政府各部门：); a label is none."""
    return (
        len(text) <= _LONGEST_ADDRESS
        and bool(_ADDRESS.fullmatch(text))
        and INDEX.match(text) is None
        and header_kind(text.rstrip(":： ")) is None
    )


def signed_date(text: str) -> date | None:
    """The date of a line that is a date, alone or behind a signature."""
    if len(text) > 60:
        return None
    found = read_date(text.strip("（()） "))
    if found:
        return found
    if "年" not in text:
        return None
    parts = _BEFORE_DATE.split(text, maxsplit=1)
    if len(parts) == 2 and is_signature(parts[0].strip()):
        return read_date(parts[1].strip())
    return None


def is_imprint(text: str) -> bool:
    """Whether the line says who printed the notice, and when, or in how many copies; no item does (（二）修订预案并印发)."""
    return _IMPRINT.fullmatch(text) is not None and read_marker(text) is None


def is_number_line(text: str) -> bool:
    match = DOCUMENT_NUMBER.search(text) if len(text) <= 60 else None
    if not match:
        return False
    rest = text[: match.start()] + text[match.end() :]
    return not _SAID.search(rest) and len(squeeze(rest)) <= 12


_PATH = pattern("[›»]|[^\\W\\d_] ?[>＞] ?[^\\W\\d_]", needs="›»>＞")  # where a page stands in its site


def may_be_title(text: str) -> bool:
    if (
        not text
        or len(text) > 90
        or text[-1] in "；;，,：:、"
        or "。" in text
        or "\t" in text
        or _PATH.search(text)
    ):
        return False
    marker = read_marker(text)
    if marker and marker.end < len(text) and not _BEGINS_WITH_YEAR.match(text):
        return False
    return not (CC.fullmatch(text) or ASIDE.fullmatch(text) or signed_date(text))


# 2024年5月 第2期　某局：某年工作要点　　3
_RUNNING_HEAD = pattern(
    r"\s{0,9}(?:19|20)\d\d\s?年(?:\s?\d{1,2}\s?月)?\s{0,9}(?:总?第\s?\d{1,4}\s?期\s{1,40}){1,2}"
    r"(?:(?P<who>[^\s:：]{4,30})[:：])?(?P<title>[^\s:：]{5,60})\s{1,60}\d{1,4}(?!\d)",
    needs="期",
)


def running_head(text: str) -> tuple[str, str] | None:
    """The body and the title that the head of a gazette's or journal's page names, the body empty where it names none."""
    match = _RUNNING_HEAD.match(text)
    return (match["who"] or "", match["title"]) if match else None


def unquoted(text: str) -> str:
    """A title without the 《》 that a page prints around the whole of it, and the number before them: 《甲关于印发〈乙〉的通知》."""
    match = DOCUMENT_NUMBER.match(text)
    rest = text[match.end() :].lstrip() if match else text
    return rest[1:-1] if rest[:1] == "《" and rest[-1:] == "》" and NOTICE.search(rest[:-1]) else text


def title_score(text: str, covered: Sequence[str] = ()) -> float:
    """How much speaks for a line being the title of a paper of tasks, one of these above all; 0.0 where it is none.

    The paper's number in brackets behind it is no part of it; a headline that tells of the paper is none.
    """
    text = NUMBER_BEHIND.sub("", text)
    if not 5 <= len(text) <= 90 or _HEADLINE.search(text):
        return 0.0
    score = 0.0
    key = fold(text)
    if any(key == c for c in covered):
        score += 4
    elif any(close(key, c) for c in covered):
        score += 2.5
    if _SUBJECT.search(text):
        score += 1.5
    if _OF_YEAR.search(text):
        score += 1
    if _TITLE_END.search(text):
        score += 1
    if "关于" in text:
        score -= 3 if NOTICE.search(text) else 0.5
    if SIGNATURE.fullmatch(text) or is_address(text):
        score -= 3
    if DOCUMENT_NUMBER.search(text) or ":" in text or "：" in text:
        score -= 3
    if _FILE_NAME.search(text):
        score -= 3  # a file's name
    return score if score >= 1.0 else 0.0


_A_TITLE = 1.5


def is_title(text: str) -> bool:
    """Whether a line may by its words alone be the title of a paper of tasks."""
    return title_score(squeeze(text)) >= _A_TITLE


def close(text: str, covered: str) -> bool:
    """Whether a caption is the covered title in other words: one holds the other, or nearly."""
    if len(text) < 6:
        return False
    short, long = sorted((text, covered), key=len)
    if short in long and len(short) >= 0.6 * len(long):
        return True
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    others = {covered[i : i + 2] for i in range(len(covered) - 1)}
    return len(pairs & others) >= 0.75 * max(len(pairs), len(others))
