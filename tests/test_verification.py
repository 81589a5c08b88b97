"""`wpkit.verify` confirms what was parsed and catches each of a hundred planted changes in every layout."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import wpkit
from wpkit.findings import finding
from wpkit.schema import Notice, Place, Task

TESTS = Path(__file__).parent
SAMPLES = TESTS.parent / "samples"
FORMATS = {known.name for known in wpkit.formats() if known.needs != "LibreOffice"}
SOURCES = [
    *sorted(p for p in SAMPLES.glob("*/notice.*") if p.suffix.lstrip(".") in FORMATS),
    *sorted(p for p in (TESTS / "pdf").glob("*.pdf") if p.with_suffix(".json").exists()),
]
# Layouts in which every kind of change is planted: body and table, lines and cells, exact and merged.
PLANTED = [
    *(f"{name}/notice.txt" for name in ("tab-table", "pdf-lines", "spilled", "web-page", "cell-a-line", "role-columns")),
    "tab-table/notice.docx", "tab-table/notice.pdf", "web-page/notice.html", "role-columns/notice.xlsx", "pdf-lines/notice.pdf",
]  # fmt: skip

Record = dict[str, Any]
Change = Callable[[Record, random.Random], bool]


def _name(path: Path) -> str:
    return f"{path.parent.name}-{path.name}"


@pytest.fixture(scope="session")
def parsed() -> Callable[[Path], Notice]:
    held: dict[Path, Notice] = {}

    def parse(path: Path) -> Notice:
        if path not in held:
            try:
                held[path] = wpkit.parse(path)
            except wpkit.WpkitError as error:
                pytest.skip(str(error))
        return held[path]

    return parse


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_what_was_parsed_is_confirmed(path: Path, parsed: Callable[[Path], Notice]) -> None:
    notice = Notice.model_validate_json(parsed(path).model_dump_json())
    assert [found.message for found in wpkit.verify(notice, path)] == []


# Layouts in which what is stated once holds for more, or stands apart from what it belongs to, and their tasks:
# number | title and content | units with their roles | deadlines.
LAYOUTS = {
    "an annex that counts from 1 again": (
        """2024年云澜区重点工作责任分解
一、夯实产业根基
1.新签约项目12个，开工8个。（责任单位：区商务局、区财政局）
2.改造老厂房6处，建成共享车间2个。（责任单位：区工信局）
二、建设宜居城区
3.新建口袋公园9个，铺设绿道15公里。（责任单位：区住建局）

附件2

2024年云澜区为民办实事项目

1.新建幼儿园2所，新增学位540个。（责任单位：区教育局）
2.改造敬老院3所，增加护理床位120张。（责任单位：区民政局）
""",
        """
1 | 新签约项目12个，开工8个。 | responsible:区商务局 responsible:区财政局
2 | 改造老厂房6处，建成共享车间2个。 | responsible:区工信局
3 | 新建口袋公园9个，铺设绿道15公里。 | responsible:区住建局
1 | 新建幼儿园2所，新增学位540个。 | responsible:区教育局
2 | 改造敬老院3所，增加护理床位120张。 | responsible:区民政局
""",
    ),
    "page marks in the midst of a paragraph and of a label": (
        """2024年云澜区法治建设工作要点
    一、完善决策机制
    （一）规范重大决策程序。把公众参与作为必经环节，在全区选
取十个项目开展决策后评估，评估结果向社会公布并报区政府。（牵

— 1 —

头单位：区司法局；责任单位：区发展改革局、区财政局）
    （二）加强文件管理。定期清理规范性文件，建立电子台账。在
公布前一律进行合法性审查，未经审查的不得提交会议讨论，涉

－ 2 －

及企业的文件充分听取意见。（牵头单位：区司法局；责任单位：区政府办公室）
""",
        """
（一） | 规范重大决策程序。把公众参与作为必经环节，在全区选取十个项目开展决策后评估，评估结果向社会公布并报区政府。 | lead:区司法局 responsible:区发展改革局 responsible:区财政局
（二） | 加强文件管理。定期清理规范性文件，建立电子台账。在公布前一律进行合法性审查，未经审查的不得提交会议讨论，涉及企业的文件充分听取意见。 | lead:区司法局 responsible:区政府办公室
""",
    ),
    "who leads is said once, above the tables": (
        """<html><body><h2>云澜县水务委员会关于印发2024年水务重点任务清单的通知</h2>
