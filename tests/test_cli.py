"""The command line, case by case: each file in cases/cli holds commands with what they print and their exit.

    % wpkit export --csv notice.json     the command, run in cases/cli/data
    …                                    stdin up to a line ^D, where there is one
    …                                    stdout
    2> …                                 stderr
    => 1                                 the exit status, where it is not 0

`pytest --accept` writes what is printed into the files; read the difference afterwards.
"""

from __future__ import annotations

import ast
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import wpkit
from wpkit import cli
from wpkit.commands.errors_zh import WORDS, in_chinese
from wpkit.errors import UsageError
from wpkit.schema import Notice
from wpkit.writers import OUTPUTS, Output

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


def _in_shell(line: str) -> subprocess.CompletedProcess[bytes]:
    """A line of a shell in which $wpkit is the command; run beside the cases' data."""
    environment = {"PYTHONPATH": str(SRC), "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        ["bash", "-c", line.replace("$wpkit", f"{sys.executable} -m wpkit")],
        env=environment, cwd=CASES / "data", capture_output=True, check=False,
    )  # fmt: skip


full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")


@pytest.mark.parametrize("command", ["parse none.txt", "validate none.txt"])
@pytest.mark.parametrize("words", ["2>&-", pytest.param("2>/dev/full", marks=full)])
def test_where_no_words_can_be_said_the_exit_says_it(command: str, words: str) -> None:
    run = _in_shell(f"$wpkit {command} {words}")
    assert (run.returncode, run.stdout, run.stderr) == (2, b"", b"")


@pytest.mark.parametrize("command", ["parse plain.txt", "export --csv plain.txt"])
def test_closed_words_are_no_error(command: str) -> None:
    assert _in_shell(f"$wpkit {command} 2>&- >/dev/null").returncode == 0


@full
@pytest.mark.parametrize("command", ["parse plain.txt", "parse --help", "--version", "formats"])
def test_a_full_disk_is_one_line(command: str) -> None:
    run = _in_shell(f"$wpkit {command} > /dev/full")
    assert (run.returncode, run.stderr.count(b"\n"), b"No space left" in run.stderr) == (2, 1, True)


@full
@pytest.mark.parametrize("known", [o for o in OUTPUTS if not o.streams], ids=lambda known: known.name)
def test_a_file_that_cannot_be_made_is_called_by_its_name(
    known: Output, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f".tasks.{os.getpid()}.tmp").symlink_to("/dev/full")
    with pytest.raises(UsageError) as error:
        wpkit.export([wpkit.parse(CASES / "data" / "plain.txt")], known.name, tmp_path / "tasks")
    assert error.value.name == str(tmp_path / "tasks")


