"""Words that stand around a time and say no other time: before it (力争, 截至, 于), behind it (前, 完成, 全面推进, 各1次)."""

from __future__ import annotations

from wpkit.fields.phrases import DIGITS
from wpkit.fields.reading import Dim, Rule, initials

AROUND = Dim("around")
TAIL = Dim("tail")

BEFORE = (
    r"(?:\(?含\)?)?(?:(?:结束|终了)?(?:之|以)?前(?!后|[23]个?季)|\(前\)|为?止|截止)(?:\(含(?:当[日天月])?\))?"
)
ADVERB = (r"力争|争取|确保|全部|全面|基本|初步|持续|常态化?|长期|统一|陆续|分批|分步|分阶段|有序|集中|稳步|深入|务必|率先|按期|如期|按时|逐步|滚动|动态|"
           r"扎实|加快|及时|正式|不断|已|可|须|并|分别|组织|适时")  # fmt: skip
VERB = (r"完成|推进|落实|开展|实施|启动|建成|到位|办结|结束|报送|上报|印发|出台|发布|公布|公开|制定|整改|见效|投用|投入使用|开工|竣工|验收|达标|销号|"
        r"更新|执行|进行|坚持|总结|召开|举办|运行|上线|取得(?:明显|阶段性|显著|积极|实质性)?(?:成效|实效|进展|突破|成果)|见成效|实现|推动|开放|提交|交付|维护|"
        r"组织|调度|通报|汇总|报告|督查|督导|统计|考核|备案|评估|反馈|起草|审签|审核|部署|谋划|研究|报批|采集|归档|"
        r"保持|巩固|跟进|施行|检查|自查|形成|编制|修订|清零")  # fmt: skip
_OBJECT = r"(?:年度任务|目标任务|阶段性目标|阶段性?任务|工作任务|工作|任务|目标|整改|完毕|情况|到位|\d{1,3}%(?:以上)?)"
COUNT = r"(?:,?(?:各|均|共|不少于|至少|不低于|开展|组织|举办){0,3}\d{1,3}[次期轮批篇场](?:以上|左右)?)"

_AROUND = (
    "截至|截止到?|最迟|最晚|不迟于|不晚于|原则上|力争|争取|确保|预计|计划|务必|务于|拟定?|暂定|约|大约|须|应|将|未来|于|在|到|至|自|从|由|贯穿|"
    "持续(?=[到至])"
)

WORDS: tuple[Rule, ...] = (
    Rule("words-before", AROUND, (f"(?:{_AROUND}){{1,3}}",), lambda m: m[0], begins=initials(_AROUND)),
    Rule("words-behind", TAIL,
         (rf"(?:(?:{ADVERB}){{0,4}}(?:{VERB}){{1,4}}{_OBJECT}?|持续|常态化?|长期)?{COUNT}?",), lambda m: m[0],
         begins=initials(f"{ADVERB}|{VERB}|各|均|共|不|至|开|组|举") + DIGITS + ","),
)  # fmt: skip