<p>各乡镇人民政府：</p><p>现将《云澜县2024年水务重点任务清单》印发给你们。清单中责任单位列第一位的为牵头单位，其余单位按职责配合做好工作。</p>
<p>云澜县水务委员会<br>2024年3月8日</p><p>云澜县2024年水务重点任务清单</p>
<table><tr><td>序号</td><td>工作任务</td><td>责任单位</td><td>完成时限</td></tr>
<tr><td>1</td><td>清淤河道12公里，加固堤防6处。</td><td>县水利局<br>县财政局</td><td>6月底前</td></tr>
<tr><td>2</td><td>更换老旧供水管网8公里。</td><td>县住建局<br>县水利局</td><td>9月底前</td></tr></table></body></html>""",
        """
1 | 清淤河道12公里，加固堤防6处。 | lead:县水利局 responsible:县财政局 | 6月底前
2 | 更换老旧供水管网8公里。 | lead:县住建局 responsible:县水利局 | 9月底前
""",
    ),
    "who leads is said in a label line": (
        """2024年云澜区重点工作责任分解
一、李明区长主抓的工作
1.推动工业经济提质。全年完成技改投资30亿元，新增专精特新企业6家。
责任单位：区工信局、区财政局（列第一位者为工作牵头单位，下同）
2.优化营商环境。推出“一件事”集成服务20项，压减办理时间三成。
责任单位：区政务服务局、区市场监管局
""",
        """
1 | 推动工业经济提质。全年完成技改投资30亿元，新增专精特新企业6家。 | lead:区工信局 responsible:区财政局
2 | 优化营商环境。推出“一件事”集成服务20项，压减办理时间三成。 | lead:区政务服务局 responsible:区市场监管局
""",
    ),
    "rows beside a merged number": (
        """2024年云澜区民生实事任务分解表

序号\t项目名称\t主要内容\t牵头单位\t配合单位
1\t扩大学位\t新建小学2所，新增学位1200个。\t区教育局\t区住建局
\t\t为9所学校食堂安装监控。\t\t
2\t促进就业\t城镇新增就业3000人。\t区人社局\t各街道
\t\t培训技能人才600人次。\t\t
""",
        """
1 | 新建小学2所，新增学位1200个。 | lead:区教育局 support:区住建局
1 | 为9所学校食堂安装监控。 | lead:区教育局 support:区住建局
2 | 城镇新增就业3000人。 | lead:区人社局 support:各街道
2 | 培训技能人才600人次。 | lead:区人社局 support:各街道
""",
    ),
    "cards whose number has a label": (
        """云澜林区2024年重点项目督查台账

编号：1
工作任务：改造供热管网6公里，更换锅炉1台。
牵头单位：区住建局
配合单位：云澜热力公司
完成时限：9月底前

编号：2
工作任务：建设食用菌大棚40栋。
牵头单位：区农业农村局
配合单位：各林场
完成时限：6月底前
""",
        """
1 | 改造供热管网6公里，更换锅炉1台。 | lead:区住建局 support:云澜热力公司 | 9月底前
2 | 建设食用菌大棚40栋。 | lead:区农业农村局 support:各林场 | 6月底前
""",
    ),
    "labels in brackets": (
        """2024年云澜区为民办实事项目任务分解

一、改造老旧小区

【建设内容】改造老旧小区6个，惠及居民1900户。

【牵头单位】区住建局

【配合单位】各街道、区城管局

【完成时限】11月底前

二、新增学位

【建设内容】扩建云帆小学，新增学位900个。

【牵头单位】区教育局

【配合单位】区财政局

【完成时限】8月底前
""",
        """
一 | 改造老旧小区。改造老旧小区6个，惠及居民1900户。 | lead:区住建局 support:各街道 support:区城管局 | 11月底前
二 | 新增学位。扩建云帆小学，新增学位900个。 | lead:区教育局 support:区财政局 | 8月底前
""",
    ),
    "persons behind the units": (
        """2024年云澜区消防工作任务清单

