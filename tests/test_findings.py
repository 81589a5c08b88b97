"""Findings, case by case: each file in cases/findings is named CODE-*.md and holds inputs with what they raise.

    # What the case shows             a heading for each; one that begins with "Near miss" must not raise the code
    ```txt                            the input: txt (`txt gb18030` in that encoding), bytes (as Python writes
    …                                 them), json (as `wpkit parse` prints it; what is left out is filled in),
    ```                               or file (a path below tests/), or changed (lines `path = value` that change
                                      what is parsed from the text below a line ---, to be verified against it)
    ```findings
    …                                 every finding of CODE, one a line as `wpkit validate` prints it
    ```

`pytest --accept` writes what is found into the files; read the difference afterwards.
"""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import wpkit
from wpkit.commands.validate import all_findings, line_of
from wpkit.findings import CATALOGUE

TESTS = Path(__file__).parent
CASES = TESTS / "cases" / "findings"
_BLOCK = re.compile(r"^# (.+?)\n.*?^```(\w+) ?(\S*)\n(.*?)^```\n+```findings\n(.*?)^```$", re.M | re.S)
# Codes whose input only other tests can make: pages and archives drawn by a program, patches.
RAISED_ELSEWHERE = re.compile(r"[PR]\d{3}")


@dataclass
class Case:
    path: Path
    title: str
    kind: str
    encoding: str
    input: str
    expected: list[str]

    @property
    def code(self) -> str:
        return self.path.stem.split("-")[0]

    @property
    def near_miss(self) -> bool:
        return self.title.startswith("Near miss")

    def __str__(self) -> str:
        return f"{self.path.stem}-{self.title.replace(' ', '-')}"

    def notice(self) -> wpkit.Notice:
        if self.kind == "json":
            return wpkit.Notice.model_validate(_filled(json.loads(self.input)))
        if self.kind == "file":
            return wpkit.parse(TESTS / self.input.strip())
        if self.kind == "bytes":
            return wpkit.parse(ast.literal_eval(self.input.strip()), name="notice.txt")
        return wpkit.parse(self.input.encode(self.encoding or "utf-8"), name="notice.txt")

    def found(self) -> list[str]:
        if self.kind == "changed":
            changes, text = self.input.split("---\n", 1)
            notice = _changed(wpkit.parse(text.encode(), name="notice.txt"), changes)
            found = wpkit.verify(notice, text.encode(), name="notice.txt")
            return [line_of("notice.txt", notice, f, "en") for f in found if f.code == self.code]
        notice = self.notice()
        return [
            line_of(notice.source.name, notice, f, "en") for f in all_findings(notice) if f.code == self.code
        ]


def _changed(notice: wpkit.Notice, changes: str) -> wpkit.Notice:
    record = notice.model_dump()
    for line in changes.splitlines():
        path, value = line.split(" = ", 1)
        *steps, last = path.split(".")
        at: Any = record
        for step in steps:
            at = at[int(step) if isinstance(at, list) else step]
        at[int(last) if isinstance(at, list) else last] = json.loads(value)
    return wpkit.Notice.model_validate(record)


def _filled(notice: dict[str, Any]) -> dict[str, Any]:
    source = {"name": "notice.json", "format": "txt", "sha256": "0" * 64}
    for at, section in enumerate(notice.get("sections", []), 1):
        section.update({"id": f"s{at}", "number": None, "level": 1, "title": None} | section)
    for at, task in enumerate(notice.get("tasks", []), 1):
        task.update({"id": f"t{at}", "number": str(at), "origin": "body"} | task)
        for unit in task.get("units", []):
            unit.setdefault("canonical", unit["name"])
    return {"source": source} | notice


def _cases_in(path: Path) -> list[Case]:
    return [
        Case(path, title, kind, encoding, text, expected.splitlines())
        for title, kind, encoding, text, expected in _BLOCK.findall(path.read_text("utf-8"))
    ]


FILES = sorted(CASES.glob("*.md"))
ALL = [case for path in FILES for case in _cases_in(path)]


@pytest.mark.parametrize("case", ALL, ids=str)
def test_a_case_raises_what_it_says(case: Case, request: pytest.FixtureRequest) -> None:
    found = case.found()
    if request.config.getoption("--accept"):
        _accept(case, found)
        return
    assert found == case.expected


@pytest.mark.parametrize("case", ALL, ids=str)
def test_a_near_miss_raises_nothing_and_the_others_do(case: Case) -> None:
    assert bool(case.expected) is not case.near_miss


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_file_of_cases_has_both_kinds_for_a_known_code(path: Path) -> None:
    cases = _cases_in(path)
    assert path.read_text("utf-8").count("```findings") == len(cases)
    assert {case.near_miss for case in cases} == {True, False}
    assert path.stem.split("-", 1) == [cases[0].code, CATALOGUE[cases[0].code].name]


@pytest.mark.parametrize("code", [code for code in CATALOGUE if not RAISED_ELSEWHERE.fullmatch(code)])
def test_every_code_has_a_file_of_cases(code: str) -> None:
    assert (CASES / f"{code}-{CATALOGUE[code].name}.md").is_file()


def _accept(case: Case, found: list[str]) -> None:
    text = case.path.read_text("utf-8")
    head = f"# {case.title}\n"
    at = text.index(head)
    start = text.index("```findings\n", at) + len("```findings\n")
    end = text.index("```", start)
    case.path.write_text(text[:start] + "".join(f"{line}\n" for line in found) + text[end:], "utf-8")
