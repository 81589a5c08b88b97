"""A table without a column of numbers; the content begins with its number: a county's village works, 2023."""

from __future__ import annotations

from ..layouts import table_lines
from ..model import Head, Notice, read_rows

ROWS = read_rows(
    """
= 产业发展
培育壮大茶叶、食用菌、林下中药材三大主导产业，全产业链产值突破18亿元。 | 县农业农村局、县林业局 | 年底前
新建农产品区域仓储中心2个、乡镇冷链物流站点9个。 | 县商务局、县供销社 | 10月底前
举办“白鹭湖好物”产销对接会4场，推动6个品牌进入大型商超。 | 县商务局、县农业农村局 | 全年
= 基础设施
完成农村公路提质改造85公里，实现30户以上自然村通硬化路。 | 县交通运输局 | 11月底前
实施农村供水保障工程，自来水普及率达到96%。 | 县水利局、*各乡镇人民政府 | 12月底前
新建改造10千伏及以下配电线路210公里，户均配变容量达到2.8千伏安。 | 县供电公司 | 9月底前
= 人居环境
整治提升村庄60个，创建省级和美乡村3个。 | 县农业农村局、县住房城乡建设局、*各乡镇人民政府 | 年底前
推行农村生活垃圾“户分类、村收集、乡转运、县处理”，无害化处理率达到99%。 | 县住房城乡建设局 | 全年
新建村级生活污水处理设施34座，农村生活污水治理率达到52%。 | 市生态环境局白鹭湖分局 | 11月底前
= 乡村治理
推广积分制、清单制，实现行政村全覆盖。 | 县委组织部、县农业农村局 | 6月底前
开展高额彩礼、大操大办等突出问题专项治理，完善村规民约。 | 县民政局、县文明办、县妇联 | 全年
"""
)

NOTICE = Notice(
    head=Head("白鹭湖县2023年和美乡村建设任务清单", 2023, None, None, None),
    table_caption=("附件1", "白鹭湖县2023年和美乡村建设任务清单"),
    columns=(
        ("任务类别", "group"),
        ("工作任务", "numbered content"),
        ("责任单位", "units"),
        ("完成时限", "time"),
    ),
    rows=ROWS,
)


def txt() -> str:
    return table_lines(NOTICE, "\t", "", leave_out=False)