一、压实责任

1.召开会议研判形势，签订责任书。

责任单位及责任人：区消防救援大队 李海

完成时间：3月底前

2.将消防工作纳入绩效考核，按季通报。

责任单位及责任人：区委组织部 王小敏；区消防救援大队 李海

完成时间：12月底前
""",
        """
1 | 召开会议研判形势，签订责任书。 | responsible:区消防救援大队 | 3月底前
2 | 将消防工作纳入绩效考核，按季通报。 | responsible:区委组织部 responsible:区消防救援大队 | 12月底前
""",
    ),
    "a unit of the last item below it again": (
        """2024年云澜市总工会工作要点
一、服务职工
1、组织职工疗休养200人次（权益保障部负责，9月底前完成）
2、建设驿站12个（基层工作部负责，6月底前完成）
二、自身建设
3、召开全委会议（办公室负责，3月15日前完成）
4、开通网上服务大厅（办公室、权益保障部负责，7月底前完成）

　　抄送：省总工会，市委办公室。
云澜市总工会办公室                2024年2月18日印发
""",
        """
1 | 组织职工疗休养200人次 | responsible:权益保障部 | 9月底前完成
2 | 建设驿站12个 | responsible:基层工作部 | 6月底前完成
3 | 召开全委会议 | responsible:办公室 | 3月15日前完成
4 | 开通网上服务大厅 | responsible:办公室 responsible:权益保障部 | 7月底前完成
""",
    ),
    "a closing paragraph that names a unit of the last item": (
        """2024年云澜区优化营商环境工作清单
　　一、优化服务
　　1.健全解纷机制。设立法律服务站6个，平均审理周期缩
短一成。
　　牵头单位：区法院
　　责任单位：区司法局
　　完成时限：2024年12月底前
　　2.压减办理环节。梳理登记事项24项，提交材料减少三
成以上。
　　牵头单位：区市场监管局
　　完成时限：2024年10月底前
　　3.畅通投诉渠道。投诉事项2个工作日内响应，办结率达
到100%。
　　牵头单位：区营商办
　　完成时限：全年

　　各责任单位要加强组织领导，将优化营商环境工作纳入重
要议事日程，区营商办每季度通报一次进展情况。
抄送：区委各部门，区人大常委会办公室。
""",
        """
1 | 健全解纷机制。设立法律服务站6个，平均审理周期缩短一成。 | lead:区法院 responsible:区司法局 | 2024年12月底前
2 | 压减办理环节。梳理登记事项24项，提交材料减少三成以上。 | lead:区市场监管局 | 2024年10月底前
3 | 畅通投诉渠道。投诉事项2个工作日内响应，办结率达到100%。 | lead:区营商办 | 全年
""",
    ),
    "a row whose first units wrap in other lines": (
        """2024年云澜县教育重点工作任务分解表
序号              工作任务                分管领导    责任股室      配合单位    完成时限
      落实校长负责制，中小学校配齐专职副
 1                                          张成     组织人事股      各学校     3月底前
      书记。
      开展清廉校园创建活动，评选县级清廉
 2                                          杨华     监察室          各学校     11月底前
      学校10所。
      推进思政课建设，组织思政课教师集体
 3                                          李燕     基础教育股      教研室     12月底前
      备课8次。
      健全心理健康监测预警机制，配备专兼
 4                                          杨华     体卫艺股        教研室     每季度
      职教师。
      新建县第四幼儿园，改扩建乡镇中心幼
 5                                          王才     项目办          财务股     8月底前
      儿园5所。
      招聘特岗教师120名，引进紧缺学科研
 6                                          张成     组织人事股                 8月底前
      究生15名。
      规范校外培训，开展寒暑假集中检查，            校外培训监管
 7                                          李燕                     县文旅局   全年
      查处违规机构。                                     股
""",
        """
