"""Characters: what no reader sees is taken out, widths are folded for comparison, wraps are joined.

Only the characters are known here, no word of the genre. `clean` is what a parser runs over the text
of a file; `fold` gives a key for comparison and never reaches a result.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from wpkit.patterns import pattern

# Printed by nobody: zero-width marks, soft hyphen, byte order mark, bidirectional controls, selectors of a
# glyph's variant, tags, and the C0 controls but for tab, line feed and form feed.
_UNSEEN = dict.fromkeys(
    [
        *range(0x09),
        0x0B,
        *range(0x0E, 0x20),
        0x7F,
        0xAD,
        0x200B,
        0x200C,
        0x200D,
        0x200E,
        0x200F,
        *range(0x180B, 0x180E),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
        *range(0x2066, 0x206A),
        *range(0xFE00, 0xFE10),
        0xFEFF,
        *range(0xE0000, 0xE0080),
        *range(0xE0100, 0xE01F0),
    ]
)
# Blanks of other kinds become the plain one (the ideographic blank stays: it indents paragraphs).
_BLANKS = dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x1680, 0x180E, 0xFFA0], " ")
# Half of a character beyond the basic plane, as broken fonts print it: no file can hold it.
_HALVES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_CLEANED = _UNSEEN | _BLANKS | _HALVES
# Kangxi radicals, CJK radicals and CJK compatibility ideographs stand for the common character of the
# same shape; PDF fonts put them in its place (⽅ for 方).
_COMPATIBLE = pattern("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f\ufb00-\ufb06]")
_RADICALS = {
    ord(pair[0]): pair[1]
    for pair in (
        "⺁厂 ⺄乙 ⺅亻 ⺇几 ⺈刀 ⺉刂 ⺋卩 ⺌小 ⺍小 ⺎兀 ⺏尣 ⺐尢 ⺗心 ⺘扌 ⺙攵 ⺛旡 ⺝月 ⺞歹 ⺟母 ⺠民 ⺡氵 ⺢水 ⺣灬 ⺥爪 "
        "⺧牛 ⺨犭 ⺩王 ⺬示 ⺭礻 ⺮竹 ⺯糸 ⺰纟 ⺱网 ⺲罒 ⺳网 ⺴罓 ⺶羊 ⺷羊 ⺸羊 ⺹老 ⺺聿 ⺼肉 ⺽臼 ⺾艹 ⺿艹 ⻀艹 ⻁虎 ⻂衤 "
        "⻃覀 ⻄西 ⻅见 ⻆角 ⻈讠 ⻉贝 ⻊足 ⻋车 ⻌辶 ⻍辶 ⻎辶 ⻏邑 ⻐钅 ⻑长 ⻒长 ⻓长 ⻔门 ⻖阝 ⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 "
        "⻝食 ⻟食 ⻠饣 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫齐 ⻬齐 ⻭齿 ⻮齿 ⻰龙 ⻱龟 ⻲龟 ⻳龟 "
        "戶户"  # what ⼾ is made of, though fonts print it for 户
    ).split()
}


# Most texts hold nothing of this: one search is ten times as fast as two translations. (Characters beyond the basic
# plane stand in it as ranges: Python tries those of a set one by one.)
_ODD = pattern(
    f"[{''.join(re.escape(chr(c)) for c in (*_UNSEEN, *_BLANKS) if c < 0x10000)}\U000e0000-\U000e01ef"
    f"\ud800-\udfff{_COMPATIBLE.pattern[1:]}"
)


def _common(match: re.Match[str]) -> str:
    char = match.group()
    return unicodedata.normalize("NFKC", char).translate(_RADICALS)


def clean(text: str) -> str:
    """The text as a reader sees it: unseen characters gone, odd blanks plain, compatibility forms common.

    >>> clean("⽅案\\u200b：2022\\xa0年")
    '方案：2022 年'
    """
    if not _ODD.search(text):
        return text
    text = text.translate(_CLEANED)
    if not text.isascii() and _COMPATIBLE.search(text):
        text = _COMPATIBLE.sub(_common, text)
    return text


_FOLD = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: " ", 0x2236: ":", 0xFE55: ":"}
# Traditional and variant forms of the characters in the words that rules look for; see `fold`.
_SIMPLE: dict[int, str] = dict(
    zip(
        map(
            ord,
            "責單導牽頭時間點務類別內容體項進門區縣鎮鄉協辦員會組織實負應據關開發佈優調動總標題號個條級與參處應對監督領導後屆歲訂長續環節點創編碼張劃畫補報評議論設計試驗質量產業經濟財規範則準強網絡繫聯絡備註項階錄達節點約從啟東為無萬億幾數專題術語國際權責屬於歷顯示廣統籌職責權圖書館學習醫療衛養備補貼",
        ),
        "责单导牵头时间点务类别内容体项进门区县镇乡协办员会组织实负应据关开发布优调动总标题号个条级与参处应对监督领导后届岁订长续环节点创编码张划画补报评议论设计试验质量产业经济财规范则准强网络系联络备注项阶录达节点约从启东为无万亿几数专题术语国际权责属于历显示广统筹职责权图书馆学习医疗卫养备补贴",
        strict=True,
    )
)
_SIMPLE[ord("佈")] = "布"
# The same for the names of bodies (縣文化市場綜合執法隊).
_SIMPLE |= dict(
    zip(
        map(
            ord,
            "兩嚴豐爲舉爭雲價傳僑儲兒黨興獸軍農況勵華賣廠廳廁雙變臺團園圍場壞塊堅墾復婦審將層幫並庫歸當態懲戰託執擴護擔擬擁揮撐暫機極構檔檢樓殘氣匯漁遊灣瀾煙熱愛獄獻電暢礦確離祕積稱稅簡糧紅紀線細結繞繼綜綠羣藝藥營裝見視覽認讓訊記訪證識話詳說請讀誼貧貿費資轉軟輸轄邊過運適郵鐵銀銷問聞閱隊險難須預駐齡",
        ),
        "两严丰为举争云价传侨储儿党兴兽军农况励华卖厂厅厕双变台团园围场坏块坚垦复妇审将层帮并库归当态惩战托执扩护担拟拥挥撑暂机极构档检楼残气汇渔游湾澜烟热爱狱献电畅矿确离秘积称税简粮红纪线细结绕继综绿群艺药营装见视览认让讯记访证识话详说请读谊贫贸费资转软输辖边过运适邮铁银销问闻阅队险难须预驻龄",
        strict=True,
    )
)

_SIMPLE = {traditional: simple for traditional, simple in _SIMPLE.items() if chr(traditional) != simple}
_FOLD_SIMPLE = _SIMPLE | _FOLD
# Most texts hold no traditional character and few kinds of full-width ones: a search and some replacements
# take a tenth of the time of a translation, which looks every character up.
_TRADITIONAL = pattern(f"[{''.join(map(chr, _SIMPLE))}]")
_OFTEN = (("，", ","), ("：", ":"), ("；", ";"), ("（", "("), ("）", ")"))
_SELDOM = pattern(f"[{''.join(map(chr, sorted(_FOLD_SIMPLE.keys() - {ord(wide) for wide, _ in _OFTEN})))}]")


def _plain(text: str) -> str:
    if _SELDOM.search(text):
        return text.translate(_FOLD_SIMPLE)
    for wide, half in _OFTEN:
        text = text.replace(wide, half)
    return text


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """A key for comparison: half width, simplified, without white space. One character for one.

    >>> fold("責任單位 ： 區教育局")
    '责任单位:区教育局'
    """
    return _plain("".join(text.split()))


def fold_in_place(text: str) -> str:
    """Half width and simplified, character for character: offsets into the result are offsets into `text`."""
    return _folded(text) if len(text) < _LONGEST_KEPT else _plain(text)


_LONGEST_KEPT = 2000


@lru_cache(maxsize=1 << 14)
def _folded(text: str) -> str:
    return _plain(text)


def simplify(text: str) -> str:
    """Simplified, character for character; widths stay. For patterns over words, never for a result."""
    return text.translate(_SIMPLE) if _TRADITIONAL.search(text) else text


def is_han(char: str) -> bool:
    return (
        "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or "\U00020000" <= char <= "\U0003ffff"
    )


_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def join(first: str, second: str) -> str:
    """Two printed lines as one text: no blank is added but between two Latin words.

    >>> join("政务公", "开工作"), join("open", "data"), join("于3", "月底")
    ('政务公开工作', 'open data', '于3月底')
    """
    first, second = first.rstrip(), second.lstrip()
    if first[-1:] in _LETTERS and second[:1] in _LETTERS:
        return f"{first} {second}"
    return first + second


_LINE_ENDS = pattern(r"[\n\r\f\v]+")
_WIDE_APART = pattern(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", needs=" ")
_SPACES = pattern(r"[ \t\u3000\n\r\f\v]+")


def squeeze(text: str) -> str:
    """Without any white space: for names of units, deadlines as printed, keys."""
    return text if text.isalnum() or text.split() == [text] else _SPACES.sub("", text)


def tidy(text: str) -> str:
    """Lines joined and runs of blanks made one; a blank between Chinese characters goes, a printed one
    beside Latin letters or digits stays.

    >>> tidy("做好 营商环境工作方案 7.0 版的\\n制定")
    '做好营商环境工作方案 7.0 版的制定'
    """
    if text.split() == [text]:
        return text
    out = ""
    for line in _LINE_ENDS.split(text):
        out = join(out, line) if out else line.strip()
    out = _SPACES.sub(" ", out).strip()
    return _WIDE_APART.sub("", out)


_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "○": 0, "Ｏ": 0, "O": 0}
_DIGITS |= {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
_POWERS = {"十": 10, "拾": 10, "百": 100, "千": 1000, "廿": 20, "卅": 30}


def number_of(numeral: str) -> int | None:
    """The value of a Chinese, full-width or Arabic numeral below 10000; None if it is none.

    >>> number_of("二十六"), number_of("二〇二二"), number_of("１２"), number_of("一百零三"), number_of("十")
    (26, 2022, 12, 103, 10)
    """
    numeral = numeral.translate(_FOLD).strip()
    if numeral.isascii():
        return int(numeral) if numeral.isdigit() and len(numeral) < 7 else None
    if numeral and all(c in _DIGITS for c in numeral):
        return int("".join(str(_DIGITS[c]) for c in numeral)) if len(numeral) < 7 else None
    total, digit = 0, -1
    for char in numeral:
        if char in _POWERS:
            power = _POWERS[char]
            if power in (20, 30):
                total += power
            else:
                total += (digit if digit > 0 else 1) * power
            digit = -1
        elif char in _DIGITS:
            digit = _DIGITS[char]
        else:
            return None
    return total + max(digit, 0) if numeral else None


# A bar inside a cell, which Markdown escapes (甲\\|乙), while the cells are parted.
_INNER_BAR = "\ufdd0"


def one_bar(text: str) -> str:
    """With "|" for all signs that look like it, and another sign for one inside a cell (`barred_cells`)."""
    text = text.replace("\\|", _INNER_BAR)
    for sign in "｜│┃∣":
        text = text.replace(sign, "|")
    return text


def barred_cells(text: str) -> list[str]:
    """What stands between the bars of a line that `one_bar` made."""
    return [cell.strip().replace(_INNER_BAR, "|") for cell in text.split("|")]
