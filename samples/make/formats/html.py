"""A notice as a page of a government site: furniture, an index box, spans, three ways of marking paragraphs."""

from __future__ import annotations

from html import escape

from ..flow import Para, flow
from ..grid import GridRow, grid
from ..model import Notice

NAV = ("首页", "走进我们", "新闻动态", "政务公开", "政务服务", "互动交流", "专题专栏")
FOOT = ("网站地图", "联系我们", "版权声明", "政府网站标识码：0000000000", "本站已支持IPv6网络")


def html(name: str, notice: Notice) -> bytes:
    """The page's bytes; every third one says gb2312 and is GB18030."""
    kind = sum(map(ord, name)) % 3
    page = (_plain, _pasted, _nested)[kind](notice)
    return page.encode("gb18030" if kind == 1 else "utf-8")


def _index(notice: Notice) -> list[tuple[str, str]]:
    """What the box above the notice states; nothing where the notice itself names no issuer."""
    head = notice.head
    if not head.issuer:
        return []
    published = f"{head.year}-12-30 08:30"
    stated = [
        ("索引号", "000000/0-00000"),
        ("发布机构", head.issuer),
        ("成文日期", head.issued_on or ""),
        ("文号", head.document_number or ""),
        ("发布日期", published),
        ("有效性", "有效"),
    ]
    return [(label, value) for label, value in stated if value]


def _frame(notice: Notice, charset: str, index: str, content: str) -> str:
    title = next((words for words in notice.cover if "关于印发" in words), notice.head.title)
    nav = "".join(f'<li><a href="#">{words}</a></li>' for words in NAV)
    foot = "".join(f"<span>{words}</span> " for words in FOOT)
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="{charset}">
<title>{escape(title)}</title>
<meta name="ColumnName" content="政务公开">
<style>.con {{ line-height: 2 }}</style>
<script>var visits = 0; function share() {{ return "分享到"; }}</script>
</head>
<body>
<div class="header"><a href="#">无障碍</a> <a href="#">关怀版</a> <ul class="nav">{nav}</ul></div>
<div class="crumb">当前位置：<a href="#">首页</a> &gt; <a href="#">政务公开</a> &gt; <a href="#">政策文件</a></div>
{index}
<div class="tools">【字号：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】 <a href="#">打印</a>
<span>浏览次数：<em>1024</em></span> <a href="#">分享</a></div>
{content}
<div class="after"><p>扫一扫在手机打开当前页</p><a href="#">我要留言</a> <a href="#">关闭窗口</a></div>
<div class="related"><h3>相关文件</h3><ul><li><a href="#">关于做好节假日值班工作的通知</a></li>
<li><a href="#">一图读懂相关政策</a></li></ul></div>
<div class="footer">{foot}</div>
</body>
</html>
"""


def _cells(row: GridRow, tag: str, inner: str = "{}") -> str:
    printed = ""
    for own in row:
        if own:
            spans = f' rowspan="{own.rows}"' * (own.rows > 1) + f' colspan="{own.columns}"' * (
                own.columns > 1
            )
            printed += f"<{tag}{spans}>{inner.format(escape(own.text).replace(chr(10), '<br>'))}</{tag}>"
    return printed


def _table(notice: Notice, *, head: str, inner: str = "{}", more: str = "") -> str:
    """The table's markup, or nothing where there is none; `head` is the tag of header cells."""
    if not notice.rows:
        return ""
    header = any(words for words, _ in notice.columns)
    rows = [
        f"<tr>{_cells(row, head if header and index == 0 else 'td', inner)}</tr>"
        for index, row in enumerate(grid(notice, header=header))
    ]
    return f"<table{more}>\n" + "\n".join(rows) + "\n</table>"


def _captions(notice: Notice, form: str) -> str:
    words = notice.table_caption if notice.rows and notice.table_caption else ()
    return "".join(form.format(escape(line)) for line in words)


def _closing(notice: Notice, form: str) -> str:
    return "".join(form.format(escape(line)) for line in notice.closing)


def _plain(notice: Notice) -> str:
    """One p a paragraph, indented by ideographic blanks; the index box is a table."""
    box = "".join(f"<td>{label}：</td><td>{escape(value)}</td>" for label, value in _index(notice))
    paras = "\n".join(f"<p>{_indent(para)}{escape(para.printed)}</p>" for para in flow(notice))
    content = f'<div class="con">{paras}{_captions(notice, "<p align=center>{}</p>")}'
    content += _table(notice, head="th", more=' border="1"') + _closing(notice, "<p>{}</p>") + "</div>"
    return _frame(notice, "utf-8", f'<table class="index"><tr>{box}</tr></table>' if box else "", content)


def _indent(para: Para) -> str:
    return "　　" if para.kind == "body" else ""


def _pasted(notice: Notice) -> str:
    """Pasted from Word: spans in spans, no-break blanks, empty paragraphs; the page says gb2312."""
    box = "".join(f"<li><b>{label}：</b>{escape(value)}</li>" for label, value in _index(notice))
    paras = []
    for para in flow(notice):
        half = len(para.printed) // 2
        first, second = escape(para.printed[:half]), escape(para.printed[half:])
        paras.append(
            f'<p class="MsoNormal"><span style="font-size:16pt"><span lang="EN-US">{"&nbsp;" * 4}</span>'
            f"{first}<font>{second}</font></span><o:p></o:p></p>"
        )
    inner = '<p class="MsoNormal"><span>{}</span></p>'
    content = '<div id="zoom"><div class="TRS_Editor">' + '\n<p class="MsoNormal">&nbsp;</p>\n'.join(paras)
    content += _captions(notice, '<p class="MsoNormal"><b>{}</b></p>')
    content += _table(notice, head="td", inner=inner, more=' class="MsoTableGrid"') + _closing(notice, inner)
    return _frame(notice, "gb2312", f'<ul class="index">{box}</ul>' if box else "", content + "</div></div>")


def _nested(notice: Notice) -> str:
    """A layout of tables in tables; paragraphs are parted by br."""
    box = "".join(f"<tr><th>{label}</th><td>{escape(value)}</td></tr>" for label, value in _index(notice))
    text = "<br><br>\n".join(
        ("&emsp;&emsp;" if p.kind == "body" else "") + escape(p.printed) for p in flow(notice)
    )
    content = f'<table width="100%"><tr><td width="20%"><a href="#">返回列表</a></td><td><div class="article">{text}'
    content += "<br>" + _captions(notice, "<br><b>{}</b><br>") + _table(notice, head="td", more=' border="1"')
    content += _closing(notice, "<br>{}<br>") + "</div></td></tr></table>"
    return _frame(notice, "utf-8", f"<table>{box}</table>" if box else "", content)
