"""A table run together into one paragraph: civil affairs of a county, 2024."""

from __future__ import annotations

from ..layouts import flat_table
from ..model import Head, Notice, read_rows

ROWS = read_rows(
    """
建设乡镇综合养老服务中心6个、村级互助养老点40个。 | 养老服务科 | 10月底前
为2600户困难老年人家庭实施适老化改造，建立验收档案。 | 养老服务科、*各乡镇民政办 | 11月底前
城乡低保标准分别提高到每人每月780元和每年7200元，资金按月社会化发放。 | 社会救助科 | 7月底前
完善低收入人口动态监测机制，数据比对每月不少于1次。 | 社会救助科、信息中心 | 每月
开展流浪乞讨人员“寒冬送温暖”“夏季送清凉”专项行动。 | 救助管理站 | 全年
推进殡葬移风易俗，建成公益性骨灰安放设施3处。 | 社会事务科 | 9月底前
实现婚姻登记“跨省通办”，预约办理率达到90%。 | 婚姻登记中心 | 5月底前
对126家社会组织开展年度检查，注销“僵尸型”社会组织。 | 社会组织管理科 | 6月底前
培育社区社会组织200个，持证社会工作者达到450人。 | 基层政权科、慈善社工科 | 年底前
为孤儿和事实无人抚养儿童发放基本生活费，开展关爱服务活动12场。 | 儿童福利科、未成年人保护中心 | 全年
"""
)

NOTICE = Notice(
    head=Head("2024年民政重点工作任务分解表", 2024, None, None, None),
    table_caption=("2024年民政重点工作任务分解表",),
    columns=(("序号", "number"), ("任务内容", "content"), ("责任科室", "units"), ("完成时限", "time")),
    rows=ROWS,
)


def txt() -> str:
    return flat_table(NOTICE)
