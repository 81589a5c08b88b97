"""Web pages → blocks: invented pages in the shapes that government sites give them."""

from __future__ import annotations

import base64

import pytest

import wpkit
from wpkit.blocks import Document, Line, Paragraph, Table
from wpkit.errors import NoTextError
from wpkit.parsers import format_of
from wpkit.parsers.html import parse
from wpkit.source import Source

TITLE = "云澜区人民政府办公室关于印发2031年政务公开工作要点的通知"
PARAGRAPHS = [
    "各镇人民政府，区政府各部门：",
    "现将《2031年政务公开工作要点》印发给你们，请认真贯彻落实。",
    "一、夯实公开基础",
    "（一）修订主动公开目录，逐项核对发布渠道。（责任单位：区政府办公室，完成时限：9月底前）",
    "（二）开展培训，每半年组织一次业务交流。（责任单位：区司法局，完成时限：全年）",
]
TEXT = "".join(f"<p>　　{p}</p>\n" for p in PARAGRAPHS)
TABLE = (
    "<table border=1><tr><th>序号</th><th>工作任务</th><th>责任单位</th></tr>"
    "<tr><td>1</td><td>修订主动公开目录，逐项核对发布渠道。</td><td>区政府办公室</td></tr>"
    "<tr><td>2</td><td>开展培训，每半年组织一次业务交流。</td><td>区司法局</td></tr></table>"
)


def read(html: str, encoding: str = "utf-8") -> Document:
    return parse(Source("x.html", html.encode(encoding)))


def texts(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Paragraph)]


def grid(document: Document) -> list[list[tuple[str, int, int, int]]]:
    table = next(b for b in document.blocks if isinstance(b, Table))
    return [[(c.text, c.column, c.row_span, c.column_span) for c in row.cells] for row in table.rows]