@pytest.mark.parametrize("command", ["parse", "validate", "export --csv", "review -o x.html", "batch -o x"])
@pytest.mark.parametrize("name", ["n" * 5000, ""], ids=["too long", "empty"])
def test_a_name_that_no_file_can_have_is_one_line(
    command: str,
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _run(*command.split(), name) == 2
    printed = capfd.readouterr()
    assert (printed.out, printed.err.count("\n"), "stdout" in printed.err) == ("", 1, False)


@pytest.mark.parametrize(
    "command", ["parse {} -o", "export --csv {} -o", "export --sqlite {} -o", "review {} -o"]
)
def test_an_output_that_no_file_can_be_is_one_line(
    command: str, plain: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert _run(*command.format(plain).split(), "n" * 300) == 2
    printed = capfd.readouterr()
    assert (printed.out, printed.err.count("\n"), "n" * 300 in printed.err) == ("", 1, True)


@pytest.mark.parametrize("text", ["no JSON", "[]", "\udcff"])
def test_a_manifest_made_by_hand_is_one_line(
    text: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "manifest.jsonl").write_text(text, "utf-8", "surrogateescape")
    assert _run("validate", str(tmp_path)) == 2
    assert "is no manifest of a batch" in capfd.readouterr().err


ODD = "a\nb\x1b]0;t\x07\u202e.txt"


@pytest.mark.parametrize("command", ["parse", "validate", "show", "units", "export --csv"])
def test_a_file_s_name_does_not_steer_the_terminal(
    command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ODD).write_text("一、总则\n没有任务。\n", "utf-8")
    _run(*command.split(), str(tmp_path / ODD))
    printed = capfd.readouterr()
    assert r"a b\x1b]0;t\x07\u202e.txt" in printed.err
    assert not re.search("[\x1b\x07\u202e]", printed.out + printed.err)


@pytest.mark.parametrize("command", ["validate", "show", "units"])
def test_a_notice_made_by_hand_does_not_steer_the_terminal(
    command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    notice = wpkit.parse(CASES / "data" / "plain.txt")
    steering = [
        task.model_copy(
            update={
                "content": ODD,
                "units": [u.model_copy(update={"name": ODD, "canonical": ODD}) for u in task.units],
            }
        )
        for task in notice.tasks
    ]
    given = notice.model_copy(update={"tasks": tuple(steering), "title": ODD})
    (tmp_path / "n.json").write_text(given.model_dump_json(), "utf-8")
    _run(command, str(tmp_path / "n.json"))
    printed = capfd.readouterr()
    assert not re.search("[\x1b\x07\u202e]", printed.out + printed.err)


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux alone")
@pytest.mark.parametrize("format", ["json", "jsonl", "csv"])
def test_a_name_that_is_no_text_is_parsed_into_a_folder(plain: Path, tmp_path: Path, format: str) -> None:
    name = tmp_path / os.fsdecode(b"\xff.txt")
    name.write_bytes(plain.read_bytes())
    assert _run("parse", str(name), "--format", format, "-o", f"{tmp_path}/out/") == 0
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [f".{format}"]


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


def _run(*words: str) -> int:
    with pytest.raises(SystemExit) as end:
        cli.main(list(words))
    return int(end.value.code or 0)


@pytest.fixture
def plain() -> Path:
    return CASES / "data" / "plain.txt"


def test_parse_prints_what_the_library_reads(plain: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    _run("parse", str(plain))
    assert Notice.model_validate_json(capsysbinary.readouterr().out) == wpkit.parse(plain)


def test_parse_of_many_prints_a_line_each(plain: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    _run("parse", str(plain), str(plain))
    lines = capsysbinary.readouterr().out.splitlines()
    assert [Notice.model_validate_json(line).source.name for line in lines] == ["plain.txt", "plain.txt"]


def test_options_of_parse_change_nothing_in_its_json(
    plain: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    _run("parse", str(plain))
    short = capsysbinary.readouterr().out
    _run("parse", str(plain), "--format", "json", "--lang", "zh")
    assert capsysbinary.readouterr().out == short


def test_parse_into_a_folder_keeps_equal_names_apart(plain: Path, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "n.txt").write_bytes(plain.read_bytes())
    _run("parse", str(tmp_path / "a" / "n.txt"), str(tmp_path / "b" / "n.txt"), "-o", str(tmp_path / "out"))
    assert sorted(str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*.json")) == [
        "a/n.txt.json",
        "b/n.txt.json",
    ]


def test_parse_of_a_folder_reads_all_below_it(plain: Path, tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "n.txt").write_bytes(plain.read_bytes())
    (tmp_path / "in" / "~$n.txt").write_text("lock")
    _run("parse", str(tmp_path / "in"), "-o", str(tmp_path / "out"))
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["n.txt.json"]


def test_parse_that_fails_makes_no_file(tmp_path: Path) -> None:
    assert _run("parse", str(CASES / "data" / "letter.txt"), "-o", str(tmp_path / "x.json")) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_batch_folder_is_an_input(
    plain: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "n.txt").write_bytes(plain.read_bytes())
    assert _run("batch", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "-j", "1", "--format", "csv") == 0
    capsysbinary.readouterr()
    _run("export", "--csv", str(tmp_path / "out"))
    assert capsysbinary.readouterr().out == (tmp_path / "out" / "tasks.csv").read_bytes()


def test_the_public_names_are_there() -> None:
    assert [name for name in wpkit.__all__ if not hasattr(wpkit, name)] == []


def test_importing_wpkit_imports_nothing_else() -> None:
    code = "import sys, wpkit; sys.exit(any(m.startswith('wpkit.') for m in sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(SRC)}, check=False)
    assert run.returncode == 0


@pytest.mark.parametrize(
    "heavy",
    ["typer", "pydantic", "rich", "pdfplumber", "docx", "lxml", "asyncio", "tomllib", "zipfile", "pkgutil"],
)
def test_a_plain_parse_imports_no_more_than_it_needs(plain: Path, heavy: str) -> None:
    code = f"""
import sys
from wpkit import cli
try:
    cli.main(["parse", {str(plain)!r}])
except SystemExit:
    sys.exit({heavy!r} in sys.modules)
"""
    run = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(SRC)}, stdout=subprocess.DEVNULL, check=False
    )
    assert run.returncode == 0


ERRORS = {
    *("UsageError", "NotFoundError", "UnreadableError", "EncryptedError", "TooLargeError", "FormatError"),
    *("NoTextError", "NoTasksError"),
}


def _template(node: ast.expr) -> str | None:
    """The text of a literal, with {} for what varies."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)
    return None


def _error_words() -> Iterator[str]:
    for path in SRC.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ERRORS:
                yield from (words for arg in node.args[1:] if (words := _template(arg)))


@pytest.mark.parametrize("words", sorted(set(_error_words())))
def test_every_error_has_chinese_words(words: str) -> None:
    assert words in WORDS, "add it to wpkit/commands/errors_zh.py"


@pytest.mark.parametrize("english", sorted(WORDS))
def test_chinese_words_hold_what_varies(english: str) -> None:
    filled = english.format(*"甲乙丙"[: english.count("{}")])
    chinese = in_chinese(filled)
    assert chinese != filled
    assert [mark for mark in "甲乙丙" if mark in filled] == [mark for mark in "甲乙丙" if mark in chinese]


ROOT = Path(__file__).parents[1]


def _readme_examples() -> Iterator[tuple[str, str, list[str]]]:
    for name in ("README.md", "README.zh-CN.md"):
        for block in (ROOT / name).read_text("utf-8").split("```console\n")[1:]:
            command, *printed = block.split("```")[0].splitlines()
            yield name, command.removeprefix("$ "), printed


@pytest.mark.parametrize(("name", "command", "printed"), list(_readme_examples()))
def test_examples_in_the_readme_print_what_they_say(
    name: str,
    command: str,
    printed: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert _run(*shlex.split(command)[1:]) == 0
    lines = capsysbinary.readouterr().out.decode("utf-8-sig").splitlines()
    if printed[-1] == "…":
        lines = [*lines[: len(printed) - 1], "…"]
    assert lines == printed


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_every_command(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    listed = capsys.readouterr().out.split("Commands:")[1].splitlines()
    commands = [line.split()[0] for line in listed if line.startswith("  ") and line[2] != " "]
    text = (ROOT / name).read_text("utf-8")
    assert [command for command in commands if f"`wpkit {command}" not in text] == []


def test_the_readme_names_every_public_name() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    records = {"Category", "Deadline", "Finding", "Place", "Section", "Unit"}
    assert [name for name in wpkit.__all__ if f"`{name}`" not in text and name not in records] == []


def test_the_readme_names_every_output_format() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert [known.name for known in OUTPUTS if f"`--{known.name}`" not in text] == []


def test_a_process_of_its_own_writes_all_it_read(plain: Path) -> None:
    command = [sys.executable, "-m", "wpkit", "parse", str(plain)]
    run = subprocess.run(command, env={"PYTHONPATH": str(SRC)}, capture_output=True, check=False)
    assert run.returncode == 0
    assert run.stdout.decode() == wpkit.parse(plain).model_dump_json(indent=2) + "\n"


def test_a_process_of_its_own_exits_as_the_command_does(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "wpkit", "parse", str(tmp_path / "none.txt")]
    run = subprocess.run(command, env={"PYTHONPATH": str(SRC)}, capture_output=True, check=False)
    assert (run.returncode, run.stdout) == (2, b"")
    assert b"none.txt" in run.stderr
