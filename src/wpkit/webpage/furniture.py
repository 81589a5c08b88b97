"""Which lines and elements of a page belong to the site and not to the notice."""

from __future__ import annotations

import re

from wpkit.text import fold
from wpkit.webpage.flow import Grid, Item, Text
from wpkit.webpage.tree import Element

FURNITURE_TAGS = frozenset(["nav", "footer", "aside", "header", "form"])
# Words that sites name the elements around an article with.
_FURNITURE_NAME = re.compile(
    r"^(?:nav|navi|navbar|menu|foot|footer|copyright|crumbs?|breadcrumbs?|bread|position|location|dqwz|share|bshare"
    r"|bdshare|bdsharebuttonbox|toolbar|tools?|print|qrcode|ewm|erweima|sidebar|side|related|xgjd|xgwj|relevant"
    r"|recommend|fontsize|zihao|wza|accessib\w*|oldfix|login|search|pager|pagination|paging|banner|friendlink"
    r"|yqlj|comments?|message|feedback|liuyan|hotnews|ranking|prenext|shangxia|statement|websiteinfo|toptool)$",
    re.IGNORECASE,
)
# Words that sites and their publishing systems name the article's element with.
_ARTICLE_NAME = re.compile(
    r"^(?:trs_editor|trs_uedit\w*|trs_view|ucapcontent|ucap|zoom|zoomcon|zoomcontent|article|articlecontent|artcontent"
    r"|art_con|article_con|arti_content|wp_articlecontent|v_news_content|vsb_content\w*|news_content|newscontent"
    r"|pages_content|pagescontent|detail|details|detail_con\w*|content_text|con_text|context|contenttext|conten|conts?"
    r"|content|maincontent|main_content|info_content|bt_content|xl_content|xxgk_content|view|viewcontent|text"
    r"|easysite\w*|ivs_content|mainbody|textbox|wenzhang|zhengwen|zw|nr|neirong|contentbox|printcontent|js_content)$",
    re.IGNORECASE,
)
_NAME_PARTS = re.compile(r"[\s_-]+|(?<=[a-z])(?=[A-Z])")