# the article among the furniture ----------------------------------------------------------------
TOP = (
    '<div class="header"><a href="/">云澜区人民政府</a><ul class="nav"><li><a href="/a">首页</a></li>'
    '<li><a href="/b">政务公开</a></li><li><a href="/c">办事服务</a></li></ul><span>无障碍浏览</span></div>'
    '<div class="crumbs">您当前的位置：<a href="/">首页</a> &gt; <a href="/b">政务公开</a></div>'
)
INFO = '<div class="info">发布时间：2031-04-01 来源：区府办 字号：[大 中 小] <a href="#">打印</a></div>'
FOOT = (
    '<div class="rel"><h3>相关解读</h3><ul><li><a href="/j1">一图读懂年度重点工作安排</a></li>'
    '<li><a href="/j2">政策问答：如何查询公开目录</a></li></ul></div><div>我要留言</div>'
    "<div>主办单位：云澜区人民政府办公室　网站标识码：0000000000</div><div>云ICP备00000000号</div>"
)
HEAD = f"<head><title>{TITLE}_云澜区人民政府</title></head>"
SHAPES = {
    "divs": f'<html>{HEAD}<body>{TOP}<h1>{TITLE}</h1>{INFO}<div class="TRS_Editor">{TEXT}</div>{FOOT}</body></html>',
    "no-names": f"<html>{HEAD}<body>{TOP}<div><div>{TITLE}</div>{INFO}<div>{TEXT}</div></div>{FOOT}</body></html>",
    "layout-tables": (
        f"<html>{HEAD}<body><table><tr><td>{TOP}</td></tr></table><table width=1000><tr><td width=200>"
        '<a href="/1">领导信息</a><br><a href="/2">机构职能</a></td><td><table><tr><td align=center>'
        f"{TITLE}</td></tr><tr><td>{INFO}</td></tr><tr><td>{TEXT}</td></tr></table></td></tr></table>{FOOT}</body></html>"
    ),
    "all-in-one": f'<html>{HEAD}<body>{TOP}<div class="content"><h2>{TITLE}</h2>{INFO}{TEXT}{FOOT}</div></body></html>',
    "html5": (
        f"<!doctype html><html>{HEAD}<body><header>{TOP}</header><main><article><h1>{TITLE}</h1>{INFO}{TEXT}"
        f"</article><aside><p>热点：区政府召开会议，部署下一阶段重点工作。</p></aside></main><footer>{FOOT}</footer></body></html>"
    ),
    "one-column": (
        f"<html>{HEAD}<body>{TOP}<div class='article oneColumn'><h1>{TITLE}</h1><div class='pages-date'>2031-04-01 10:00 "
        "<span>来源：云澜区人民政府网站</span><span>【字体：<a href=#>大</a> <a href=#>中</a> <a href=#>小</a>】<a href=#>打印</a></span>"
        "<div class='share'>分享：<a href=#>微信</a><a href=#>微博</a></div></div>"
        f"<div class='pages_content' id='UCAP-CONTENT'>{TEXT}</div><div class='editor'>责任编辑：云小澜</div></div>{FOOT}</body></html>"
    ),
    "hidden-until-loaded": (
        f"<html>{HEAD}<body>{TOP}<h1>{TITLE}</h1>{INFO}<div id='js_content' style='visibility: hidden; opacity: 0'>{TEXT}</div>"
        f"{FOOT}</body></html>"
    ),
    "side-column": (
        f"<html>{HEAD}<body>{TOP}<div class='l'><div class='tit'>推荐阅读</div><p><a href=/1>区政府召开第三季度重点工作推进会议</a></p>"
        "<p><a href=/2>关于公布行政规范性文件清理结果的公告</a></p><p><a href=/3>一季度全区经济运行情况新闻发布会实录</a></p></div>"
        f"<div class='r'><div class='t'>{TITLE}</div>{INFO}<div>{TEXT}</div></div>{FOOT}</body></html>"
    ),
    "font-tags": (
        f"<html>{HEAD}<body bgcolor=#fff>{TOP}<center><font size=5><b>{TITLE}</b></font></center><center>{INFO}</center>"
        + "".join(f"<font face=宋体>&nbsp;&nbsp;&nbsp; {p}</font><br><br>" for p in PARAGRAPHS)
        + f"{FOOT}</body></html>"
    ),
    "tail-inside": (
        f"<html>{HEAD}<body>{TOP}<div class='conTxt'><div class='title'>{TITLE}</div>{INFO}<div class='zw'>{TEXT}</div>"
        "<div class='ewm'><img src=1.png><p>扫一扫在手机打开当前页</p></div><p>【打印本页】【关闭窗口】</p>"
        f"<p>上一篇：<a href=/1>云澜区2030年法治政府建设情况的报告</a></p><p>下一篇：没有了</p></div>{FOOT}</body></html>"
    ),
    "bare": f"<html>{HEAD}<body><p align=center>{TITLE}</p>{TEXT}</body></html>",
    "split-over-siblings": (
        f'<html>{HEAD}<body>{TOP}<div id="zoom"><h1>{TITLE}</h1>'
        + "".join(f"<div><p>{p}</p></div>" for p in PARAGRAPHS)
        + f"</div>{FOOT}</body></html>"
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_article_is_found_in(shape):
    assert texts(read(SHAPES[shape])) == [TITLE, *PARAGRAPHS]


@pytest.mark.parametrize("shape", SHAPES)
def test_table_in_the_article_is_found_in(shape):
    page = SHAPES[shape].replace(f"<p>　　{PARAGRAPHS[-1]}</p>", f"<p>　　{PARAGRAPHS[-1]}</p>{TABLE}")
    page = page.replace(f"<div><p>{PARAGRAPHS[-1]}</p></div>", f"<div><p>{PARAGRAPHS[-1]}</p>{TABLE}</div>")
    page = page.replace(f"{PARAGRAPHS[-1]}</font>", f"{PARAGRAPHS[-1]}</font>{TABLE}")
    document = read(page)
    assert texts(document) == [TITLE, *PARAGRAPHS]
    assert len(grid(document)) == 3


@pytest.mark.parametrize("shape", [s for s in SHAPES if s != "bare"])
def test_furniture_is_left_out_and_told(shape):
    left = "\n".join(line.text for line in read(SHAPES[shape]).left_out)
    assert "首页" in left
    assert "我要留言" in left


def test_nothing_printed_is_lost():
    document = read(SHAPES["divs"])
    said = "".join(texts(document)) + "".join(line.text for line in document.left_out)
    for word in ("政务公开", "无障碍浏览", "发布时间", "一图读懂", "网站标识码", "责任单位"):
        assert word in said


def test_notice_of_a_table_alone_keeps_what_stands_over_it():
    page = f'<html>{HEAD}<body>{TOP}<h1>{TITLE}</h1>{INFO}<div id="zoom"><p>附件</p>{TABLE}</div>{FOOT}</body></html>'
    document = read(page)
    assert texts(document) == [TITLE, "附件"]
    assert len(grid(document)) == 3


def test_a_table_in_a_table_keeps_the_line_over_it():
    layout = f'<table><tr><td><p align="center">{TITLE}</p></td></tr><tr><td>{TABLE}</td></tr><tr><td>主办：云澜区教育局 地址：静水路1号</td></tr></table>'
    document = read(f"<html><body>{layout}</body></html>")
    assert texts(document) == [TITLE]
    assert len(grid(document)) == 3


def test_one_long_paragraph_does_not_stand_alone():
    text = (
        "<p>现将要点印发给你们。</p><p>2031年3月22日</p><p>"
        + "一、做好公开工作，逐项核对渠道。" * 30
        + "</p>"
    )
    page = (
        f'<html>{HEAD}<body>{TOP}<div class="content"><h2>{TITLE}</h2>{INFO}{text}{FOOT}</div></body></html>'
    )
    assert texts(read(page))[:3] == [TITLE, "现将要点印发给你们。", "2031年3月22日"]


def test_title_is_not_repeated_when_the_article_opens_with_it():
    page = f'<html>{HEAD}<body>{TOP}<h1>{TITLE}</h1>{INFO}<div class="zoom"><p>{TITLE}</p>{TEXT}</div>{FOOT}</body></html>'
    assert texts(read(page)).count(TITLE) == 1


def test_attachment_links_at_the_end_stay():
    page = SHAPES["divs"].replace(
        '</div><div class="rel">', '<p><a href="a.docx">附件：任务分解表.docx</a></p></div><div class="rel">'
    )
    assert texts(read(page))[-1] == "附件：任务分解表.docx"


@pytest.mark.parametrize(
    "hidden",
    ["<p style='display: none'>暗</p>", "<p hidden>暗</p>", "<script>暗</script>", "<style>暗</style>", "<!-- 暗 -->",
     "<noscript>暗</noscript>", "<p style='visibility:hidden'>暗</p>"],
    ids=["display", "attribute", "script", "style", "comment", "noscript", "visibility"],
)  # fmt: skip
def test_what_no_browser_shows_is_not_read(hidden):
    document = read(f"<html><body>{hidden}{TEXT}</body></html>")
    assert "暗" not in "".join(texts(document)) + "".join(line.text for line in document.left_out)


# the index box ----------------------------------------------------------------------------------
HEAD_FIELDS = {
    "issuer": "云澜区人民政府办公室", "document_number": "云府办〔2031〕2号", "issued_on": "2031年3月22日", "title": TITLE,
}  # fmt: skip
BOXES = {
    "table": (
        "<table><tr><td>索 引 号</td><td>0123/2031-5</td><td>主题分类</td><td>政务公开</td></tr><tr><td>发文机关</td>"
        "<td>云澜区人民政府办公室</td><td>成文日期</td><td>2031年3月22日</td></tr><tr><td>标&nbsp;&nbsp;题</td>"
        f"<td colspan=3>{TITLE}</td></tr><tr><td>发文字号</td><td>云府办〔2031〕2号</td><td>发布日期</td><td>2031-04-01</td></tr></table>"
    ),
    "table-with-colons": (
        "<table><tr><th>索引号：</th><td>0123</td></tr><tr><th>公开主体：</th><td>云澜区人民政府办公室</td></tr>"
        "<tr><th>文号：</th><td>云府办〔2031〕2号</td></tr><tr><th>有效性：</th><td></td></tr><tr><th>成文日期：</th><td>2031年3月22日</td></tr>"
        f"<tr><th>名称：</th><td>{TITLE}</td></tr></table>"
    ),
    "list": (
        "<ul><li><b>索引号：</b>0123</li><li><b>发布机构：</b>云澜区人民政府办公室</li><li><b>文号：</b>云府办〔2031〕2号</li>"
        f"<li><b>成文日期：</b>2031年3月22日</li><li><b>标题：</b>{TITLE}</li><li><b>公开日期：</b>2031-04-01</li></ul>"
    ),
    "definitions": (
        "<dl><dt>索引号</dt><dd>0123</dd><dt>发文单位</dt><dd>云澜区人民政府办公室</dd><dt>文号</dt><dd>云府办〔2031〕2号</dd>"
        f"<dt>发文日期</dt><dd>2031年3月22日</dd><dt>标题</dt><dd>{TITLE}</dd></dl>"
    ),
    "spans": (
        "<div><span>索引号</span><span>0123</span><span>发文机关</span><span>云澜区人民政府办公室</span></div><div><span>文号</span>"
        "<span>云府办〔2031〕2号</span><span>成文日期</span><span>2031年3月22日</span></div>"
        f"<div><span>标题</span><span>{TITLE}</span></div>"
    ),
    "one-line": (
        "<p>索引号：0123　发布机构：云澜区人民政府办公室　文号：云府办〔2031〕2号　成文日期：2031年3月22日</p>"
        f"<p>名称：{TITLE}　主题分类：政务公开</p>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("box", BOXES)
def test_index_box_goes_to_the_head(box):
    page = f"<html>{HEAD}<body>{TOP}<div>{BOXES[box]}</div><h1>{TITLE}</h1>{INFO}<div>{TEXT}</div>{FOOT}</body></html>"
    document = read(page)
    assert document.head == HEAD_FIELDS
    assert texts(document) == [TITLE, *PARAGRAPHS]


def test_empty_and_void_values_of_the_box_state_nothing():
    box = BOXES["table"].replace("云府办〔2031〕2号", "").replace("2031年3月22日", "无")
    head = read(f"<html><body>{box}{TEXT}</body></html>").head
    assert set(head) == {"issuer", "title"}


def test_day_of_publication_is_no_day_of_issue():
    box = BOXES["table"].replace("成文日期", "生成日期")
    assert "issued_on" not in read(f"<html><body>{box}{TEXT}</body></html>").head


def test_task_table_is_no_index_box():
    table = "<table><tr><td>序号</td><td>名称</td><td>主题</td></tr><tr><td>1</td><td>开放日</td><td>走进政务大厅</td></tr></table>"
    document = read(f"<html><body>{TEXT}{table}</body></html>")
    assert document.head == {}
    assert len(grid(document)) == 2


# charset ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("declared", "actual"),
    [("gb2312", "gb18030"), ("utf-8", "utf-8"), ("utf-8", "gb18030"), ("gb2312", "utf-8"), ("big5", "big5"), ("", "gb18030")],
)  # fmt: skip
def test_charset(declared, actual):
    word = "推動政務公開工作要點" if actual == "big5" else "镕基㙍推动政务公开工作"
    if actual == "gb18030":
        word += "䶮"
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    assert texts(read(f"<html><head>{meta}</head><body><p>{word}</p></body></html>", actual)) == [word]


# lines ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>甲</p><p>乙</p>", ["甲", "乙"]),
        ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
        ("<p>一、总体要求<br>认真落实。<br>二、主要任务</p>", ["一、总体要求", "认真落实。", "二、主要任务"]),
        ("<p align=center>云澜区<br>工作要点</p>", ["云澜区\n工作要点"]),
        ("<p>做好公开工作，（责任单位：区政府办公室、<br>区财政局）</p>", ["做好公开工作，（责任单位：区政府办公室、\n区财政局）"]),
        ("<p>政务公\n    开</p>", ["政务公开"]),
        ("<p>open\ndata</p>", ["open data"]),
        ("<p>甲&nbsp;乙&mdash;&ldquo;丙&rdquo;&#x4E01;</p>", ["甲 乙—“丙”丁"]),
        ("<p><span>推进</span><span>公开</span></p>", ["推进公开"]),
        ("<ol><li>甲</li><li>乙</li></ol>", ["1. 甲", "2. 乙"]),
        ("<ol><li>1.甲</li><li>2.乙</li></ol>", ["1.甲", "2.乙"]),
        ("<ul><li>甲</li></ul>", ["甲"]),
        ("<ol style='list-style-type:cjk-ideographic'><li>甲</li></ol>", ["一、 甲"]),
        ("<pre>甲\n乙</pre>", ["甲", "乙"]),
        ("<p>甲<span style='display:block'>乙</span></p>", ["甲", "乙"]),
        ("<div><span>第一段的文字有足够的长度而且完整。</span><span>第二段的文字有足够的长度而且完整。</span>"
         "<span>第三段的文字有足够的长度而且完整。</span></div>",
         [f"第{n}段的文字有足够的长度而且完整。" for n in "一二三"]),
        ("<table><tr><td>甲</td></tr><tr><td>乙</td></tr></table>", ["甲", "乙"]),
    ],
    ids=["p", "div", "br", "br-in-title", "br-in-bracket", "wrapped-source", "latin", "entities", "inline", "list",
         "list-with-own-numbers", "bullets", "list-style", "pre", "block-span", "spans-as-paragraphs", "one-column-table"],
)  # fmt: skip
def test_lines(html, expected):
    assert texts(read(f"<html><body>{html}</body></html>")) == expected


def test_hard_wrapped_text_is_lines():
    sentence = "认真落实上级部署要求扎实推进各项重点任务不断提升公开质量和服务水平" * 4
    rows = [sentence[i : i + 12 * 2] for i in range(0, len(sentence), 24)] * 2
    document = read(f"<html><body><div>{'<br>'.join(rows)}</div></body></html>")
    assert {type(b) for b in document.blocks} == {Line}


# tables -----------------------------------------------------------------------------------------
def test_spans():
    page = "<html><body><table><tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table></body></html>"
    assert grid(read(page)) == [[("甲", 0, 2, 1), ("乙", 1, 1, 2)], [("丙", 1, 1, 1), ("丁", 2, 1, 1)]]


@pytest.mark.parametrize("span", ["0", "99", "9999999999", "x", "-1"])
def test_span_never_leaves_the_table(span):
    page = f"<html><body><table><tr><td rowspan={span}>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table></body></html>"
    rows = grid(read(page))
    assert rows[0][0][2] in (1, 2)
    assert len(rows) == 2


@pytest.mark.parametrize("over", [(2, 2), (3, 1), (4,)], ids=["number-and-text", "group-and-number", "all"])
def test_head_word_over_several_columns(over):
    """工作任务 over groups, number and text: the last of them is the content, as where the head has no spans."""
    words = zip(("工作任务", "具体要求"), over, strict=False)
    head = "".join(f"<td colspan={n}>{word}</td>" for word, n in words)
    page = (
        f"<html><body><p>云澜区2031年防汛任务分解表</p><table><tr>{head}<td>责任单位</td><td>完成时限</td></tr>"
        "<tr><td rowspan=2>一、汛前准备。</td><td rowspan=2>（一）检查工程。</td><td>1</td><td>检查水库大坝和溢洪道，逐座登记隐患。</td>"
        "<td>区水利局</td><td>4月底前</td></tr>"
        "<tr><td>2</td><td>检修泵站机组，备足柴油。</td><td>区水利局</td><td>5月底前</td></tr>"
        "<tr><td>二、汛期值守。</td><td>（二）落实值班。</td><td>3</td><td>汛期24小时值班，雨情随时上报。</td>"
        "<td>区应急管理局</td><td>9月底前</td></tr></table></body></html>"
    )
    notice = wpkit.parse(page.encode(), name="x.html")
    assert [t.number for t in notice.tasks] == ["1", "2", "3"]
    assert [t.content[:4] for t in notice.tasks] == ["检查水库", "检修泵站", "汛期24"]
    first, _, last = (t.category.path for t in notice.tasks)
    assert (first, last) == (("一、汛前准备。", "（一）检查工程。"), ("二、汛期值守。", "（二）落实值班。"))


def test_lines_in_a_cell_are_parted():
    page = "<html><body><table><tr><td>1</td><td><p>区财政局</p><p>区教育局<br>区司法局</p></td></tr></table></body></html>"
    assert grid(read(page))[0][1][0] == "区财政局\n区教育局\n区司法局"


def test_places():
    document = read(f"<html>\n<body>\n<p>一、目标</p>\n{TABLE}</body></html>")
    assert document.blocks[0].where.line == 3
    where = document.blocks[1].rows[2].cells[1].where
    assert (where.table, where.row, where.column) == (1, 3, 2)


# bad input --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "html",
    ["<div>" * 1900 + "甲", "<table><tr><td>" * 600 + "甲", "<p>甲</p><table><tr><td", "<b><i><p>甲</b></i>", "<p>甲\x00\x01</p>",
     "<ol>" * 500 + "<li>甲", "<p>" + "<font>" * 30000 + "甲"],
    ids=["deep-divs", "deep-tables", "cut", "crossed", "controls", "deep-lists", "open-fonts"],
)  # fmt: skip
def test_broken_page_still_gives_its_text(html):
    assert "甲" in "".join(texts(read(html)))


