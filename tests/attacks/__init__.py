"""Files made to do harm, by name: each is built here, read in a process of its own (`runner.py`), and must end as stated.

A module a kind: `zips`, `markup` (XML and HTML), `texts`, `sheets`, `pages` (PDF, OFD, pictures), `streams` (OLE, JSON).
Two words stand in what they are built from for what only the runner knows: `SECRET` for the path of a file that no document may
read, `SERVER` for the address of a server that no document may call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

SECRET, SERVER = "{{SECRET}}", "{{SERVER}}"
_PLACES = {SECRET: "/etc/hostname", SERVER: "http://127.0.0.1:9"}


def place(secret: str, server: str) -> None:
    """From now on files are built with this path and this address."""
    _PLACES.update({SECRET: secret, SERVER: server})


def filled(data: bytes) -> bytes:
    for word, value in _PLACES.items():
        for encoding in ("utf-8", "utf-16-le"):
            data = data.replace(word.encode(encoding), value.encode(encoding))
    return data


@dataclass(frozen=True, slots=True)
class Attack:
    """One hostile file. `ends` is "notice" or the name of the error that it must end in; `seconds` (of processor
    time) and `megabytes` (beyond what the process had) bound the reading. `big`: by hand alone."""

    name: str
    file: str
    make: Callable[[], bytes]
    ends: str
    seconds: float = 10
    megabytes: int = 600
    big: bool = False


def attacks() -> dict[str, Attack]:
    from . import markup, pages, sheets, streams, texts, zips

    found = chain(zips.ATTACKS, markup.ATTACKS, texts.ATTACKS, sheets.ATTACKS, pages.ATTACKS, streams.ATTACKS)
    return {attack.name: attack for attack in found}


NOTICE = """清江区2022年政务公开工作要点

一、夯实工作基础
（一）编制公开事项目录。梳理本部门公开事项，及时向社会公布。（责任单位：区司法局；完成时限：6月底前）
（二）规范信息发布程序。健全发布审核机制，落实三审三校。（责任单位：区数据局；完成时限：9月底前）
二、优化服务供给
（三）开展办事指南核对。逐项核对办事指南，清理失效内容。（责任单位：区行政审批局；完成时限：全年）
"""
ROWS = [
    ["序号", "任务内容", "责任单位", "完成时限"],
    ["1", "编制公开事项目录并向社会公布", "区司法局", "6月底前"],
    ["2", "健全信息发布审核机制", "区数据局", "9月底前"],
    ["3", "逐项核对办事指南", "区行政审批局", "全年"],
]
