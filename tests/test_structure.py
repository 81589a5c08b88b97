"""Layouts, case by case: each file in cases/structure holds short texts and the sections and tasks read from them.

    # What the layout is              a heading for each; one case an input
    ```txt
    …                                 the text, pages parted by form feeds where it has any; or ```html and a page's body,
    ```                               whose tables state their merged cells
    ```notice
    …                                 what `outlined` prints of the notice, or why there is none
    ```

`pytest --accept` writes what is read into the files; read the difference afterwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

import wpkit
from wpkit.commands.validate import all_findings, line_of
from wpkit.errors import NoTasksError

CASES = Path(__file__).parent / "cases" / "structure"
_BLOCK = re.compile(r"^# (.+?)\n.*?^```(txt|html)\n(.*?)^```\n+```notice\n(.*?)^```$", re.M | re.S)
# What stands around every notice is told anew in each case: greetings and the like say nothing about its layout.
_UNTOLD = frozenset({"L001", "L002"})


@dataclass
class Case:
    path: Path
    title: str
    format: str
    input: str
    expected: str

    def __str__(self) -> str:
        return f"{self.path.stem}-{self.title.replace(' ', '-')}"


def outlined(notice: wpkit.Notice) -> str:
    """The head in a line, a line for each section, the lines of each task, and what is told of the layout."""
    head = {
        "issuer": notice.issuer,
        "number": notice.document_number,
        "on": notice.issued_on,
        "year": notice.year,
    }
    lines = [" | ".join([notice.title or "-", *(f"{k} {v}" for k, v in head.items() if v)])]
    for section in notice.sections:
        lines.append(f"{'  ' * (section.level - 1)}§ {section.number} {section.title or '-'}")
    for task in notice.tasks:
        lines.append("")
        path = " > ".join(task.category.path)
        lines.append(f"{task.number or '-'} {task.origin}" + (f" [{path}]" if path else ""))
        lines += [f"  title   {task.title}"] if task.title else []
        lines.append(f"  content {task.content}")
        for unit in task.units:
            lines.append(f"  {unit.role} {unit.name}{'*' if unit.collective else ''}")
        for deadline in task.deadlines:
            dates = "..".join(str(d or "") for d in (deadline.start, deadline.end))
            lines.append(f"  {deadline.kind} {deadline.text}" + (f" = {dates}" if dates != ".." else ""))
    told = [line_of("notice.txt", notice, f, "en") for f in all_findings(notice) if f.code not in _UNTOLD]
    return "\n".join([*lines, *(["", *told] if told else [])]) + "\n"


def _cases_in(path: Path) -> list[Case]:
    return [Case(path, *found) for found in _BLOCK.findall(path.read_text("utf-8"))]


FILES = sorted(CASES.glob("*.md"))
ALL = [case for path in FILES for case in _cases_in(path)]


@pytest.mark.parametrize("case", ALL, ids=str)
def test_a_layout_is_read_as_the_case_says(case: Case, request: pytest.FixtureRequest) -> None:
    page = f"<html><meta charset='utf-8'><body>\n{case.input}</body></html>"
    source = case.input if case.format == "txt" else page
    try:
        found = outlined(wpkit.parse(source.encode(), name=f"notice.{case.format}"))
    except NoTasksError as error:
        found = f"{error.reason}\n"
    if request.config.getoption("--accept"):
        text = case.path.read_text("utf-8")
        old = f"```{case.format}\n{case.input}```\n\n```notice\n{case.expected}```"
        assert old in text
        case.path.write_text(
            text.replace(old, f"```{case.format}\n{case.input}```\n\n```notice\n{found}```"), "utf-8"
        )
        return
    assert found == case.expected


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_block_of_a_file_is_a_case(path: Path) -> None:
    blocks = re.findall("^```(?:txt|html)$", path.read_text("utf-8"), re.M)
    assert len(blocks) == len(_cases_in(path)) > 0


def test_headings_of_a_table_that_lost_its_cells_are_no_tasks() -> None:
    text = "清河县2023年任务分解表\n任务内容 |\n责任单位 |\n完成时限 |\n一、提升产业能级 |\n|||\n|\n二、改善城乡面貌 |\n|||\n|\n"
    with pytest.raises(wpkit.WpkitError, match="holds no task"):
        wpkit.parse(text.encode(), name="notice.txt")