@pytest.mark.parametrize(
    "html", ["<html></html>", "<html><body><img src=a.png></body></html>", "<!doctype html>"]
)
def test_page_without_text(html):
    with pytest.raises(NoTextError):
        read(html)


def test_page_of_pictures_is_a_finding():
    document = read("<html><body><p>见附图</p><img src=1.jpg><img src=2.jpg></body></html>")
    assert [f.code for f in document.findings] == ["P121"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<!DOCTYPE html><html>", "html"), (b"\xef\xbb\xbf\n <html>", "html"), (b"<!-- c --><table>", "html"),
        ("<html>".encode("utf-16"), "html"), (b'<?xml version="1.0"?>\n<html>', "html"), (b"a < b", "txt"), (b"<x>", "txt"),
    ],
)  # fmt: skip
def test_page_is_known_by_its_bytes(data, name):
    assert format_of(Source("x.doc", data)).name == name


def test_web_archive_is_read_as_its_page():
    page = f"<html><head><meta charset=gb2312></head><body><h1>{TITLE}</h1>{TEXT}</body></html>".encode(
        "gb18030"
    )
    archive = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + base64.encodebytes(page)
        + b"\r\n--b\r\nContent-Type: image/png\r\n\r\nxxxx\r\n--b--\r\n"
    )
    source = Source("x.doc", archive)
    assert format_of(source).name == "html"
    assert texts(parse(source)) == [TITLE, *PARAGRAPHS]


