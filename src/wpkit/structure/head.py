"""The paragraphs before, after and around the work points → title, issuer, number, date, and where the body stands.

The parts are those of GB/T 9704-2012: 发文机关, 发文字号, 标题, 主送机关, 正文, 发文机关署名, 成文日期, 附注, 抄送, 印发机关.
A covering notice (关于印发…的通知) is told from the work points that it covers by its signature and date, or by
the caption that repeats what it prints in 《》.
"""

from __future__ import annotations

import contextlib
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import field
from datetime import date
from functools import cache

from wpkit.blocks import Paragraph, Table
from wpkit.fields.dates import find_dates, read_date
from wpkit.fields.headings import header_kind
from wpkit.fields.names import is_body, is_collective
from wpkit.fields.numbering import read_marker, row_number
from wpkit.fields.units import is_units
from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.structure.labels import BLANK_LABEL, labels_in, pieces_of, unit_lines
from wpkit.text import fold, fold_in_place, simplify, squeeze

Part = Paragraph | Table

_DOCUMENT_NUMBER = pattern(
    r"([^\W\d_]{1,16})\s*[〔\[(（【﹝]\s*((?:19|20)\d\d)\s*[〕\])）】﹞]\s*(?:第\s*)?(\d{1,4}(?:[-－]\d+)?)\s*号",
    needs="号",
)
_SUBJECT = pattern(
    r"工作要点|要点|任务分解|任务分工|责任分解|分工方案|任务清单|分解表|分工表|责任清单|任务表|工作安排|实施方案|行动计划|行动方案|工作计划|"
    r"任务|台账|民生实事|重点工作|工作方案|分工|一览表|安排表|计划表|项目表|推进表|实施意见|工作目标|任务书|清单|工作规划|三年行动|攻坚|措施|实事"
)
_CALLS = pattern(
    r"关于(?:印发|转发|下发|发布|公布|做好|开展|落实|进一步|贯彻|调整|分解|明确|加强|推进|.{2,60}的(?:通知|意见|函|决定|公告|通报|方案|批复))",
    needs=("关于",),
)
_NOTICE = pattern(
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
_TITLED = pattern(r"《([^《》]{4,80})》", needs="《")
_COVERED = pattern(r"关于(?:印发|转发|下发|发布|公布)(?P<what>.{1,150}?)的?通知", needs=("关于",))
_NAMED = pattern(
    r"关于(?!做好|开展|加强|推进|落实|进一步)(?P<what>[^《》]{4,60}?(?:分解|分工|要点|方案|计划|安排|任务|清单|台账|表))的通知$",
    needs=("关于",),
)
_BODY_END = "人民政府|办公室|办公厅|委员会|局|厅|部|院|署|会|督查室|研究室|小组|中心|委|办|处|公司|学校|大学|中学|小学|幼儿园|学院|医院|街道办事处|办事处|党组|党委|党工委|管委会|支队|大队|所|站|社|集团|政府|机关|科|银行|法院|检察院|专班|指挥部"
_SIGNATURE = pattern(rf"[\w（）()·\s]{{2,40}}(?:{_BODY_END})")
_ADDRESS = pattern(
    r"(?:各|[^\W\d_a-zA-Z]{2,30}(?:政府|局|委|办|公司|部门|单位|中心|办事处|机构))[\w（）()、，,；;\s“”\-—]{0,400}[:：]",
    needs=":：",
)
# The pattern looks at each body's name anew, so that a text without end would take its length squared.
_LONGEST_ADDRESS = 600


_ASIDE = pattern(
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
_CC = pattern(
    r"主办[:：][^:：]{2,30}督办[:：].{2,30}|(?:抄送|抄报|主送|主题词|分送|报送|词条标签)[:：].*|抄送.*",
    needs=":：送",
)
_IMPRINT = pattern(
    r".{2,30}(?:办公室|办公厅|局|委|厅|处|秘书科|综合科|政府办)\s*[\d\s年月日〇一二三四五六七八九十○零]{8,20}\s*(?:印发|印制|印)$|.*印发$|[(（]?共印\d+份.*",
    needs="印",
)
_ANNEX = pattern(
    r"附\s*件\s*[\d一二三四五六七八九十]{0,2}\s*[:：]?\s*|附\s*表\s*\d*\s*[:：]?\s*|附\s*[:：]", needs="附"
)
# Who filled a form in, and when. Items of the body are about reports too (报送单位：各乡镇).
_FORM_UNITS = "填报单位 编制单位 制表单位 报送单位".split()
_FORM_DATES = "填报日期 填报时间 填表日期 填表时间 编制日期 制表日期 报送日期".split()
_FORM_KEYS = frozenset([*_FORM_UNITS, *_FORM_DATES, "填报人", "填表人", "制表人", "审核人"])
_INDEX = pattern(
    rf"(?P<key>{'|'.join(sorted(_FORM_KEYS))}|索引号|信息索引|统一编号|发布机构|发布机关|发文机构|发文机关|发文单位|制发机关|公开主体|发布单位|公开责任部门|信息来源|来源|成文日期|发文日期|印发日期|制发日期|公文生成日期|生成日期|发布日期|公开日期|"
    r"发文字号|文号|文件编号|文件字号|公文编号|标题|名称|信息名称|主题分类|体裁分类|服务对象|有效性|效力状态|主题词|关键词|关键字|信息分类|公开形式|公开范围|公开方式|公开时限|废止日期|实施日期|分类|组配分类|内容概述|有效期|主送机关)(?:[（(](?:盖章|公章|签章)[）)])?[:：]",
    needs=":：",
)
# A key between blanks, blanks inside it allowed.
_KEY = pattern(
    r"(?:^|(?<=\s))(?P<key>"
    + "|".join(
        r"\s*".join(key)
        for key in "索引号 发布机构 发布机关 发文机构 发文机关 发文单位 制发机关 成文日期 发文日期 印发日期 发布日期 公开日期 生成日期"
        " 发文字号 文号 文件编号 主题分类 有效性 公开目录 公开形式 公开方式 公开责任部门 信息分类 分类 体裁分类 名称 标题 文件名称".split()
    )
    + r")\s*(?:[:：]\s*|\s+|$)"
)
_INDEX_FIELDS = {
    "发布机构": "publisher", "发文机关": "publisher", "发文单位": "publisher", "制发机关": "publisher",
    "公开主体": "publisher", "发布单位": "publisher", "发文机构": "publisher", "发布机关": "publisher",
    "成文日期": "issued_on", "发文日期": "issued_on", "印发日期": "issued_on", "制发日期": "issued_on",
    "公文生成日期": "issued_on", "生成日期": "issued_on",
    "发文字号": "document_number", "文号": "document_number", "文件编号": "document_number",
    "文件字号": "document_number", "公文编号": "document_number",
    **dict.fromkeys(_FORM_UNITS, "publisher"),
    **dict.fromkeys(_FORM_DATES, "issued_on"),
    "标题": "title", "名称": "title", "信息名称": "title",
}  # fmt: skip
# An annex opens with its mark alone, or with its title behind it.
_ANNEX_OPENS = pattern(r"附\s*[件表]\s*[\d一二三四五六七八九十]{1,2}\s*[:：]?[^。；;]{0,60}", needs="附")
_ANNEX_LIST = pattern(r"附\s*件\s*[:：]\s*1\s*[.、．]", needs="附")
_COPIES = pattern(r"(?:抄送|抄报|主送|分送)[:：]?", needs="送报")
_SUBJECT_OF_TASKS = pattern("任务|分工|分解|要点|事项|项目|措施|计划|安排|清单|实事|台账")
_ISSUERS = pattern(
    "政府|办公[室厅]|局|委员会|厅|常委会|法院|检察院|公司|集团|医院|学院|大学|学校|中学|小学|幼儿园|管委会|街道办事处|总工会|联合会|中心$"
)
_STARTS_IN_YEAR = pattern(r"\s{0,20}20\d\d\s?年")
_MONTH_BEHIND = pattern(r"20\d\d年\d{1,2}月$", needs="月")
_PURPOSE = pattern(r"[^\W\d_a-zA-Z]{2,20}(?:行动|工程|计划|工作|建设|改革|活动|攻坚|创建)")
_GOES_ON = pattern("[及和与暨的]")  # 工作要点 / 及责任分工
_ENDS_SENTENCE = frozenset("。；;！!？?…）)】〕］]”")
_EMPTY = {"", "无", "-", "—", "--", "暂无", "null"}


_SIGNED_END = pattern(
    r"(?P<name>[^\s。，；：:]{3,30})\s*(?P<date>20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*印?(?:\s+[^\W\d_]{1,16}〔20\d\d〕\d{1,4}号)?$",
    needs="日",
)


_CARRIED_OUT = pattern(r"[执落][行实]。?\s*$", needs="执落")
_IN_BRACKETS = pattern(r"[（(].{2,60}[）)]", needs="（(")
_BEFORE_TITLE = pattern(r"^附\s*件\s*\d*\s*[:：]?|^【[^】]{1,12}】", needs="附【")
_FOUR_DIGITS = pattern(r"\d{4}")
_OF_YEAR = pattern(r"(?:19|20)\d\d\s*年|[一二]○?[〇○零一二三四五六七八九]{3}年", needs="年")
_TITLE_END = pattern(
    r"(?:要点|方案|计划|分解表|分工表|清单|安排|通知|意见|分工|分解|任务|一览表|目标|台账|实事|表|措施|规划)(?:[（(].{1,20}[）)])?$"
)
_FILE_NAME = pattern(r"\.(?:docx?|pdf|wps|xlsx?|ofd|txt)", re.IGNORECASE, needs=".")
_ANNEX_MARK = pattern(r"附\s*件\s*[\d一二三四五六七八九十]{0,2}\s*[:：]?", needs="附")
_BEFORE_YEAR = pattern(r"\s{0,20}(?=[\d〇一二]{4}\s{0,9}年)")
_TAG = pattern(r"^【[^】]*】", needs="【")
_WHOSE = pattern(r"(.{3,30}?)(?:(?:19|20)\d\d年|文件$)", needs="年文")
_CENTRE = (
    "(?:服务|促进|储备|管理|指导|保障|发展|事务|交易|监测|推广|控制|救助|救援|信息|数据|审批|评审|融媒体)中心"
)
# 2023年松石市土地储备中心政务公开工作要点
_CENTRE_BEHIND_YEAR = pattern(
    rf"(?:19|20)\d\d年(?:度)?([^\W\d_]{{2,18}}?{_CENTRE})(?:政务公开|信息公开|党建|年度|工作)",
    needs="中心",
)
_OFFICE = pattern("政府|办公|局|委员会|厅")
_WHO_ISSUED = pattern(
    r"(?:[^，,。]{2,10}[，,])?([^，,。《]{2,30}?)(?:日前|近日)?(?:正式)?印发了?《", needs=("印发",)
)
_OPEN_TITLE = pattern(r"[《〈](?:[^》〉]*)$", needs="《〈")
_YEAR_DIGITS = pattern(r"(?:19|20)\d\d")
_NAMED_YEAR = pattern(r"(?<!\d)(20\d\d)(?=\s*年)")
_TITLE_YEAR = pattern(r"(?<!\d)((?:19|20)\d\d)(?=\s*(?:年|[-—–~至]))")
_BARE_YEAR = pattern(r"(?<![\d〔\[(])(20[012345]\d)(?!\d|号)", needs=("20",))
_HAN_YEAR_OF = pattern(r"([一二][〇○零O九一二三四五六七八]{3})\s*年", needs="年")
_BOXED_LABEL = pattern(r"【([^【】]{2,8})】\s*[:：]?", needs="【")
_LABEL_BLANKS = pattern(
    r"(?<=[^\W\d_a-zA-Z])[ \u3000]+(?=[^\W\d_a-zA-Z]{1,3}(?:[ \u3000]*[^\W\d_a-zA-Z]){0,3}\s*[:：])",
    needs=" \u3000",
)
_BEFORE_DATE = pattern(
    r"\s{1,40}(?=[\d〇一二]{4}\s{0,9}年)|(?<=[^\W\d_a-zA-Z])(?=(?:19|20)\d\d\s{0,9}年\s{0,9}\d{1,2}\s{0,9}月\s{0,9}\d{1,2}\s{0,9}日$)"
)
_SAID = pattern("[《，。、；]|精神|要求|根据|按照")
_BEGINS_WITH_YEAR = pattern(r"\s*(?:19|20)\d\d")


@record()
class Head:
    """The notice's head. `start` and `end` bound the body in the parts; `used` are parts of the head or tail
    inside and outside of them; `cover` is the covering notice's text; `annexes` are the marks of annexes in the body."""

    title: str | None = None
    year: int | None = None
    issuer: str | None = None
    document_number: str | None = None
    issued_on: date | None = None
    start: int = 0
    end: int = 0
    used: set[int] = field(default_factory=set)
    cover: str = ""
    annexes: list[int] = field(default_factory=list)


def read_head(parts: Sequence[Part], stated: dict[str, str]) -> Head:
    """The head of the notice; `stated` is what the file states beside its text (an index box)."""
    reader = _Reader(parts, stated)
    return reader.read()


class _Reader:
    def __init__(self, parts: Sequence[Part], stated: dict[str, str]) -> None:
        self.parts = parts
        self.head = Head(end=len(parts))
        self.stated = dict(stated)
        self.boxed: set[int] = set()  # the parts of an index box
        # patterns read simplified words; what is printed stays, character for character
        self.printed = [p.text.strip() if isinstance(p, Paragraph) else "" for p in parts]
        self.texts = [simplify(t) for t in self.printed]
        self.dates = {i: d for i, t in enumerate(self.texts) if t and (d := _signed_date(t))}
        self.signed: dict[int, str] = {}  # the signers of lines that hold more than signature and date
        self.units: set[int] = set()  # lines of units alone below their items
        self._run_on_dates()
        self._signed_paragraphs()

    def read(self) -> Head:
        head = self.head
        self._index_box()
        self.boxed = set(head.used)
        cover_title = self._cover_title()
        self._body_bounds(cover_title)
        self._title(cover_title)
        self._tail()
        self._issuer(cover_title)
        self._number()
        self._issued()
        head.year = self._year()
        head.title, head.issuer = self._as_printed(head.title), self._as_printed(head.issuer)
        return head

    def _run_on_dates(self) -> None:
        """A date whose 年月日 a page's text has lost (2023322) behind what a covering notice says, where one day
        alone has these digits."""
        for i, text in enumerate(self.texts[:40]):
            if text.isdigit() and 6 <= len(text) <= 8 and text.startswith("20"):
                above = "".join(self.texts[max(0, i - 4) : i])
                day = _day_of(text)
                if day and ("印发" in above or "执行" in above or "落实" in above):
                    self.dates[i] = day

    def _signed_paragraphs(self) -> None:
        """Signature and date behind the covering notice's last sentence, or beside the notice's number."""
        for i, text in enumerate(self.texts[:20]):
            if i in self.dates or not text or len(text) > 600:
                continue
            found = _SIGNED_END.search(text)
            opening = text[: found.start()] if found else ""
            if found and (not opening or opening[-1] in "。 \u3000" or opening[-1].isspace()):
                number = _DOCUMENT_NUMBER.search(opening)
                alone = not opening.strip() or (number and not squeeze(opening.replace(number.group(), "")))
                said = "印发" in opening or "下达" in opening or _CARRIED_OUT.search(opening)
                day = read_date(found["date"])
                if day and _is_signature(found["name"]) and (alone or said):
                    self.dates[i], self.signed[i] = day, squeeze(found["name"])

    def _as_printed(self, value: str | None) -> str | None:
        """The words as the notice prints them, where they were found in simplified form."""
        if not value:
            return value
        at = "".join(map(squeeze, self.texts)).find(value)
        return value if at < 0 else "".join(map(squeeze, self.printed))[at : at + len(value)]

    # the parts ----------------------------------------------------------------------------------

    def _index_box(self) -> None:
        """Label lines of a site's index box (索引号, 发布机构, 文号, 成文日期) among the first parts.

        A key and its value stand on one line behind a colon, or on two lines; the latter counts only where
        several keys stand so.
        """
        keys = [i for i, text in enumerate(self.texts[:60]) if _index_key(text)]
        for i in keys if len(keys) >= 3 else ():
            key = _index_key(self.texts[i])
            value = self.printed[i + 1] if i + 1 < len(self.texts) and i + 1 not in keys else ""
            self.head.used.add(i)
            if value and len(value) < 100:
                self.head.used.add(i + 1)
                self._state(key or "", value)
        numbered = False
        for i, text in enumerate(self.texts[:40]):
            numbered = numbered or read_marker(text) is not None
            if i in self.head.used:
                continue
            text, printed = _unspaced_labels(text), _unspaced_labels(self.printed[i])
            found = list(_INDEX.finditer(text))
            if not found or len(text) > 400 or found[0].start() > 3:
                continue
            if len(found) == 1 and found[0]["key"] in ("来源", "分类", "名称") and i > 12:
                continue
            if numbered and found[0]["key"] in _FORM_KEYS:
                continue
            for match, after in zip(found, [*found[1:], None], strict=False):
                self._state(match["key"], printed[match.end() : after.start() if after else len(printed)])
            self.head.used.add(i)
        self._index_rows()

    def _index_rows(self) -> None:
        """Rows of an index box whose keys and values only blanks part (索 引 号 X 发文日期 Y): two at least, each
        opening with a key."""
        rows = [i for i, t in enumerate(self.texts[:20]) if len(t) < 200 and _KEY.match(t)]
        if len(rows) < 2:
            return
        for i in rows:
            printed = self.printed[i]
            found = list(_KEY.finditer(self.texts[i]))
            for match, after in zip(found, [*found[1:], None], strict=True):
                value = printed[match.end() : after.start() if after else len(printed)]
                self._state(squeeze(match["key"]), value)
            self.head.used.add(i)

    def _state(self, key: str, value: str) -> None:
        name = _INDEX_FIELDS.get(key)
        value = value.strip(" \t|　[]【】")
        blank = name == "issued_on" and not any(map(str.isdigit, fold(value)))
        if blank or (name == "publisher" and "盖章" in value):
            return  # a form that nobody has filled in
        if key in _FORM_UNITS and not (_is_signature(value) and is_body(value) and not is_collective(value)):
            return  # those who are to report
        if name and value not in _EMPTY:
            self.stated.setdefault(name, value)

    def _cover_title(self) -> int | None:
        """The index of the covering notice's title (甲关于印发《乙》的通知), which may be wrapped over lines."""
        for i, text in enumerate(self.texts[:40]):
            if i in self.head.used or not text or len(text) > 160 or text[-1] in "。；;：:":
                continue
            if "关于" in text and _NOTICE.search(squeeze(text)) and "，" not in text:
                return i
            if "关于" in text and not read_marker(text):
                for extra in (1, 2, 3):
                    if i + extra < len(self.texts):
                        whole = "".join(self.texts[i : i + extra + 1])
                        if (
                            _NOTICE.search(squeeze(whole))
                            and len(whole) <= 160
                            and "，" not in whole
                            and "：" not in whole
                        ):
                            self._merge(i, extra)
                            return i
        return None

    def _merge(self, i: int, extra: int) -> None:
        self.printed[i] = "".join(self.printed[i : i + extra + 1])
        self.texts[i] = simplify(self.printed[i])
        for j in range(i + 1, i + extra + 1):
            self.texts[j] = self.printed[j] = ""
            self.head.used.add(j)

    def _substance(self, start: int, stop: int | None = None) -> int:
        """How much of a body there is in a range: markers and tables."""
        count = 0
        for i in range(start, len(self.parts) if stop is None else stop):
            if isinstance(self.parts[i], Table):
                count += 3
            elif (self.texts[i] and read_marker(self.texts[i]) and not row_number(self.texts[i])) or len(
                self.texts[i]
            ) > 60:
                count += 1
        return count

    def _body_bounds(self, cover_title: int | None) -> None:
        """Where the body begins: behind the covering notice where there is one."""
        head = self.head
        if cover_title is not None:
            head.used.add(cover_title)
        begin = 0 if cover_title is None else cover_title + 1
        address = next(
            (i for i in range(begin, min(begin + 8, len(self.texts))) if _is_address(self.texts[i])), None
        )
        if address is not None:
            head.used.add(address)
        covered = self._covered(cover_title) + self._promised()
        # the covering notice ends with its signature and date, if a body follows them
        signed = [
            i for i in sorted(self.dates) if i >= begin and i not in head.used and self._substance(i + 1) >= 2
        ]
        marked = self._substance(begin, signed[0]) if signed else 0
        covering = cover_title is not None or address is not None or marked == 0
        covering = covering or any(
            "印发" in t or "现将" in t for t in self.texts[begin : signed[0] if signed else begin]
        )
        if signed and covering and (marked <= 12 or self._caption_after(signed[0], covered)):
            end = signed[0]
            for i in range(begin, end + 1):
                head.used.add(i)
            head.cover = "\n".join(self.texts[begin:end])
            head.start = end + 1
            return
        # no signature: the caption that repeats what the covering notice prints in 《》
        if covered:
            for i in range(begin, len(self.texts)):
                if self._is_caption(i, covered):
                    head.cover = "\n".join(self.texts[begin:i])
                    head.used.update(range(begin, i))
                    head.start = i
                    return
        head.start = 0
        if address is not None:
            head.start = address + 1

    def _covered(self, cover_title: int | None) -> list[str]:
        """What the covering title prints in 《》, or behind 关于印发, in comparable form."""
        text = self._call(cover_title)
        out = [fold(t) for t in _TITLED.findall(text.replace("〈", "《").replace("〉", "》"))]
        match = _COVERED.search(squeeze(text))
        if match:
            out.append(fold(match["what"]).strip("《》"))
        return [t for t in out if t]

    def _call(self, cover_title: int | None) -> str:
        """The covering title: printed over the notice, or stated in an index box."""
        if cover_title is not None:
            return self.texts[cover_title]
        stated = simplify(squeeze(self.stated.get("title", "")))
        return stated if "关于" in stated else ""

    def _promised(self) -> list[str]:
        """What the covering notice's text says that it prints: 现将《甲》印发给你们."""
        out = []
        for text in self.texts[: max(self.head.start, 24)]:
            if "印发" in text:
                out += [fold(t) for t in _TITLED.findall(text)[:2]]
        return out

    def _is_caption(self, i: int, covered: Sequence[str]) -> bool:
        text = fold(self.texts[i]).strip("《》")
        if not text or len(text) < 5:
            return False
        after = fold(self.texts[i + 1]) if i + 1 < len(self.texts) else ""
        return any(text == c or text + after == c or _close(text, c) for c in covered)

    def _caption_after(self, i: int, covered: Sequence[str]) -> bool:
        return any(self._is_caption(j, covered) for j in range(i + 1, min(i + 8, len(self.texts))))

    def _title(self, cover_title: int | None) -> None:
        """The caption over the work points, else what the covering notice prints in 《》, else its own title."""
        head = self.head
        covered = self._covered(cover_title) or self._promised()
        caption = self._caption(covered, head.start, self._first_body_part())
        if not caption and cover_title is None:
            caption = self._caption(covered, 0, head.start)
        if caption:
            head.title = caption
            return
        if cover_title is not None:
            head.title = _title_in(squeeze(self.texts[cover_title]))
        elif self.stated.get("title"):
            head.title = _title_in(simplify(squeeze(self.stated["title"])))

    def _caption(self, covered: Sequence[str], start: int, stop: int) -> str | None:
        """The title lines among the parts from `start` to `stop`, best likeness to a title first."""
        best: tuple[float, int, int] | None = None
        covering = stop <= self.head.start
        may = cache(lambda i: _may_be_title(self.texts[i]))
        alone_score = cache(lambda i: _title_score(squeeze(self.texts[i]), covered))
        for i in range(start, min(stop, len(self.texts))):
            if not may(i) or (i in self.head.used and not covering):
                continue
            for extra in (0, 1, 2):
                j = i + extra
                if j >= len(self.texts) or (extra and (not may(j) or j >= stop)):
                    break
                if extra and j in self.head.used and not covering:
                    break
                whole = squeeze("".join(self.texts[i : j + 1])).strip("《》")
                score = _title_score(whole, covered)
                goes_on = _GOES_ON.match(squeeze(self.texts[j]))
                # 某县水利局 / 2024年工作要点: whose it is stands on a line above, on a cover with what it is for between
                named = (
                    extra > 0
                    and _STARTS_IN_YEAR.match(self.texts[j]) is not None
                    and _names_body(self.texts[i])
                    and (extra == 1 or _PURPOSE.fullmatch(squeeze(self.texts[i + 1])) is not None)
                    and whole[-1] not in "及和与暨的"
                )
                if extra and (goes_on or named):
                    score += 1.0
                alone = max(map(alone_score, range(i, j + 1))) if extra else 0.0
                if extra and score < alone + 0.8:
                    continue  # the lines are no better title together than one of them
                score += 0.5 if i == start and score > 0 and not extra else 0.0
                score -= 1 if _ANNEX.match(self.texts[i]) and not extra else 0
                # the title in full over a table, of which the cover has the words on several lines
                full = (
                    best is not None
                    and not extra
                    and score >= best[0]
                    and self._holds(whole, best[1], best[2])
                )
                if score >= 1.5 and (best is None or score > best[0] or full):
                    best = (score, i, extra)
        if best is None:
            return None
        _, i, extra = best
        text = squeeze("".join(self.texts[i : i + extra + 1])).strip("《》").lstrip("#*")
        self.head.used.update(range(i, i + extra + 1))
        if not covering:
            # what stands above the caption is no body
            self.head.used.update(j for j in range(start, i) if isinstance(self.parts[j], Paragraph))
        for j in range(i + extra + 1, min(i + extra + 3, len(self.texts))):
            line = self.texts[j]
            if _IN_BRACKETS.fullmatch(line) and (find_dates(line) or _DOCUMENT_NUMBER.search(line)):
                self.head.used.add(j)
        return _BEFORE_TITLE.sub("", text) or None

    def _holds(self, title: str, i: int, extra: int) -> bool:
        """Whether a title ends in the words of these lines and has more before them."""
        words = squeeze("".join(self.texts[i : i + extra + 1])).strip("《》")
        return len(title) > len(words) and title.endswith(words)

    def _first_body_part(self) -> int:
        for i in range(self.head.start, len(self.parts)):
            if isinstance(self.parts[i], Table):
                return i
            text = self.texts[i]
            marker = read_marker(text)
            if marker and marker.end < len(text) and not _FOUR_DIGITS.match(text):
                return i
            if len(text) > 90 and "。" in text:
                return i
        return len(self.parts)

    def _tail(self) -> None:
        """The parts behind the body: signature, date, 附件 lines, 抄送, imprint; they end it where nothing follows."""
        head = self.head
        for i, text in enumerate(self.texts):
            if not text:
                continue
            if (
                _CC.fullmatch(text)
                or (_IMPRINT.fullmatch(text) and len(text) < 60)
                or (_ASIDE.fullmatch(text) and len(text) < 80)
            ) or _ANNEX_MARK.fullmatch(text):
                head.used.add(i)
                after = self.texts[i + 1] if i + 1 < len(self.texts) else ""
                if i > head.start and text[0] == "附":
                    head.annexes.append(i)
                if i > head.start and text[0] == "附" and _title_score(squeeze(after)) >= 1.0:
                    head.used.add(i + 1)  # the annex's own title
            elif i in self.dates and (i < head.start or self._substance(i + 1) < 2 or len(text) < 24):
                head.used.add(i)
                j = i - 1
                while j >= 0 and i - j <= 3 and _is_signature(self.texts[j]):
                    head.used.add(j)
                    j -= 1
            elif _is_number_line(text):
                head.used.add(i)
        self._lists_of_annexes()
        self._annexes_without_tasks()
        self._hanging_on()
        end = len(self.parts)
        while end > head.start:
            i = end - 1
            text = self.texts[i]
            if isinstance(self.parts[i], Table):
                break
            if (
                i in head.used
                or not text
                or _ANNEX.match(text)
                or (_is_signature(text) and end < len(self.parts))
            ):
                head.used.add(i)
                end -= 1
                continue
            break
        head.end = end

    def _lists_of_annexes(self) -> None:
        """附件：1.… 2.… behind the body, and what wraps of 抄送."""
        for i in range(self.head.start + 1, len(self.texts)):
            text = self.texts[i]
            if _ANNEX_LIST.match(text):
                number = 1
                while text and (number == 1 or ((m := read_marker(text)) is not None and m.value == number)):
                    self.head.used.add(i)
                    i, number = i + 1, number + 1
                    text = self.texts[i] if i < len(self.texts) else ""
            elif (
                i
                and _COPIES.match(self.texts[i - 1])
                and self.texts[i - 1][-1] != "。"
                and is_units(text.rstrip("。"))
            ):
                self.head.used.add(i)

    def _annexes_without_tasks(self) -> None:
        """Annexes behind the body that are a form or a list of persons: neither table nor numbered item in them."""
        starts = [
            i for i, t in enumerate(self.texts) if i > self.head.start and t and _ANNEX_OPENS.fullmatch(t)
        ]
        if not starts:
            return
        assigned = sum(map(_assigns, self.texts[self.head.start : starts[0]]))
        numbered = (j for j in range(self.head.start, len(self.texts)) if read_marker(self.texts[j]))
        first = next(numbered, len(self.texts))
        for i, after in itertools.pairwise([*starts, len(self.parts)]):
            rest = range(i + 1, after)
            begun = first < i
            if not begun or any(isinstance(self.parts[j], Table) for j in rest):
                continue
            # numbered items that nobody is charged with, behind a body whose items are charged to units
            titles = [t for t in self.texts[i : min(i + 3, after)] if len(t) <= 60 and not read_marker(t)]
            plain = assigned > 1 and not _SUBJECT_OF_TASKS.search("".join(titles))
            if not any(_assigns(self.texts[j]) if plain else read_marker(self.texts[j]) for j in rest):
                self.head.used.update((i, *rest))

    def _hanging_on(self) -> None:
        """Last lines that only hang on behind the text: no sentence, no item, no label, though paragraphs of the
        body end as sentences do (a link's title, tags, what a site says of itself)."""
        i = len(self.parts)
        found: list[int] = []
        self._last_units()
        while i > self.head.start and isinstance(self.parts[i - 1], Paragraph):
            text = self.texts[i - 1]
            if text and i - 1 not in self.head.used:
                if len(text) > 60 or text[-1] in _ENDS_SENTENCE or read_marker(text) or _states_field(text):
                    break
                if i - 1 in self.units:
                    break
                if i > 1 and self.texts[i - 2][-1:] in ("：", ":", "、"):
                    break  # what a label or a list above goes on with
                found.append(i - 1)
            i -= 1
        first = next((j for j in range(self.head.start, i) if read_marker(self.texts[j])), i)
        above = [t for j, t in enumerate(self.texts[first:i], first) if t and j not in self.head.used]
        if not found or not above:
            return
        plain = [t for t in above if not read_marker(t) and len(t) > 12]
        open_ends = sum(t[-1] not in _ENDS_SENTENCE and not _states_field(t) for t in plain)
        if (above[-1][-1] in _ENDS_SENTENCE or _states_field(above[-1])) and open_ends <= 0.1 * len(plain):
            self.head.used.update(found)

    def _last_units(self) -> None:
        """The lines that name the units of the items above them, where the body ends with one: it is no signature."""
        body = [
            i for i in range(self.head.start, len(self.texts)) if self.texts[i] and i not in self.head.used
        ]
        found = sorted(unit_lines([self.texts[i] for i in body]))
        if len(found) > 2 and body[found[-1]] == body[-1] and found[-2] != found[-1] - 1:
            self.units.update(body[n] for n in found)

    # the fields ---------------------------------------------------------------------------------

    def _issuer(self, cover_title: int | None) -> None:
        head = self.head
        for i in sorted(self.dates):
            if i in self.boxed:
                continue
            text = self.texts[i]
            if i in self.signed:
                head.issuer = self.signed[i]
                return
            same_line = _BEFORE_YEAR.split(text, maxsplit=1)[0].strip()
            if same_line and _is_signature(same_line):
                head.issuer = squeeze(same_line)
                return
            j = i - 1
            while (
                j >= 0
                and i - j <= 3
                and (
                    not self.texts[j] or (len(self.texts[j]) <= 32 and _IN_BRACKETS.fullmatch(self.texts[j]))
                )
            ):
                j -= 1
            if j >= 0 and _is_signature(self.texts[j]) and j != cover_title:
                head.issuer = self._signers(j, cover_title)
                return
        title = squeeze(self._call(cover_title))
        if cover_title and title.startswith("关于") and _is_signature(self.texts[cover_title - 1]):
            head.issuer = squeeze(self.texts[cover_title - 1])
            return
        before = _TAG.sub("", title).split("关于")[0] if "关于" in title else ""
        before = _DOCUMENT_NUMBER.sub("", before).strip("《》")
        if len(before) >= 3 and _SIGNATURE.fullmatch(before):
            head.issuer = before
            return
        if self.stated.get("publisher") or self.stated.get("issuer"):
            head.issuer = squeeze(self.stated.get("issuer") or self.stated["publisher"])
            return
        for text in (head.title or "", *self.texts[:6]):
            text = squeeze(text)
            match = _CENTRE_BEHIND_YEAR.match(text) or _WHOSE.match(text)
            if match and _may_issue(match[1]):
                head.issuer = match[1]
                return
        for text in self.texts[:12]:
            # a line of its own with the name that the title begins with, a cover's month behind it
            name = _MONTH_BEHIND.sub("", squeeze(text))
            if name and name != head.title and (head.title or "").startswith(name) and _names_body(name):
                head.issuer = name
                return
        for text in self.texts[:6]:
            # 日前，松石市印发《…》。全文如下
            match = _WHO_ISSUED.match(text)
            if match and is_body(match[1]):
                head.issuer = match[1]
                return
        for i in range(max(0, len(self.texts) - 4), len(self.texts)):
            text = self.texts[i]
            if i in self.units or (i and self.texts[i - 1][-1:] in ("、", "，")) or BLANK_LABEL.match(text):
                continue  # a list of units, or the rest of one
            below = [t for j, t in enumerate(self.texts[i + 1 :], i + 1) if j not in head.used]
            if any(read_marker(t) or t[-1:] in ("。", "；") for t in below):
                continue  # the heading of what follows
            if text and _is_signature(text) and _OFFICE.search(text):
                head.issuer = squeeze(text)
                return

    def _signers(self, last: int, cover_title: int | None) -> str:
        """The names on the lines that end above the date: one, one wrapped over lines, or several signers."""
        first = last
        while (
            first > 0
            and last - first < 3
            and first - 1 != cover_title
            and _is_signature(self.texts[first - 1])
        ):
            if first - 1 <= (cover_title if cover_title is not None else -1):
                break
            first -= 1
        return "".join(squeeze(t) for t in self.texts[first : last + 1])

    def _number(self) -> None:
        head = self.head
        stated = self.stated.get("document_number")
        if stated:
            match = _DOCUMENT_NUMBER.search(stated)
            head.document_number = squeeze(match.group()) if match else squeeze(stated)
            if match:
                return
        limit = max(head.start, min(12, len(self.texts)))
        for i, text in enumerate(self.texts[: limit + 1]):
            if not text or len(text) > 120:
                continue
            match = _DOCUMENT_NUMBER.search(text)
            if not match:
                continue
            rest = (text[: match.start()] + text[match.end() :]).strip(" \t　（）()【】[]")
            if (
                not rest
                or i in self.signed
                or (
                    i in self.head.used
                    and (
                        _NOTICE.search(squeeze(rest))
                        or _is_signature(rest)
                        or len(rest) < 12
                        or _CALLS.search(rest)
                    )
                )
            ):
                if _OPEN_TITLE.search(text[: match.start()]):
                    continue
                head.document_number = squeeze(self.printed[i][match.start() : match.end()])
                return

    def _issued(self) -> None:
        head = self.head
        for i in sorted(self.dates):
            if i in self.boxed:
                continue
            if i < head.start or i >= head.end or i in head.used:
                head.issued_on = self.dates[i]
                return
        stated = self.stated.get("issued_on")
        if stated:
            found = read_date(stated) or next((d for _, _, d in find_dates(stated)), None)
            if found:
                head.issued_on = found
                return
        for i, text in enumerate(self.texts):
            if i in head.used and _IMPRINT.fullmatch(text) and (found_dates := find_dates(text)):
                head.issued_on = found_dates[0][2]
                return
        for i, text in enumerate(self.texts):
            if (
                i in head.used
                and len(text) >= 8
                and _IN_BRACKETS.fullmatch(text)
                and (found_dates := find_dates(text))
            ):
                head.issued_on = found_dates[-1][2]
                return

    def _year(self) -> int | None:
        head = self.head
        for text in (head.title or "", squeeze(self.stated.get("title", ""))):
            found = _year_in(text)
            if found:
                return found
        for i in sorted(head.used):
            if i < head.start and self.texts[i] and len(self.texts[i]) < 120 and "关于" in self.texts[i]:
                found = _year_in(self.texts[i])
                if found:
                    return found
        if head.document_number:
            match = _YEAR_DIGITS.search(head.document_number)
            if match:
                return int(match.group())
        if head.issued_on:
            return head.issued_on.year
        years = Counter(int(y) for t in self.texts for y in _NAMED_YEAR.findall(fold_in_place(t)))
        if years:
            return max(years, key=lambda y: (years[y], y))
        return None


_HAN_YEAR = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0", "O": "0"}


def _day_of(digits: str) -> date | None:
    """The only day that the digits of a year, month and day without leading noughts can be, else None."""
    found = set()
    for cut in (5, 6):
        month, day = digits[4:cut], digits[cut:]
        if month[:1] not in ("", "0") and day[:1] not in ("", "0") and len(day) < 3:
            with contextlib.suppress(ValueError):
                found.add(date(int(digits[:4]), int(month), int(day)))
    return found.pop() if len(found) == 1 else None


def _states_field(text: str) -> bool:
    """Whether a paragraph opens with a label of units, time or content."""
    found = labels_in(text, sure=False)
    return bool(found) and found[0][0] == 0 and found[0][3] != "other"


def _names_body(text: str) -> bool:
    """Whether a line is the full name of a body that may issue a paper: of an office, a company, a hospital, a school."""
    names = text.split()
    return 0 < len(names) < 3 and all(4 <= len(name) <= 30 and _may_issue(name) for name in names)


def _may_issue(name: str) -> bool:
    """Whether a title's first words name one body that may issue a paper; not whom it is about (全县中小学), nor what is
    to be done with them (优化公立医院)."""
    formed = _SIGNATURE.fullmatch(name) and _ISSUERS.search(name)
    return bool(formed) and is_body(name) and not is_collective(name)


def _assigns(text: str) -> bool:
    """Whether a paragraph names the units that are charged with it, in a label or in a bracket at its end."""
    return any(piece.fields.units for piece in pieces_of(text, usual=True))


def _year_in(text: str) -> int | None:
    folded = fold_in_place(text)
    match = _TITLE_YEAR.search(folded) or _BARE_YEAR.search(folded)
    if match:
        return int(match.group(1))
    match = _HAN_YEAR_OF.search(text)
    return int("".join(_HAN_YEAR[c] for c in match.group(1))) if match else None


def _is_address(text: str) -> bool:
    """Whether the line calls on those that the notice is for (各街道办事处，区政府各部门：); a label is none."""
    return (
        len(text) <= _LONGEST_ADDRESS
        and bool(_ADDRESS.fullmatch(text))
        and header_kind(text.rstrip(":： ")) is None
    )


def _index_key(text: str) -> str | None:
    """The key of an index box that a whole line is, or None."""
    if len(text) > 16:
        return None
    match = _INDEX.fullmatch(squeeze(text).lstrip("•·●").rstrip(":：") + ":")
    return match["key"] if match else None


def _unspaced_labels(text: str) -> str:
    """The text with the blanks inside its labels taken out (索 引 号：, 文    号：)."""
    text = _BOXED_LABEL.sub(r"\1：", text) if text.startswith("【") else text
    return _LABEL_BLANKS.sub("", text)


def _signed_date(text: str) -> date | None:
    """The date of a line that is a date, alone or behind a signature."""
    if len(text) > 60:
        return None
    found = read_date(text.strip("（()） "))
    if found:
        return found
    if "年" not in text:
        return None
    parts = _BEFORE_DATE.split(text, maxsplit=1)
    if len(parts) == 2 and _is_signature(parts[0].strip()):
        return read_date(parts[1].strip())
    return None


def _title_in(call: str) -> str:
    """The title of the work points in a covering title: 关于印发《甲》的通知, 关于甲任务分解的通知 → 甲."""
    titled = _TITLED.findall(call)
    inner = _COVERED.search(call) or _NAMED.search(call)
    if inner is None:
        return call
    what = inner["what"]
    # 关于印发2008年《政府工作报告》重点工作分工的通知: the name goes on beyond its 《》
    return titled[0] if titled and squeeze(what).startswith("《") and what.endswith("》") else what


def _is_signature(text: str) -> bool:
    text = text.strip()
    return (
        3 <= len(text) <= 60 and bool(_SIGNATURE.fullmatch(text)) and "关于" not in text and "的" not in text
    )


def _title_score(text: str, covered: Sequence[str] = ()) -> float:
    """How much speaks for a line being the title of a paper of tasks, one of these above all; 0.0 where it is none."""
    if not 5 <= len(text) <= 90:
        return 0.0
    score = 0.0
    key = fold(text)
    if any(key == c for c in covered):
        score += 4
    elif any(_close(key, c) for c in covered):
        score += 2.5
    if _SUBJECT.search(text):
        score += 1.5
    if _OF_YEAR.search(text):
        score += 1
    if _TITLE_END.search(text):
        score += 1
    if "关于" in text:
        score -= 3 if _NOTICE.search(text) else 0.5
    if _SIGNATURE.fullmatch(text) or _is_address(text):
        score -= 3
    if _DOCUMENT_NUMBER.search(text) or ":" in text or "：" in text:
        score -= 3
    if _FILE_NAME.search(text):
        score -= 3  # a file's name
    return score if score >= 1.0 else 0.0


def opening_of(texts: Sequence[str], i: int) -> tuple[str, int] | None:
    """How a paper may open at a paragraph, and over how many: with its number, with a covering title ("call") or with
    the title of work points of some year. None where it opens none."""
    if _is_number_line(texts[i]):
        return "number", 1
    for count in (1, 2, 3):
        last = texts[i + count - 1]
        if not _may_be_title(last) or _is_address(last):
            return None
        whole = squeeze("".join(texts[i : i + count]))
        # 甲办公室 / 关于印发 / 乙的通知: it opens with what it is about, or with whose it is
        whose = count == 1 or "关于" in texts[i] or (_is_signature(texts[i]) and texts[i + 1][:2] == "关于")
        if (
            whose
            and "关于" in whole
            and _NOTICE.search(whole)
            and len(whole) <= 160
            and not set(whole) & _NO_CALL
        ):
            return "call", count
        alone = count == 1 or _title_score(squeeze(last)) < _SURELY_TITLE
        if count < 3 and alone and not _NOTICE.search(whole) and _title_score(whole) >= _SURELY_TITLE:
            return "title", count
        if i + count == len(texts):
            return None
    return None


_NO_CALL = frozenset("，：:")
# A subject of tasks, a year and a paper's name at the end.
_SURELY_TITLE = 3.5


_OVER_PAGE = pattern(
    r"当前的?位置|所在位置|网站首页|首页\s*[>＞/»]|发布(?:时间|日期)|字号[:：]", needs="置首发字"
)


def over_opening(text: str, below: bool) -> bool:
    """Whether a line belongs to the paper that opens below it: its number, a line of an index box or of the page, the
    issuer's red head. `below`: such a line stands under it, and it may be the issuer's name."""
    text = _unspaced_labels(text.replace("|", " ").strip())
    if len(text) > 200 or text.endswith("。"):
        return False
    box = _INDEX.match(text) or _KEY.match(text) or _index_key(text) or _OVER_PAGE.search(text)
    red = len(text) <= 40 and text.endswith("文件")
    return _is_number_line(text) or bool(box) or red or (below and _is_signature(text))


def names_annex(text: str) -> bool:
    """Whether a line is the mark of an annex (附件2)."""
    return len(text) <= 80 and (_ANNEX_OPENS.fullmatch(text) or _ANNEX_MARK.fullmatch(text)) is not None


def _is_number_line(text: str) -> bool:
    match = _DOCUMENT_NUMBER.search(text) if len(text) <= 60 else None
    if not match:
        return False
    rest = text[: match.start()] + text[match.end() :]
    return not _SAID.search(rest) and len(squeeze(rest)) <= 12


def _may_be_title(text: str) -> bool:
    if not text or len(text) > 90 or text[-1] in "。；;，,：:、" or "\t" in text:
        return False
    marker = read_marker(text)
    if marker and marker.end < len(text) and not _BEGINS_WITH_YEAR.match(text):
        return False
    return not (_CC.fullmatch(text) or _ASIDE.fullmatch(text) or _signed_date(text))


def _close(text: str, covered: str) -> bool:
    """Whether a caption is the covered title in other words: one holds the other, or nearly."""
    if len(text) < 6:
        return False
    short, long = sorted((text, covered), key=len)
    if short in long and len(short) >= 0.6 * len(long):
        return True
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    others = {covered[i : i + 2] for i in range(len(covered) - 1)}
    return len(pairs & others) >= 0.75 * max(len(pairs), len(others))