1 | 落实校长负责制，中小学校配齐专职副书记。 | responsible:组织人事股 support:各学校 | 3月底前
2 | 开展清廉校园创建活动，评选县级清廉学校10所。 | responsible:监察室 support:各学校 | 11月底前
3 | 推进思政课建设，组织思政课教师集体备课8次。 | responsible:基础教育股 support:教研室 | 12月底前
4 | 健全心理健康监测预警机制，配备专兼职教师。 | responsible:体卫艺股 support:教研室 | 每季度
5 | 新建县第四幼儿园，改扩建乡镇中心幼儿园5所。 | responsible:项目办 support:财务股 | 8月底前
6 | 招聘特岗教师120名，引进紧缺学科研究生15名。 | responsible:组织人事股 | 8月底前
7 | 规范校外培训，开展寒暑假集中检查，查处违规机构。 | responsible:校外培训监管股 support:县文旅局 | 全年
""",
    ),
    "line breaks of a web page in a text": (
        """# 2024年云澜县政务工作任务分解表

| 序号 | 完成时限 | 责任单位 | 工作任务 |
| --- | --- | --- | --- |
| 1 | 7月底前 | 县司法局<br>县财政局<br>各乡镇人民政府 | 清理规范性文件并公布目录。 |
| 2 | 10月底前 | 县审计局<br>县教育局 | 开展专项审计，督促整改。 |
""",
        """
1 | 清理规范性文件并公布目录。 | responsible:县司法局 responsible:县财政局 responsible:各乡镇人民政府 | 7月底前
2 | 开展专项审计，督促整改。 | responsible:县审计局 responsible:县教育局 | 10月底前
""",
    ),
    "labels and values on lines of their own": (
        """云澜区图书馆2024年重点任务清单

一、阅读推广

1.新建城市书房3家，配书2万册。

牵头科室：

读者服务部

完成时限：

10月底前

2.开展送书下乡活动60场。

牵头科室：

流通部

配合单位：

各乡镇文化站

完成时限：

全年
""",
        """
1 | 新建城市书房3家，配书2万册。 | lead:读者服务部 | 10月底前
2 | 开展送书下乡活动60场。 | lead:流通部 support:各乡镇文化站 | 全年
""",
    ),
    "a note in brackets behind a unit": (
        """2024年云澜市重点工作责任分解
一、提升城市品质
1.新增公共停车位3000个。
牵头单位：市城管局
责任单位：各县（区）人民政府（含高新区、旅游区管委会，下同）
2.改造背街小巷46条。
牵头单位：市住建局
责任单位：各县（区）人民政府
""",
        """
1 | 新增公共停车位3000个。 | lead:市城管局 responsible:各县（区）人民政府
2 | 改造背街小巷46条。 | lead:市住建局 responsible:各县（区）人民政府
""",
    ),
    "a closing paragraph of a web page that names a unit of the last item": (
        """<html><body><h2>2024年云澜县气象工作要点</h2>
<p>一、筑牢防灾防线</p>
<p>1.更新自动气象站12个。（责任单位：县气象局；完成时限：6月底前）</p>
<p>2.开展防雷安全检查3次。（责任单位：县应急局、县气象局；完成时限：9月底前）</p>
<p>3.编印乡村气象防灾手册。（责任单位：县气象局、各乡镇人民政府；完成时限：11月底前）</p>
<p>各乡镇、各单位要落实专人负责，年底前将完成情况报县气象局汇总。</p></body></html>""",
        """
1 | 更新自动气象站12个。 | responsible:县气象局 | 6月底前
2 | 开展防雷安全检查3次。 | responsible:县应急局 responsible:县气象局 | 9月底前
3 | 编印乡村气象防灾手册。 | responsible:县气象局 responsible:各乡镇人民政府 | 11月底前
""",
    ),
    "units below an item of two tasks": (
        """2024年云澜县依法治县工作安排
一、健全工作机制
（一）规范文件审查。清理现行规范性文件并公布目录。（责任单位：县司法局）对拟废止的文件逐件征求意见。
责任单位：县司法局、县政府办公室
（二）加强执法监督。抽查行政处罚案卷120份。
责任单位：县司法局、各乡镇人民政府
""",
        """
