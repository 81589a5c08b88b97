"""The footer of a web site, at the end of a page saved as text: who runs the site, where it is, under which numbers it is
filed, how often it is looked at, its menus, and its small print on what readers may do with the text, which sites that
share files also number and print over the text.

Its lines open with labels, bear a mark or are made of menu words, all of a closed class. A footer's count only where
nothing of the notice follows. Who 主办 and who 承办 may also be charged with tasks: then lines above say so too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wpkit.blocks import Block, Line, Paragraph, Table
from wpkit.fields.numbering import read_marker
from wpkit.fields.units import is_units
from wpkit.patterns import pattern
from wpkit.text import fold

_LONGEST = 150
# What opens a line of facts about the site, or of who edited the page.
_LABELLED = pattern(
    r"(?:网站|本站|在线|联系|人工)?客服(?:qq|微信|电话|热线|邮箱)?:(?=.{0,20}$)|(?:网站|本站)?(?:技术支持|维护|运维|运营|开发|制作|设计|管理|建设|监制)(?:单位|部门|机构|机关|公司)?:"
    r"|(?:单位|办公|联系|通讯|通信|详细|机关)?地址:.{4}|邮(?:政)?编(?:码)?:?\d{6}|(?:办公|服务|工作)时间:"
    r"|(?:联系|咨询|服务|值班|办公|监督|举报|投诉|维护|网站|管理|总机|热线|监督举报|举报投诉|投诉举报){0,2}(?:电话|传真|热线|邮箱|信箱):?(?=[\d(+a-z])"
    r"|(?:电子)?(?:邮箱|邮件|信箱):|e-?mail:|(?:公安|联网|机关|网站|icp){0,3}备案(?:编)?号:|(?:政府)?(?:网站)?标识码:?[a-z\d]"
    r"|(?:责任编辑|编辑|责编|审核|审签|校对|撰稿|录入|初审|复审|终审|核发|审稿|来源):.{2,20}$"
    r"|(?:相关)?(?:附件|文件|政策|信息)?(?:解读|图解|链接|阅读|附件):(?=《|$)|(?:免责|版权|隐私|网站|郑重)声明(?::|$)|友情链接"
)
_MARKED = pattern(
    r"icp[备证]|公网安备|网站标识码|版权所有|copyright|allrights|©|未经.{0,8}(?:不得|禁止|严禁)转载|produced?by|poweredby"
    r"|^(?:建议|推荐|最佳|请).{0,30}(?:浏览|分辨率)|^.{0,12}ipv6.{0,8}$|^.{0,20}发布系统$"
    r"|第\d*位?(?:访问者|访客|来访)|位访(?:问者|客)",
)
_COUNTS = pattern(
    r"(?:(?:今日|昨日|本月|累计|总|本站|当前|历史|网站|页面|您是)*(?:访问|浏览|点击|阅读)(?:总)?(?:量|次数|人数|人次|数):?[\d,]*[次人]*)+"
)
_MENU = pattern(
    r"(?:关于(?:我们|本站|网站)|(?:网站|站点)(?:地图|导航|帮助|声明|纠错|找错|首页)|(?:版权|免责|隐私|法律|网站)(?:声明|保护|政策)|隐私(?:声明|保护|政策)|联系(?:我们|方式)"
    r"|(?:使用|网站)帮助|友情链接|(?:手机|电脑|移动|老年|触屏|英文)版|(?:适老化|适老|无障碍|长者|关怀)(?:无障碍)?(?:模式|版|浏览|阅读|助手|专区|服务)|(?:官方|政务)?(?:微信|微博|客户端|抖音|公众号)(?:公众号|二维码)?|微信公众号"
    r"|我要(?:纠错|留言|写信|咨询)|(?:政府)?网站找错|党政机关|事业单位|(?:加入|我要)?收藏(?:本站)?|设为首页|返回(?:首页|顶部|列表)?|打印(?:本页)?|关闭(?:窗口)?|(?:分享|rss订阅|rss|订阅|意见建议|投诉建议|隐藏|繁体|简体|登录|注册|搜索|english)"
    r"|中国政府网|[^\W\d_]{1,8}(?:政府网(?:站)?|门户网(?:站)?|网站(?:群)?))"
)
# What sites, those that share files above all, say of themselves and of their readers' rights, in sentences that may be numbered.
_SMALL_PRINT = pattern(
    r"您.{0,30}(?:下载|付费|购买|访问|访客)|(?:付费|下载|预览|本|该|此|当前|原)文档(?!管理|制度|工作)|文档(?:由|共\d|最多|内容存在)|(?:会员|用户|网友)(?:上传|投稿|分享)"
    r"|本(?:站|网站|网)(?:所有|所载|部分|仅|不|提供存储|转载|内容|文章|资料|注明)|[与系]本(?:站|网)|仅供(?:参考|学习)|(?:法律|特别)声明:"
    r"|转载请|如[需若]转载|(?:如有|若有|涉及|如涉)(?:侵权|版权).{0,8}(?:请|联系|删除)|请(?:勿使用.{0,6})?下载|(?:工具|软件)下载|下载后(?:可|即可|查看)|继续阅读|预览到此|还剩\d{1,4}页|人下载|下载积分"
    r"|\d{3,4}[*×x]\d{3,4}.{0,4}(?:分辨率|像素|浏览)|(?:分辨率|像素).{0,8}\d{3,4}[*×x]\d{3,4}|(?:ie|浏览器)[\d.]{1,4}.{0,4}以上|(?:本文|原文|文章)(?:链接|地址|网址|出处):|^.{0,12}https?://[!-~]*$"
    r"|^(?:最近(?:下载|浏览)|(?:热门|相关)(?:文档|下载)|(?:发表|网友|用户|文档|全部)评论(?:\(\d{0,4}\)|\d{0,4}条?)|内容提供(?:者|方):.{1,30})$"
    r"|^.{0,8}(?:打开|下载|进入).{0,12}(?:app|客户端).{0,6}(?:阅读|查看|浏览)|(?:关键词|关键字|温馨提示):|(?:来|源)(?:于|自)(?:互联)?网络?(?:[,。;]|$)|^\(?(?:全文)?完\)?$"
)
# Two of these in each of several numbered lines over a text: they are about the file, not about its subject.
_OF_FILES = tuple(
    "下载 预览 上传 客服 版权 侵权 付费 付款 文档 文件 本站 本网 用户 会员 浏览器 积分 退款".split()
)
_IN_FRONT, _RESTARTS_WITHIN = 24, 60  # blocks
# What channels of messaging apps print below an article: that it ends, who made it (编辑｜甲 审核｜乙), what its readers are
# to press, scan and follow.
_MADE_BY = (
    r"(?:(?:信息|内容|文字|图片|文章|稿件|素材|数据|资料|视频|部分|图文){0,2}来源|(?:本期|责任|值班|执行|新媒体|网络|文字|图文|微信|视觉|技术){0,2}(?:编辑|编审|美编|编校|责编|编排|小编)|[一二三初复终]审|初核|复核|审[核定签读校阅]"
    r"|(?:图文|文字)?校对|监制|总监制|总编|主编|出品|排版|制图|海报|供稿|撰稿|撰文|文案|采写|记者|通讯员|摄影|摄像|剪辑|签发|作者|图文?|文图?|文字|图片|投稿(?:邮箱|热线)|转自|转载自|内容整理|整理)"
)
_SEPARATOR = r"[:|丨/·•-]"
_CREDITS = pattern(rf"[(\[]?{_MADE_BY}{_SEPARATOR}{{1,2}}[^。;]{{1,60}}$")
_PRESSED = "在看|点赞|赞|分享|转发|收藏|关注|星标|三连|推荐|爱心|小红心|评论|留言|转评赞|小花|小心心"
_PRESS = pattern(_PRESSED)
_AROUND_PRESS = pattern(
    rf"设为|点击|{_PRESSED}|记得|别忘了?|快来|[左右][上下]角|下方|动动(?:手指|小手)|欢迎|让?更多人(?:看到|知道)?|给个?|送我|素质|一键|都在这里|身边的?|朋友"
    r"|[点个亮一下再走吧和与及、,+&!~|/·。的请哦“”\"「」『』【】\[\]()]"
)
_ASKED = pattern(
    r"(?:(?:如果)?(?:您|你|大家)?(?:觉得|感觉)(?:不错|有用|好看|有帮助|内容)|喜欢(?:就|的话|请|此文|本文)|(?:您|你)的每[一次个]).{0,30}"
    r"|[^,。、]{0,12}(?:(?:长按|扫描|识别).{0,12}二维码|(?:扫码|长按|扫一扫).{0,6}(?:关注|公众号|小程序)).{0,24}"
    r"|[^,。、]{0,12}(?:点击|戳|轻触|点)[“「\[【]?(?:[上下左右]方|文末|这里|左下角|下面|底部|此处|一下)?[“「\[【]?(?:蓝字|阅读原文|原文|名片|卡片|关注|查看原文|链接).{0,20}"
    r"|(?:欢迎|请|敬请|快来|记得|一键|马上|立即|持续|点击|微信搜索)?关注.{0,20}(?:公众号|视频号|微信号?|抖音号?|微博|我们|账号|官微|客户端|订阅号)[。!~]?"
    r"|(?:了解|获取)?更多.{0,16}(?:关注|扫码|点击|查看|阅读原文).{0,20}"
    r"|阅读原文|查看原文|微信号?:[a-z\d_-]{4,30}|(?:我|你|您)知道你?(?:在看|好看)哦?"
)
# What stands over the titles of other articles, numbered or not, and over nothing else.
OTHER_ARTICLES = (
    "(?:往期|精彩|热门|热点|最新|相关|更多|为您|为你|延伸|推荐|拓展|扩展)(?:推荐|回顾|精选|精彩|链接|文章|阅读|内容|资讯|新闻|发布|报道|荐读|好文|推文)"
    "|[猜您你](?:你喜欢|可能(?:还)?(?:关注|喜欢|感兴趣)的.{0,6})|大家都在看|(?:点击|阅读|热门)排行"
)
_END = pattern(
    r"[^\w\s]{0,10}(?:the)?(?:end|fin)[^\w\s]{0,10}|[^\w\s]{1,10}(?:正文|全文|本文)?(?:完|结束)[^\w\s]{1,10}|(?:正文|全文)(?:完|结束)"
    rf"|[^\w\s]{{0,6}}(?:{OTHER_ARTICLES})[^\w\s]{{0,6}}"
)
_CLOSING_BRACKET = pattern(r"\(([^()]{2,60})\)[。;]?$", needs="(")
_CHARGES = ("责任单位", "牵头", "配合单位", "完成时限")
_CHANNELS = ("网", "网站", "网站群", "微信", "微博", "客户端", "抖音", "公众号", "党政机关", "事业单位")
_RUNS = r"(?:主办|承办|协办|主管)"
# 主办单位：甲 承办：乙; 甲主办 乙承办
_RUN_BY = pattern(rf"{_RUNS}(?:单位|机关|部门)?:(?!.*督办).{{2,60}}", needs="主承协")
_RUNS_IT = pattern(rf"[^。,;、:]{{2,24}}{_RUNS}(?:单位)?", needs="主承协")
_SHARE = pattern(_RUNS, needs="主承协")
_BARS = pattern(r"[\s|｜丨]+")


def footer_start(blocks: Sequence[Block], end: int, site_line: Callable[[str], bool]) -> int:
    """Where the site's footer begins among the blocks before `end`; `end` where there is none. `site_line`: whether a
    line is one that a site prints anywhere."""
    start = end
    labels: dict[
        str, int
    ] = {}  # labels that lines of the notice may have too, and behind which block they end
    while start > 0 and isinstance(block := blocks[start - 1], Line | Paragraph):
        text = block.text.strip()
        if text and _is_run_by(text):
            labels.setdefault(_SHARE.search(text).group(), start)  # type: ignore[union-attr]
        elif text and _of_footer(text):
            label, colon, _ = fold(text).partition(":")
            if colon:
                labels.setdefault(label, start)
        elif text and not site_line(text) and not _is_small_print(text):
            break
        start -= 1
    said = {label for label in labels if any(_says(block, label) for block in blocks[:start])}
    return max([start, *(labels[label] for label in said)])


def small_print_in_front(blocks: Sequence[Block]) -> range:
    """Where a site's numbered small print (温馨提示：1.… 2.…) stands over the text, whose own numbers begin anew below it;
    a title right above numbers makes them the paper's own."""
    start: int | None = None
    value, end = 0, 0
    told = True  # nothing of the paper right above
    for i, block in enumerate(blocks[:_IN_FRONT]):
        if isinstance(block, Table):
            return range(0)
        text = block.text.strip()
        marker = read_marker(text)
        if marker is None and value:
            break
        if marker is None:
            known = not text or _is_small_print(text) or _of_footer(text)
            start = (i if start is None else start) if known else None
            told = known
        elif marker.value == value + 1 and (told or value) and _is_of_files(text):
            start, value, end = i if start is None else start, value + 1, i + 1
        else:
            break
    if value < 2 or start is None:
        return range(0)
    while end < len(blocks) and isinstance(block := blocks[end], Line | Paragraph) and _is_told(block.text):
        end += 1
    behind = (b.text.strip() for b in blocks[end : end + _RESTARTS_WITHIN] if isinstance(b, Line | Paragraph))
    restarts = any((marker := read_marker(text)) is not None and marker.value == 1 for text in behind)
    return range(start, end) if restarts else range(0)


