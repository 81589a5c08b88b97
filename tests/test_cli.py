"""The command line, case by case: each file in cases/cli holds commands with what they print and their exit.

    % wpkit export --csv notice.json     the command, run in cases/cli/data
    …                                    stdin up to a line ^D, where there is one
    …                                    stdout
    2> …                                 stderr
    => 1                                 the exit status, where it is not 0

`pytest --accept` writes what is printed into the files; read the difference afterwards.
"""

from __future__ import annotations

import io
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from wpkit import cli

CASES = Path(__file__).parent / "cases" / "cli"
SRC = Path(__file__).parents[1] / "src"


@dataclass
class Case:
    path: Path
    index: int
    command: str
    stdin: str | None
    expected: list[str]

    def __str__(self) -> str:
        return f"{self.path.stem}-{self.index}"


def _cases_in(path: Path) -> Iterator[Case]:
    for index, block in enumerate(path.read_text("utf-8").split("```\n")[1::2], 1):
        command, *rest = block.splitlines()
        stdin = None
        if "^D" in rest:
            stdin = "".join(f"{line}\n" for line in rest[: rest.index("^D")])
            rest = rest[rest.index("^D") + 1 :]
        yield Case(path, index, command.removeprefix("% "), stdin, rest)


ALL = [case for path in sorted(CASES.glob("*.md")) for case in _cases_in(path)]


def _printed(case: Case, capture: pytest.CaptureFixture[bytes]) -> list[str]:
    name, *words = shlex.split(case.command)
    assert name == "wpkit"
    with pytest.raises(SystemExit) as end:
        cli.main(words)
    out, err = capture.readouterr()
    lines = out.decode("utf-8").replace("\ufeff", "<BOM>").replace("\r", "").splitlines()
    lines += [f"2> {line}" for line in err.decode("utf-8").splitlines()]
    return [*lines, f"=> {end.value.code}"] if end.value.code else lines


@pytest.mark.parametrize("case", ALL, ids=str)
def test_command_prints_what_its_case_says(
    case: Case,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.chdir(CASES / "data")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")
    stdin = io.BufferedReader(io.BytesIO((case.stdin or "").encode()))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stdin, "utf-8"))
    printed = _printed(case, capsysbinary)
    if request.config.getoption("--accept"):
        _accept(case, printed)
        return
    assert printed == case.expected


def _accept(case: Case, printed: list[str]) -> None:
    parts = case.path.read_text("utf-8").split("```\n")
    stdin = [] if case.stdin is None else [*case.stdin.splitlines(), "^D"]
    parts[case.index * 2 - 1] = "".join(f"{line}\n" for line in [f"% {case.command}", *stdin, *printed])
    case.path.write_text("```\n".join(parts), "utf-8")


def _wpkit(*words: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-m", "wpkit", *words],
        env={"PYTHONPATH": str(SRC), "LC_ALL": "C.UTF-8"},
        cwd=CASES / "data",
        check=False,
        **options,
    )


def test_a_reader_that_leaves_is_no_error() -> None:
    many = (CASES / "data" / "two.jsonl").read_bytes() * 2000
    shell = f"{sys.executable} -m wpkit export --jsonl | head -1; exit ${{PIPESTATUS[0]}}"
    run = subprocess.run(
        ["bash", "-c", shell],
        env={"PYTHONPATH": str(SRC), "PATH": "/usr/bin:/bin"},
        input=many,
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stderr, run.stdout.count(b"\n")) == (0, b"", 1)


def test_output_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    old = tmp_path / "tasks.csv"
    old.write_text("kept")
    run = _wpkit("export", "--csv", "missing.json", "-o", str(old), capture_output=True)
    assert (run.returncode, old.read_text(), [p.name for p in tmp_path.iterdir()]) == (
        2,
        "kept",
        ["tasks.csv"],
    )


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    commands = [line for line in capsys.readouterr().out.split("Commands:")[1].splitlines() if line.strip()]
    assert [line for line in commands if len(line.split()) < 2] == []
