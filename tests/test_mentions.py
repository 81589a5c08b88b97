"""Times in a task's content: those that bind are mentioned, those that only tell are not."""

from __future__ import annotations

import time
from datetime import date

import pytest

from wpkit.fields.mentions import read_mentions

YEAR, ISSUED = 2022, date(2022, 3, 22)

BINDING = [
    ("各单位应于3月31日前将年度报告向社会公布。", ["于3月31日前"]),
    ("于 3月 31\n日前在政务平台公开。", ["于3月31日前"]),
    ("重大决策出台后的10个工作日内，由起草单位解读。", ["重大决策出台后的10个工作日内"]),
    ("每年8月集中组织开展政府开放月，按季度通报。", ["每年8月", "按季度"]),
    ("年内组织培训不少于3次，全年不少于4次专题访谈。", ["年内", "全年不少于4次"]),
    ("12月底前完成全部文件的认定，6月底前完成一半。", ["12月底前", "6月底前"]),
    ("上半年完成平台改造，下半年开展评估。", ["上半年", "下半年"]),
    ("8月份在全区集中开展开放活动，每季度至少举办1次。", ["8月份", "每季度至少举办1次"]),
    ("自收到申请之日起20个工作日内作出答复。", ["收到申请之日起20个工作日内"]),
    ("2022年10月底前，建成公开专区，2023年年底前实现全覆盖。", ["2022年10月底前", "2023年年底前"]),
    ("政策性文件印发后3个工作日内发布解读。", ["政策性文件印发后3个工作日内"]),
    ("每月10日前报送上月数据，每半年召开一次会议。", ["每月10日前", "每半年"]),
    ("5月、10月各开展一次自查。", ["5月", "10月各开展一次"]),
    ("春节前完成慰问。", ["春节前"]),
    ("4月至6月集中整治，7月总结。", ["4月至6月", "7月"]),
    ("留言答复不超过5个工作日。", ["不超过5个工作日"]),
    ("结果于次年一季度向社会公开。", ["于次年一季度"]),
    ("在工作要点发布后30日内向社会公开。", ["工作要点发布后30日内"]),
]
TELLING = [
    "2010年以来形成的文件要分批公开。",
    "根据2022年3月22日的通知要求落实。",
    "按照《云澜区2021年政务公开工作要点》和国发〔2019〕54号文件持续推进。",
    "对标《松石市2022年12月底前工作方案》推进。",
    "认真做好2022年政务公开工作，加强“十四五”规划公开。",
    "近3年内的规范性文件全部入库。",
    "截至2021年底，已公开文件3000件。",
    "1-6月份数据显示，办件量增长。",
    "全年经济运行平稳。",
    "持续推进政策文件集中公开，及时更新。",
    "完善公共服务事项指南（2025年版）。",
    "做好2021年度财政决算报告的公开。",
    "自2022年7月1日起施行的条例要做好宣传。",
    "深化按需公开，定期回应。",
    "国庆节期间的舆情由值班人员处置。",
    "在3.5%以内，增长12个百分点。",
    "电话：2022-1234567。",
    "",
]


@pytest.mark.parametrize(("content", "texts"), BINDING, ids=[content for content, _ in BINDING])
def test_binding_times_are_mentioned(content: str, texts: list[str]) -> None:
    assert [one.text for one in read_mentions(content, year=YEAR, issued_on=ISSUED)] == texts


@pytest.mark.parametrize("content", TELLING)
def test_telling_times_are_not(content: str) -> None:
    assert read_mentions(content, year=YEAR, issued_on=ISSUED) == ()


def test_mention_is_computed_as_a_deadline_is() -> None:
    (one,) = read_mentions("应于3月31日前公布。", year=YEAR)
    assert (one.kind, one.end, one.edtf) == ("by", date(2022, 3, 31), "../2022-03-31")


def test_mention_counted_from_an_event_names_it() -> None:
    (one,) = read_mentions("要在决策出台后的10个工作日内公开。", year=YEAR)
    assert (one.kind, one.anchor, one.duration, one.working_days) == ("relative", "决策出台", "P10D", True)


@pytest.mark.parametrize(
    "piece", ["于3月31日前公布，", "每", "1", "后的", "3月、", "《", "决策出台后10个", "在到至于", "年内"]
)
def test_a_page_of_text_takes_less_than_a_tenth_of_a_second(piece: str) -> None:
    content = piece * (2000 // len(piece))
    read_mentions(content, year=YEAR)
    spent = []
    for _ in range(3):
        before = time.process_time()
        read_mentions(content, year=YEAR)
        spent.append(time.process_time() - before)
    assert min(spent) < 0.1
