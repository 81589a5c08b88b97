"""The words of errors in Chinese: reason and remedy as the code states them in English, with {} for what varies."""

from __future__ import annotations

import re
from functools import lru_cache

WORDS: dict[str, str] = {
    # reasons
    "LibreOffice could not open it": "LibreOffice 无法打开",
    "LibreOffice did not finish within {} s": "LibreOffice 在 {} 秒内未完成转换",
    "holds {} notices": "含有 {} 份通知",
    "Verify one notice against its own source.": "请用一份通知核对其原文。",
    "cannot be both notices": "不能同时作为两份通知",
    "cannot be reached ({})": "无法访问（{}）",
    "cannot be read ({})": "无法读取（{}）",
    "cannot be written ({})": "无法写入（{}）",
    "draws too many objects on its pages": "页面上的图形对象过多",
    "has more than {} filled cells": "有内容的单元格超过 {} 个",
    "has more than {} pages": "超过 {} 页",
    "has no filled row": "没有任何有内容的行",
    "has no pages": "没有页面",
    "has no page that can be read": "没有一页可以读取",
    "has no text layer on any page (a scan)": "各页都没有文字层（扫描件）",
    "has more than {} pixels": "超过 {} 像素",
    "has {} pages, more than {}": "共 {} 页，超过 {} 页的上限",
    "holds no corrections of this notice": "没有这份通知的更正",
    "is no patch file of a review page ({})": "不是核对页面保存的补丁文件（{}）",
    "holds more than {} files": "内含文件超过 {} 个",
    "holds no HTML element": "没有任何 HTML 元素",
    "holds no OFD document (OFD.xml)": "没有 OFD 文档（OFD.xml）",
    "holds no file that wpkit reads": "没有可读取的文件",
    "holds no task": "没有找到任务",
    "holds no topics": "没有定义任何主题",
    "holds no {}": "缺少 {}",
    "holds {} files": "内含 {} 个文件",
    "is a damaged PDF": "PDF 已损坏",
    "is a damaged picture": "图片已损坏",
    "is a folder": "是文件夹",
    "is a picture": "是图片",
    "is a picture too small to read": "图片太小，无法识别",
    "is damaged": "已损坏",
    "is damaged or cut off (broken zip)": "已损坏或不完整（压缩包损坏）",
    "is damaged or no Excel file": "已损坏，或不是 Excel 文件",
    "is empty": "是空文件",
    "is encrypted": "已加密",
    "is in no format that wpkit reads": "不是可读取的格式",
    "is larger than {} bytes": "超过 {} 字节",
    "is locked with a password": "设有密码",
    "is more than one format": "指定了多种格式",
    "is neither text nor json": "既不是 text 也不是 json",
    "is no code of a finding": "不是疑点代码",
    "is no database that wpkit wrote": "不是 wpkit 写出的数据库",
    "is no format that wpkit writes": "不是可写出的格式",
    "is no ledger that wpkit wrote": "不是 wpkit 写出的台账",
    "is no origin": "不是有效的来源",
    "is no role": "不是有效的角色",
    "is no size": "不是有效的大小",
    "is no text for a terminal": "不是可在终端显示的文本",
    "is no valid TOML ({})": "不是合法的 TOML（{}）",
    "is no workbook that can be read": "不是可读取的工作簿",
    "is none of json, jsonl, csv": "不是 json、jsonl、csv 之一",
    "is {}": "是 {}",
    "is JSON but no notice as `wpkit parse` prints it ({})": "是 JSON，但不是 `wpkit parse` 输出的通知（{}）",
    "its elements are nested too deeply": "元素嵌套过深",
    "lacks its {}": "缺少 {}",
    "member {} is damaged": "其中的 {} 已损坏",
    "member {} is encrypted": "其中的 {} 已加密",
    "member {} unpacks to {} bytes": "其中的 {} 解压后有 {} 字节",
    "needs {}": "需要安装 {}",
    "needs the password": "需要口令",
    "no format is named": "未指定格式",
    "no input": "没有输入",
    "no scheduler answers ({})": "调度器没有应答（{}）",
    "no such file": "文件不存在",
    "no such file or folder": "文件或文件夹不存在",
    "part {} declares a document type": "部件 {} 声明了文档类型",
    "part {} is broken XML": "部件 {} 的 XML 已损坏",
    "reading .xls needs xlrd": "读取 .xls 需要安装 xlrd",
    "reading .{} needs LibreOffice, which is not installed": "读取 .{} 需要 LibreOffice，但未安装",
    "shows no text that can be recognised": "图像中没有可识别的文字",
    "the page holds no text": "网页没有文字",
    "the scheduler has no worker": "调度器下没有工作进程",
    "the scheduler was lost ({})": "与调度器的连接已断开（{}）",
    "there is no column {}": "没有名为 {} 的列",
    "unknown format {}": "未知格式 {}",
    "{} is not a list of short names": "{} 不是简称列表",
    # remedies
    "Add `-o FILE`.": "请加 `-o 文件`。",
    "Add `-o FOLDER`, or use `wpkit batch FOLDER -o OUT` for many files.":
        "请加 `-o 文件夹`；文件很多时用 `wpkit batch 文件夹 -o 输出`。",
    "Check its permissions.": "请检查权限。",
    "Check that it is a notice with work points or a task table.": "请确认它是含工作要点或任务分解表的通知。",
    "Check the address.": "请检查地址。",
    "Check the file.": "请检查文件。",
    "Check the file; perhaps a download failed.": "请检查文件，可能是下载失败。",
    "Check the path.": "请检查路径。",
    "Choose another output.": "请换一个输出位置。",
    "Choose one.": "请只选一种。",
    "Columns: {}.": "可用的列：{}。",
    "Copy its text into a file.": "请把正文复制到文本文件中。",
    "Download or export it again.": "请重新下载或导出。",
    "Fetch or save the file again.": "请重新下载或保存。",
    "Fetch the file again.": "请重新下载。",
    "Fetch or scan it again.": "请重新获取或扫描。",
    "Formats: {}.": "可用的格式：{}。",
    "Give its password with --password.": "请用 --password 给出口令。",
    "Install it, or save the file as .{}.": "请安装，或把文件另存为 .{}。",
    "Install the extra that reads pictures: pip install 'wpkit[ocr]'.": "请安装识别图片的组件：pip install 'wpkit[ocr]'。",
    "It may be a zip bomb.": "可能是恶意压缩包。",
    "It may be damaged; try to save it as .{}.": "文件可能已损坏，请试着另存为 .{}。",
    "It may be filled by a script: save it from a browser.": "内容可能由脚本生成，请从浏览器另存。",
    "It may be made to do harm.": "可能是恶意文件。",
    "Leave it out for text.": "不填则为 text。",
    "Make one with `wpkit export --xlsx`.": "可用 `wpkit export --xlsx` 生成。",
    "Name a file or folder, or pipe a notice in.": "请指定文件或文件夹，或由管道输入。",
    "Name its files, or use `wpkit batch FOLDER -o OUT`.": "请指定其中的文件，或用 `wpkit batch 文件夹 -o 输出`。",
    "Name one of them as a file.": "请把其中之一指定为文件。",
    "Name the file to write.": "请指定要写的文件名。",
    "Open it and save it again.": "请打开后重新保存。",
    "Open it and save it as .xlsx.": "请打开后另存为 .xlsx。",
    "Or see `wpkit export --help`.": "更多格式见 `wpkit export --help`。",
    "Origins: table, body.": "可用：table、body。",
    "Raise --max-bytes.": "可调高 --max-bytes。",
    "Raise --max-pages.": "可调高 --max-pages。",
    "Roles: lead, responsible, support.": "可用：lead（牵头）、responsible（责任）、support（配合）。",
    "Run `pip install wpkit[xls]`, or save it as .xlsx.": "请运行 `pip install wpkit[xls]`，或另存为 .xlsx。",
    "Run the batch again: what is finished is kept.": "请重新运行该批处理：已完成的会保留。",
    "Save it again, or as PDF.": "请重新保存，或另存为 PDF。",
    "Save it as .xlsx again.": "请重新另存为 .xlsx。",
    "Save it as .xlsx.": "请另存为 .xlsx。",
    "Save it as .{}.": "请另存为 .{}。",
    "Save it without a password first.": "请先去掉密码再保存。",
    "Save it without one first.": "请先去掉密码再保存。",
    "Save it again from the page.": "请在核对页面重新保存补丁。",
    "It is for: {}.": "它对应的通知：{}。",
    "Save the file again.": "请重新保存。",
    "Save the page again.": "请重新保存网页。",
    "Save it smaller.": "请缩小后再保存。",
    "Scan it again, larger and sharper.": "请以更高清晰度重新扫描。",
    "Scan it larger.": "请以更高分辨率扫描。",
    "See `wpkit export --help`.": "见 `wpkit export --help`。",
    "See `wpkit formats`, or use --include.": "见 `wpkit formats`，或使用 --include。",
    "See `wpkit formats`.": "见 `wpkit formats`。",
    "See `wpkit schema`.": "见 `wpkit schema`。",
    "Split it.": "请拆分后再读。",
    "Start one with `dask scheduler`.": "可用 `dask scheduler` 启动。",
    "Start one with `dask worker ADDRESS`.": "可用 `dask worker 地址` 启动。",
    "Unpack it first.": "请先解压。",
    "Unpack it with its password first.": "请先用密码解压。",
    "Use `wpkit parse --together` if they are one notice, else unpack it for `wpkit batch`.":
        "若同属一份通知，请用 `wpkit parse --together`；否则请解压后用 `wpkit batch`。",
    "Write 500M or 2G.": "写法如 500M 或 2G。",
    'Write `"full name" = ["short"]`.': '写法：`"全称" = ["简称"]`。',
    'Write `"topic" = ["word", "word"]`.': '写法：`"主题" = ["词", "词"]`。',
    "`wpkit explain` lists them.": "`wpkit explain` 列出全部代码。",
    "pip install 'wpkit[cluster]'": "请运行 pip install 'wpkit[cluster]'",
    "pip install 'wpkit[xlsx]'": "请运行 pip install 'wpkit[xlsx]'",
    "pip install 'wpkit[{}]'": "请运行 pip install 'wpkit[{}]'",
}  # fmt: skip


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Patterns of the words with something that varies, the most particular first."""
    order = sorted((words for words in WORDS if "{}" in words), key=len, reverse=True)
    made = [("(.*)".join(map(re.escape, words.split("{}"))), WORDS[words]) for words in order]
    return [(re.compile(pattern, re.DOTALL), chinese) for pattern, chinese in made]


def in_chinese(words: str) -> str:
    """The reason or remedy in Chinese; what is not known stays English.

    >>> in_chinese("has 7 pages, more than 5")
    '共 7 页，超过 5 页的上限'
    """
    if words in WORDS:
        return WORDS[words]
    for pattern, chinese in _patterns():
        match = pattern.fullmatch(words)
        if match:
            return chinese.format(*match.groups())
    return words
