"""Units as headings with their tasks below: what each department does for consumption, 2024."""

from __future__ import annotations

from dataclasses import replace

from ..layouts import printed
from ..model import Head, Item, Notice, Task, Units, read_items, read_units

PLAN = """
一、 区商务局
1.组织“乐购港城”系列促消费活动不少于20场，发放消费券3000万元。
2.推进一刻钟便民生活圈建设，新建社区商业网点45个。
3.培育首店、旗舰店30家，支持老字号企业开设体验店。
二、 区文化和旅游局
1.推出海上观光、渔村体验等精品线路6条，全年接待游客突破900万人次。
2.举办滨海音乐节、非遗集市等活动，丰富夜间文旅产品供给。
三、 区市场监管局、区发展和改革局
1.开展放心消费创建，无理由退货承诺店达到500家。
2.加强节假日价格巡查，查处哄抬价格、虚假促销等行为。
3.完善消费投诉快速处理机制，按期办结率达到99%以上。
四、 区交通运输局
1.优化商圈、景区公交线路8条，节假日延长末班车时间。
2.新增公共停车泊位2200个，推广错峰共享停车。
五、 各街道办事处
1.盘活闲置楼宇和厂房，打造特色商业街区不少于1处。
2.规范夜市、早市经营秩序，落实垃圾清运和食品安全管理要求。
"""


def _items() -> tuple[Item, ...]:
    """The heading's units are the units of every item below it; nothing is printed after the items."""
    items: list[Item] = []
    units = Units("", ())
    for line in PLAN.strip().splitlines():
        if "、 " in line:
            number, names = line.split(" ")
            units = read_units("*" + names if names.startswith("各") else names)
            items.append(Item(number, units.printed))
        else:
            [item] = read_items(line.replace(".", ".‖‖", 1))
            items.append(replace(item, text="", tasks=(Task(item.text, replace(units, printed="")),)))
    return tuple(items)


NOTICE = Notice(
    head=Head(
        "港城区2024年恢复和扩大消费任务分工",
        2024,
        "港城区人民政府办公室",
        "港政办函〔2024〕18号",
        "2024-03-29",
    ),
    cover=(
        "港城区人民政府办公室关于印发港城区2024年恢复和扩大消费任务分工的函",
        "港政办函〔2024〕18号",
        "各街道办事处，区政府各部门、各直属单位：",
        "经区政府同意，现将《港城区2024年恢复和扩大消费任务分工》印发给你们，请按照职责抓好落实。",
        "港城区人民政府办公室",
        "2024年3月29日",
    ),
    caption=("港城区2024年恢复和扩大消费任务分工",),
    opening=("为进一步释放消费潜力，推动消费持续扩大，现就有关任务分工如下：",),
    items=_items(),
)


def txt() -> str:
    return printed(NOTICE)
