"""The same notices give the same bytes, whatever surrounds the process: hash seed, locale, time zone, folder, optimisation."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from wpkit.parsers import FORMATS
from wpkit.writers import OUTPUTS

TESTS = Path(__file__).parent
SAMPLES = TESTS.parent / "samples"
LIBREOFFICE = {known.name for known in FORMATS if known.needs == "LibreOffice"}
# Every text, and one notice of each other format: what is told apart after the parsers is the same for all.
NOTICES = [
    *sorted(SAMPLES.glob("*/notice.txt")),
    *sorted(p for p in (SAMPLES / "tab-table").glob("notice.*") if p.suffix[1:] not in {"txt", *LIBREOFFICE}),
]


@dataclass(frozen=True)
class Around:
    """What surrounds a process."""

    name: str
    variables: dict[str, str] = field(hash=False)
    folder: str = str(TESTS)
    flags: tuple[str, ...] = ()

    def run(self, *arguments: str) -> bytes:
        kept = {k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "HOME")}
        environment = {**kept, "PYTHONPATH": str(TESTS.parent / "src"), **self.variables}
        command = [sys.executable, *self.flags, *arguments]
        run = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, check=False)
        assert (run.returncode, run.stderr) == (0, b"")
        return run.stdout


# Without coercion a plain C is ASCII; a locale that is not installed counts as C, but its name is still read.
ASCII = {"PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
FIRST = Around("utf-8", {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0", "TZ": "UTC"})
OTHERS = [
    Around(
        "ascii", {**ASCII, "LC_ALL": "C", "PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"}, folder=os.sep
    ),
    Around(
        "chinese",
        {"LANG": "zh_CN.UTF-8", "PYTHONHASHSEED": "4294967295", "TZ": "America/Los_Angeles"},
        folder=str(SAMPLES),
    ),
    Around(
        "gb18030", {**ASCII, "LC_ALL": "zh_CN.GB18030", "PYTHONHASHSEED": "271828", "TZ": "Asia/Shanghai"},
        flags=("-OO",),
    ),
]  # fmt: skip

each = pytest.mark.parametrize("around", OTHERS, ids=lambda around: around.name)


@cache
def parsed(around: Around) -> bytes:
    return around.run("-m", "wpkit", "parse", *map(str, NOTICES))


@cache
def exported(around: Around) -> dict[str, str]:
    with TemporaryDirectory() as folder:
        notices = Path(folder, "notices.jsonl")
        notices.write_bytes(parsed(FIRST))
        return json.loads(around.run(str(TESTS / "exporting.py"), str(notices), folder))


@each
def test_the_surroundings_change_no_notice(around: Around) -> None:
    assert parsed(around).split(b"\n") == parsed(FIRST).split(b"\n")


@each
@pytest.mark.parametrize("format", [known.name for known in OUTPUTS])
def test_the_surroundings_change_no_export(around: Around, format: str) -> None:
    assert exported(around)[format] == exported(FIRST)[format]
