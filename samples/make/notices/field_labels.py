"""Items made of numbered labels (1.活动时间 2.活动内容 3.组织单位): a month of safety, 2024."""

from __future__ import annotations

from ..model import Head, Item, Notice, Task, When, read_units

ACTIVITIES = (
    (
        "安全生产月启动仪式",
        "5月31日",
        "在区文化广场举行启动仪式，发布活动安排，为志愿服务队授旗。",
        "区安委办、区总工会",
    ),
    (
        "安全宣传咨询日活动",
        "6月16日",
        "设置主会场1个、分会场12个，开展咨询解答、器材展示、应急体验。",
        "区安委办、*各街镇",
    ),
    (
        "重大事故隐患判定标准专题宣讲",
        "6月",
        "组织专家分行业解读判定标准，企业主要负责人参训率达到100%。",
        "区应急局、*各行业主管部门",
    ),
    (
        "“人人讲安全、个个会应急”网络知识竞赛",
        "6月至7月",
        "组织干部职工和社会公众登录平台答题，参与人数不少于5万人。",
        "区应急局、区融媒体中心",
    ),
    (
        "危险化学品泄漏事故综合应急演练",
        "6月底前",
        "模拟储罐泄漏场景，检验指挥调度、人员疏散、医疗救护等环节。",
        "区应急局牵头，区消防救援支队、区卫生健康委、区生态环境局配合",
    ),
    (
        "安全生产“开放日”活动",
        "6月20日",
        "邀请学生、市民代表走进消防站、企业安全体验馆。",
        "区消防救援支队、区教育局",
    ),
    (
        "“安康杯”职工技能比武",
        "7月底前",
        "设置有限空间救援、心肺复苏、隐患查找等项目，评选优胜班组20个。",
        "区总工会、区应急局",
    ),
    (
        "典型事故警示教育",
        "全年",
        "拍摄警示教育片2部，在重点企业、建筑工地循环播放。",
        "区应急局、区建设管理委",
    ),
)

ITEMS = (
    Item("一、", "活动主题", "人人讲安全、个个会应急——畅通生命通道。"),
    Item("二、", "活动安排"),
    *(
        Item(f"（{n}）", title, "", (Task(words, read_units(units), (When(time),)),))
        for n, (title, time, words, units) in zip("一二三四五六七八", ACTIVITIES, strict=True)
    ),
)

NOTICE = Notice(
    head=Head(
        "云澜区2024年“安全生产月”活动方案",
        2024,
        "云澜区安全生产委员会办公室",
        "云安委办〔2024〕14号",
        "2024-05-17",
    ),
    cover=(
        "云澜区安全生产委员会办公室关于印发《云澜区2024年“安全生产月”活动方案》的通知",
        "云安委办〔2024〕14号",
        "各街镇，区安委会各成员单位：",
        "现将《云澜区2024年“安全生产月”活动方案》印发给你们，请结合实际组织实施。",
        "云澜区安全生产委员会办公室",
        "2024年5月17日",
    ),
    caption=("云澜区2024年“安全生产月”活动方案",),
    items=ITEMS,
)


def txt() -> str:
    lines = [*NOTICE.cover, *NOTICE.caption]
    for item in NOTICE.items:
        lines.append(f"{item.number}{item.title}")
        lines += [item.text] if item.text else []
        for task in item.tasks:
            [time] = task.times
            lines += [
                f"1.活动时间：{time.printed}",
                f"2.活动内容：{task.content}",
                f"3.组织单位：{task.units.printed}",
            ]
    return "\n".join(lines) + "\n"