# Lines that a site prints around an article, in full; compared without white space and in half width.
_LINES = re.compile(
    r"""(?:
      (?:(?:您|你)?(?:现在|当前|所在)?的?(?:所在)?位置(?:是|在)?|当前(?:位置|页面)|首页)(?:[:>»/→|].*)?
    | (?:(?:【|\[|\(|〔)?\s*(?:字体|字号|文字)(?:大小)?[:]?(?:】|\]|\)|〕)?)?
      (?:[【\[(|<]*(?:默认|超?大|中|小|标准|放大|缩小|A[+-]?|T[+-]?)[】\])|>]*[、/|]?)+
    | (?:字体|字号)[:]?.{0,12}
    | [【\[(]?(?:打印|关闭|收藏|分享|下载|纠错|返回|朗读|播报|复制)(?:本?页面?|本?文章?|窗口|到|正文|文字|内容|此页|顶部|列表|全文|链接)*[】\])]?[:]?
      (?:[|【\[(]*(?:打印|关闭|收藏|分享|下载|纠错|返回|朗读|播报|复制|微信|微博|QQ空间?|朋友圈|更多|到|本?页面?|窗口|顶部)[】\])]*)*
    | 分享(?:到|至)?[:]?(?:微信|微博|新浪微博|QQ好友|QQ空间|QQ|朋友圈|腾讯微博|更多|[|、])*
    | (?:发布|更新|发表|上传|录入|信息)(?:时间|日期)[:]?[\d年月日:./T\s-]*
      (?:(?:信息|文章|稿件|内容)?来源[:].{0,40}|(?:点击|浏览|阅读|访问).*|作者[:].{0,12}|字[号体].*|【.*|\[.*|打印.*|分享.*)*
    | (?:日期|时间)[:]\d{4}[-年./]\d{1,2}[-月./]\d{1,2}日?(?:\d{1,2}:\d{2}(?::\d{2})?)?(?:来源.*|【.*|字[号体].*|浏览.*)?
    | \d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\d{1,2}:\d{2}(?::\d{2})?)?(?:来源.*|【.*|字[号体].*|浏览.*)?
    | (?:信息|文章|稿件|内容|文件)?来源[:].{0,40}
    | (?:点击|浏览|阅读|访问|查看)(?:次数|量|数|率|人次)?[:]?\d*(?:次|人次)?
    | (?:作者|编辑|责任编辑|审核|审核人|初审|复审|终审|录入|撰稿|责编|校对)[:].{0,20}
    | (?:上|下|前|后)一(?:篇|条|页|则)[:]?.*
    | 相关(?:文档|文件|链接|解读|附件|新闻|信息|稿件|阅读|内容|政策)[:]?
    | (?:我要|网友)?(?:留言|评论|咨询|投诉|纠错|写信|提问)(?:板|区)?
    | (?:扫一扫|手机扫|微信扫|扫码|扫描).{0,30}
    | (?:用|使用|打开)?(?:手机|微信|浏览器).{0,6}(?:扫|分享|打开|查看).{0,20}
    | (?:版权所有|主办(?:单位)?|承办(?:单位)?|技术支持|网站标识码|网站支持IPV6|联系我们|网站地图|关于我们|网站声明|隐私声明|使用帮助)[:]?.*
    | .{0,30}(?:ICP备|公网安备|网站标识码|版权所有|Copyright|©).*
    | (?:无障碍(?:浏览|阅读|辅助)?|适老(?:化|版)?|长者(?:模式|版|助手)|关怀版|老年版|简体|繁体|繁體|EN|English|手机版|移动版|登录|注册|搜索|站内搜索)+
    | (?:正文|详细信息|文章详情|信息详情|内容正文|政策全文)
    | (?:一图读懂|文字解读|图片解读|视频解读)[:]?
    | (?:政策|文件)?(?:有效性|效力状态|时效性|信息时效性)[:].{0,12}
    | [|>»/·•、,;:_=*~—–↓↑→←◆◇■□●○◎▲△▼▽★☆▶►▌▎▍┃│…-]+
    | \#PAGE_BREAK\#
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_ATTACHED = re.compile(
    r"附件|附表|附录|附图|\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar|png|jpe?g)\b", re.IGNORECASE
)


def is_furniture_line(text: str) -> bool:
    """Whether a whole line is one that sites print around an article.

    >>> is_furniture_line("【字体：大 中 小】"), is_furniture_line("一、主要任务"), is_furniture_line("上一篇：某通知")
    (True, False, True)
    """
    key = fold(text)
    return len(key) <= 200 and _LINES.fullmatch(key) is not None


def is_mostly_links(item: Item) -> bool:
    """Whether nearly all of a line or table is links, and not to attachments."""
    if isinstance(item, Text):
        size = len(fold(item.text))
        return size > 0 and item.links * 10 >= size * 7 and not _ATTACHED.search(item.text)
    size = sum(len(fold(t)) for t in item.texts)
    return size > 0 and item.links * 10 >= size * 7 and not any(_ATTACHED.search(t) for t in item.texts)


def is_furniture(item: Item) -> bool:
    if is_mostly_links(item):
        return True
    if isinstance(item, Grid):
        return False
    lines = item.text.split("\n")
    return all(is_furniture_line(line) for line in lines)


def _names(node: Element) -> list[str]:
    return [*(node.get("class") or "").split(), *(node.get("id") or "").split()]


def is_named_furniture(node: Element) -> bool:
    """Whether an element's tag, class or id says that it lies around the article."""
    if node.tag in FURNITURE_TAGS:
        return True
    return any(
        _FURNITURE_NAME.match(name) or any(_FURNITURE_NAME.match(part) for part in _NAME_PARTS.split(name))
        for name in _names(node)
    )


def is_named_article(node: Element) -> bool:
    """Whether an element's tag, class or id says that it holds the article."""
    if node.tag in ("article", "ucapcontent", "founder-content"):
        return True
    return any(_ARTICLE_NAME.match(name.replace("-", "_")) for name in _names(node))