def test_parsing_twice_gives_the_same():
    assert read(SHAPES["divs"]) == read(SHAPES["divs"])


def test_a_table_set_without_table_elements_gives_its_rows():
    words = ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"]
    rows = [
        ["1", "建成政务云二期，完成42个系统迁移。", "区数据局", "区财政局", "9月底前"],
        ["2", "编制公共数据目录，按时更新。", "区数据局", "区直各部门", "6月底前"],
        ["3", "开展网络安全演练2次。", "区委网信办", "区公安分局", "11月底前"],
    ]
    cells = "".join(
        f"<div class=row>{''.join(f'<div>{c}</div>' for c in row)}</div>" for row in [words, *rows]
    )
    page = f"<html><body><h1>云澜区2031年重点任务分工表</h1><div class=grid>{cells}</div></body></html>"
    notice = wpkit.parse(page.encode(), name="x.html")
    found = [[t.number, t.content, *(u.name for u in t.units), t.deadlines[0].text] for t in notice.tasks]
    assert found == rows


FIELDS = "（责任单位：县科技局；完成时限：{}）"


def chapters(opening: str, closing: str) -> str:
    """A page with two chapters, each of two items, between these marks; `{n}` counts the chapters."""
    out = "<h1>云澜县2031年科技工作要点</h1>"
    for n, (name, items) in enumerate(
        (("培育主体", ("新增科技企业30家", "2家企业上市")), ("引育人才", ("引进专家10名", "5个平台升级")))
    ):
        out += opening.format(n=n, number="一二"[n], name=name)
        out += "".join(
            f"<p>{k}.{item}，按季调度，年底评估。{FIELDS.format('9月底前')}</p>"
            for k, item in enumerate(items, 1)
        )
        out += closing
    return f"<html><body><div id='zoom'>{out}</div></body></html>"


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("<div><button aria-expanded='false'>{number}、{name}</button><div>", "</div></div>"),
        ("<h3><button>{number}、{name}</button></h3><div>", "</div>"),
        ("<div id='tab{n}' class='pane' style='display:none'><p>{number}、{name}</p>", "</div>"),
        ("<section><section><p>0{n}</p></section><p>{name}</p></section>", ""),
        ("<section><p>◆</p><p>{number}</p><p>{name}</p><p>◆</p></section>", ""),
        ("<h2><span>{number}</span><span>、{name}</span></h2>", ""),
    ],
)
def test_headings_of_chapters_that_templates_draw(opening: str, closing: str) -> None:
    page = chapters(opening, closing).replace("display:none", "", 1)
    for n in (1, 0):
        page = page.replace(f"<p>0{n}</p>", f"<p>0{n + 1}</p>")
    notice = wpkit.parse(page.encode(), name="x.html")
    assert [(task.category.path, task.number, task.content[:4]) for task in notice.tasks] == [
        (("培育主体",), "1", "新增科技"),
        (("培育主体",), "2", "2家企业"),
        (("引育人才",), "1", "引进专家"),
        (("引育人才",), "2", "5个平台"),
    ]


def test_a_hidden_copy_is_no_panel() -> None:
    shown = chapters("<p>{number}、{name}</p>", "")
    copy = (
        shown.replace("zoom", "phone")
        .replace("<div", "<div style='display:none'")
        .replace("科技企业30家", "科技企业31家")
    )
    notice = wpkit.parse((shown + copy).encode(), name="x.html")
    assert len(notice.tasks) == 4