（一） | 规范文件审查。清理现行规范性文件并公布目录。 | responsible:县司法局
（一） | 规范文件审查。对拟废止的文件逐件征求意见。 | responsible:县司法局 responsible:县政府办公室
（二） | 加强执法监督。抽查行政处罚案卷120份。 | responsible:县司法局 responsible:各乡镇人民政府
""",
    ),
    "one body in two roles in a paragraph": (
        """2024年云澜区工作报告责任分工
一、壮大产业
1.做强主导产业。建成园区污水处理厂。（区工信局牵头，区生态环境分局、区高新区管委会配合）开工建设标准厂房8栋。（区高新区管委会负责）
2.扩大消费。举办消费节6场。（区商务局牵头，区文旅局配合）培育夜间经济街区2条。（区文旅局负责）
""",
        """
1 | 做强主导产业。建成园区污水处理厂。 | lead:区工信局 support:区生态环境分局 support:区高新区管委会
1 | 做强主导产业。开工建设标准厂房8栋。 | responsible:区高新区管委会
2 | 扩大消费。举办消费节6场。 | lead:区商务局 support:区文旅局
2 | 扩大消费。培育夜间经济街区2条。 | responsible:区文旅局
""",
    ),
    "who leads in words behind the bodies of a bracket": (
        """云澜区2024年民生实事任务分工
一、扩大供给
（一）新建公厕5座。（区城管局、区住建局等负责，列第一位者为牵头单位，下同）
（二）新增停车位300个。（区交通局、区城管局等负责）
""",
        """
（一） | 新建公厕5座。 | lead:区城管局 responsible:区住建局
（二） | 新增停车位300个。 | lead:区交通局 responsible:区城管局
""",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "tasks"), [pytest.param(*both, id=name.replace(" ", "-")) for name, both in LAYOUTS.items()]
)
def test_a_layout_is_read_and_confirmed(text: str, tasks: str) -> None:
    name = "notice.html" if text.startswith("<html>") else "notice.txt"
    notice = wpkit.parse(text.encode(), name=name)
    assert [_told(task) for task in notice.tasks] == tasks.split("\n")[1:-1]
    assert [found.message for found in wpkit.verify(notice, text.encode(), name=name)] == []


def test_a_date_that_lost_its_marks_is_confirmed_as_the_day_it_can_be() -> None:
    text = """云澜区2024年民生实事任务分工
1.新建公厕5座。（区城管局）
云澜区人民政府办公室
2024327日
""".encode()
    notice = wpkit.parse(text, name="notice.txt")
    assert notice.issued_on == date(2024, 3, 27)
    assert [found.message for found in wpkit.verify(notice, text, name="notice.txt")] == []
    notice = replace(notice, issued_on=date(2024, 3, 28))
    assert [found.code for found in wpkit.verify(notice, text, name="notice.txt")] == ["V101"]


def _told(task: Task) -> str:
    words = (f"{task.title}。" if task.title else "") + task.content
    units = " ".join(f"{unit.role}:{unit.name}" for unit in task.units)
    return " | ".join(filter(None, [task.number, words, units, *(d.text for d in task.deadlines)]))


def test_only_what_a_finding_says_was_left_out_is_excused() -> None:
    text = """2024年云澜区工作要点