def _is_told(text: str) -> bool:
    return bool(text.strip()) and (_of_footer(text.strip()) or _is_small_print(text))


def _is_of_files(text: str) -> bool:
    charged = any(word in text for word in _CHARGES)
    return _is_small_print(text) or (not charged and sum(word in text for word in _OF_FILES) > 1)


def _of_footer(text: str) -> bool:
    if len(text) > _LONGEST or text[-1] in "；;" or read_marker(text) is not None:
        return False
    key = fold(text).lower().strip("()[]【】")
    if text[-1] == "。" and not _MARKED.search(key) and not _asks_to_press(key):
        return False
    return (
        _LABELLED.match(key) is not None
        or _MARKED.search(key) is not None
        or _COUNTS.fullmatch(key) is not None
        or _is_menu(text.lower())
        or _CREDITS.match(key) is not None
        or _END.fullmatch(key) is not None
        or _asks_to_press(key)
    )


def _asks_to_press(key: str) -> bool:
    """Whether a line asks its readers to press, scan or follow, and says nothing else."""
    return _ASKED.fullmatch(key) is not None or (
        _PRESS.search(key) is not None and not _AROUND_PRESS.sub("", key)
    )


def _is_small_print(text: str) -> bool:
    if len(text) > _LONGEST or any(word in text for word in _CHARGES):
        return False
    key = fold(text).lower()
    closing = _CLOSING_BRACKET.search(key)
    return _SMALL_PRINT.search(key) is not None and not (closing and is_units(closing[1]))


def _is_menu(text: str) -> bool:
    words = [word for word in _BARS.split(text) if word]
    alone = len(words) == 1 and words[0].endswith(_CHANNELS)  # 县政府网站, 事业单位 may be a cell
    return bool(words) and not alone and all(_MENU.fullmatch(word) for word in words)


def _is_run_by(text: str) -> bool:
    if len(text) > _LONGEST or text[-1] in "。；;" or read_marker(text) is not None:
        return False
    return _RUN_BY.fullmatch(fold(text)) is not None or all(_RUNS_IT.fullmatch(fold(w)) for w in text.split())


def _says(block: Block, label: str) -> bool:
    """Whether a block, or a cell of a table, opens with a label; where that is a share in tasks, holds it at all or
    opens with another (主办：甲 above 承办：乙)."""
    cells = (
        [block.text]
        if isinstance(block, Line | Paragraph)
        else [cell.text for row in block.rows for cell in row.cells]
    )
    if _SHARE.fullmatch(label):
        return any(label in text or _RUN_BY.fullmatch(fold(text)) for text in cells)
    return any(fold(text).startswith((f"{label}:", f"({label}:")) for text in cells if label[0] in text[:4])