一、夯实基础
1.编制公开清单。由专人逐项核对。每季度向社会公布一次进度。（责任单位：区教育局）
2.走访企业并听取意见。逐户登记建档。汇总问题后分送各部门。（责任单位：区商务局）
"""
    read = wpkit.parse(text.encode(), name="a.txt")
    shorter = [
        task.model_copy(update={"content": task.content[: task.content.index("。") + 1]})
        for task in read.tasks
    ]
    told = finding("L003", Place(line=3), count=14, pieces=1, text="每季度向社会公布一次进度。")
    notice = read.model_copy(update={"tasks": tuple(shorter), "findings": (told,)})
    found = [one for one in wpkit.verify(notice, text.encode(), name="a.txt") if one.code == "V105"]
    assert [one.place and one.place.line for one in found] == [4]


# Changes ------------------------------------------------------------------------------------------


def _task(notice: Record, chance: random.Random, having: str = "") -> Record | None:
    tasks = [task for task in notice["tasks"] if not having or task[having]]
    return chance.choice(tasks) if tasks else None


def _other_character(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + ("叁" if text[at] != "叁" else "肆") + text[at + 1 :]


def content_character(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "content")
    if task:
        task["content"] = _other_character(task["content"], chance)
    return task is not None


def content_words_left_out(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "content")
    if task is None or len(task["content"]) < 12:
        return False
    at = chance.randrange(1, len(task["content"]) - 4)
    task["content"] = task["content"][:at] + task["content"][at + 3 :]
    return True


def content_cut(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "content")
    if task is None or len(task["content"]) < 12:
        return False
    at = len(task["content"]) // 2
    while not task["content"][at - 1 : at + 1].isalnum():
        at += 1
    task["content"] = task["content"][:at]
    return True


def content_of_another(notice: Record, chance: random.Random) -> bool:
    first, second = chance.sample(notice["tasks"], 2)
    if first["content"] == second["content"] or not second["content"]:
        return False
    first["content"] = second["content"]
    return True


def unit_added(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance)
    name = "区卷宗档案局"
    task["units"].append({"name": name, "canonical": name, "role": "responsible", "collective": False})
    return True


def unit_left_out(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "units")
    if task is None or task["units"][-1]["collective"]:
        return False
    name = task["units"].pop()["name"]
    return name not in task["content"]


def unit_renamed(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "units")
    if task:
        unit = chance.choice(task["units"])
        unit["name"] = unit["canonical"] = _other_character(unit["name"], chance)
    return task is not None


def unit_made_to_lead(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "units")
    if task is None:
        return False
    unit = chance.choice(task["units"])
    old, unit["role"] = unit["role"], "support" if unit["role"] == "lead" else "lead"
    return old != "responsible"


def unit_collective(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "units")
    if task:
        unit = chance.choice(task["units"])
        unit["collective"] = not unit["collective"]
    return task is not None


def deadline_text(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "deadlines")
    if task:
        task["deadlines"][0]["text"] = "13月底前"
    return task is not None


def deadline_day(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "deadlines")
    if task is None or not task["deadlines"][0]["end"]:
        return False
    task["deadlines"][0]["end"] = "2019-02-03"
    return True


def deadline_kind(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "deadlines")
    if task:
        one = task["deadlines"][0]
        one["kind"] = "ongoing" if one["kind"] != "ongoing" else "unread"
    return task is not None


def deadline_left_out(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "deadlines")
    if task is None:
        return False
    text = task["deadlines"].pop()["text"]
    return text not in task["content"] and task["origin"] == "table"


def number_changed(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "number")
    if task:
        task["number"] = "977"
    return task is not None


def title_changed(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "title")
    if task:
        task["title"] = _other_character(task["title"], chance)
    return task is not None


def category_changed(notice: Record, chance: random.Random) -> bool:
    tasks = [task for task in notice["tasks"] if task["category"]["path"]]
    if not tasks:
        return False
    path = chance.choice(tasks)["category"]["path"]
    path[-1] = _other_character(path[-1], chance)
    return True


def category_of_a_far_group(notice: Record, chance: random.Random) -> bool:
    paths = [task["category"]["path"] for task in notice["tasks"]]
    first, last = paths[0], paths[-1]
    if len(paths) < 20 or not first or first[-1] == last[-1]:
        return False
    notice["tasks"][1]["category"]["path"] = [*first[:-1], last[-1]]
    return True


def task_left_out(notice: Record, chance: random.Random) -> bool:
    left = notice["tasks"].pop(chance.randrange(1, len(notice["tasks"]) - 1))
    return left["content"] not in json.dumps(notice["tasks"], ensure_ascii=False)


def task_invented(notice: Record, chance: random.Random) -> bool:
    task = dict(_task(notice, chance) or {})
    notice["tasks"].append({**task, "id": "t999", "content": "开展虚构事项专项整治并按月通报"})
    return True


def tasks_exchanged(notice: Record, chance: random.Random) -> bool:
    at = chance.randrange(len(notice["tasks"]) - 1)
    tasks = notice["tasks"]
    tasks[at], tasks[at + 1] = tasks[at + 1], tasks[at]
    return tasks[at]["place"] != tasks[at + 1]["place"]


def task_moved_to_another_place(notice: Record, chance: random.Random) -> bool:
    first, second = chance.sample(notice["tasks"], 2)
    first["place"] = second["place"]
    first["places"] = second["places"]
    return first["content"] != second["content"]


def section_number(notice: Record, chance: random.Random) -> bool:
    if not notice["sections"]:
        return False
    chance.choice(notice["sections"])["number"] = "（九十七）"
    return True


def section_title(notice: Record, chance: random.Random) -> bool:
    sections = [section for section in notice["sections"] if section["title"]]
    if not sections:
        return False
    section = chance.choice(sections)
    section["title"] = _other_character(section["title"], chance)
    return True


def section_text(notice: Record, chance: random.Random) -> bool:
    sections = [section for section in notice["sections"] if section["text"]]
    if not sections:
        return False
    section = chance.choice(sections)
    section["text"] = _other_character(section["text"].split("\n")[0], chance)
    return True


def section_level(notice: Record, chance: random.Random) -> bool:
    if not notice["sections"]:
        return False
    section = chance.choice(notice["sections"])
    section["level"] = section["level"] % 5 + 1
    return True


def section_parent(notice: Record, chance: random.Random) -> bool:
    sections = [section for section in notice["sections"] if section["parent"]]
    if not sections:
        return False
    chance.choice(sections)["parent"] = None
    return True


def section_of_a_task(notice: Record, chance: random.Random) -> bool:
    tasks = [task for task in notice["tasks"] if task["section"]]
    if len(tasks) < 4:
        return False
    first, second = tasks[0], tasks[-1]
    first["section"] = second["section"]
    return True


def head_title(notice: Record, chance: random.Random) -> bool:
    notice["title"] = _other_character(notice["title"], chance)
    return True


def head_year(notice: Record, chance: random.Random) -> bool:
    notice["year"] = 1987
    return True


def head_issuer(notice: Record, chance: random.Random) -> bool:
    if notice["issuer"]:
        notice["issuer"] = _other_character(notice["issuer"], chance)
    return notice["issuer"] is not None


def head_number(notice: Record, chance: random.Random) -> bool:
    notice["document_number"] = "虚办〔1987〕9号"
    return True


def head_day(notice: Record, chance: random.Random) -> bool:
    notice["issued_on"] = "1987-06-05"
    return True


def another_source(notice: Record, chance: random.Random) -> bool:
    notice["source"]["sha256"] = "0" * 64
    return True


CHANGES: list[Change] = [
    content_character, content_words_left_out, content_cut, content_of_another, unit_added, unit_left_out, unit_renamed,
    unit_made_to_lead, unit_collective, deadline_text, deadline_day, deadline_kind, deadline_left_out, number_changed,
    title_changed, category_changed, category_of_a_far_group, task_left_out, task_invented, tasks_exchanged,
    task_moved_to_another_place, section_number, section_title, section_text, section_level, section_parent,
    section_of_a_task, head_title, head_year, head_issuer, head_number, head_day, another_source,
]  # fmt: skip


def _planted(notice: Notice, change: Change, seed: int) -> Notice | None:
    """The notice with a change in it; None where the notice has nothing to change."""
    chance = random.Random(f"{change.__name__}{seed}")
    for _ in range(20):
        record = notice.model_dump()
        if change(record, chance):
            return Notice.model_validate(record)
    return None


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.replace("_", "-"))
@pytest.mark.parametrize("sample", PLANTED)
def test_a_planted_change_is_caught(
    sample: str, change: Change, seed: int, parsed: Callable[[Path], Notice]
) -> None:
    path = SAMPLES / sample
    planted = _planted(parsed(path), change, seed)
    if planted is None:
        pytest.skip("nothing of the kind in this notice")
    assert wpkit.verify(planted, path)


def test_a_hundred_changes_and_more_are_planted(parsed: Callable[[Path], Notice]) -> None:
    notices = [parsed(SAMPLES / sample) for sample in PLANTED]
    planted = [_planted(n, change, seed) for n in notices for change in CHANGES for seed in range(3)]
    assert sum(notice is not None for notice in planted) >= 100
