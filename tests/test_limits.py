"""Each limit that the README states, by its name: what is over it ends in one line that says so."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

import wpkit
from attacks.pages import many_pages
from attacks.texts import rows
from wpkit import archive, libreoffice, members, sheets, source, worker
from wpkit.errors import TooLargeError, TooSlowError
from wpkit.ofd import walk
from wpkit.parsers import image, pdfium_forms
from wpkit.source import Options

ROOT = Path(__file__).parent.parent
TEXT = ROOT / "samples" / "tab-table" / "notice.txt"
README = (ROOT / "README.md").read_text("utf-8")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "wpkit", *words, "--lang", "en"]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT / "src", check=False)


def test_max_bytes() -> None:
    with pytest.raises(TooLargeError, match="larger than 100 bytes"):
        wpkit.parse(TEXT, options=Options(max_bytes=100))


def test_max_bytes_of_a_file_without_a_size() -> None:
    with pytest.raises(TooLargeError, match="larger than 4096 bytes"):
        wpkit.parse("/dev/zero", options=Options(max_bytes=4096))


def test_max_pages() -> None:
    with pytest.raises(TooLargeError, match="has 9 pages, more than 8"):
        wpkit.parse(many_pages(9), options=Options(max_pages=8))


def test_timeout() -> None:
    began = time.monotonic()
    with pytest.raises(TooSlowError, match=r"took longer than 0\.3 s"):
        wpkit.parse(rows(100_000), options=Options(timeout=0.3))
    assert time.monotonic() - began < 30


def test_a_notice_read_within_its_timeout_is_the_same() -> None:
    assert wpkit.parse(TEXT, options=Options(timeout=60)) == wpkit.parse(TEXT)


def test_an_error_within_a_timeout_is_the_same() -> None:
    with pytest.raises(wpkit.WpkitError, match="is empty"):
        wpkit.parse(b"", options=Options(timeout=60))


@pytest.mark.parametrize("command", ["parse", "show", "validate", "units"])
def test_every_command_that_reads_gives_up_in_one_line(command: str, tmp_path: Path) -> None:
    slow = tmp_path / "slow.txt"
    slow.write_bytes(rows(100_000))
    done = run(command, str(slow), "--timeout", "0.2")
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"wpkit: \S+slow\.txt: took longer than 0\.2 s\. Raise --timeout\.\n", done.stderr)


@pytest.mark.parametrize(
    "option", [("--max-bytes", "100"), ("--max-pages", "0"), ("--max-bytes", "many"), ("--timeout", "0")]
)
def test_a_limit_over_which_or_a_limit_that_is_none_exits_with_2(option: tuple[str, str]) -> None:
    done = run("parse", str(TEXT), *option)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("--max-bytes", f"{source.MAX_BYTES >> 20} MB"),
        ("--max-pages", str(source.MAX_PAGES)),
        ("--timeout", "none"),
        ("batch --timeout", f"{worker.Limits().seconds:g} s"),
        ("batch --memory", f"{worker.Limits().memory >> 30} GB"),
        ("member of a zip", f"{archive.MAX_MEMBER >> 20} MB"),
        ("members of a zip in all", f"{archive.MAX_TOTAL >> 20} MB"),
        ("files in a zip", f"{members.MAX_MEMBERS:,} notices, {archive.MAX_MEMBERS:,} members, zips in zips {members.MAX_DEPTH} deep"),
        ("cells of a workbook", f"{sheets.MAX_CELLS:,}, {sheets.MAX_CHARACTERS:,} characters"),
        ("columns of a CSV file", f"{sheets.MOST_COLUMNS:,}"),
        ("objects of an OFD page", f"{walk.MAX_OBJECTS:,}"),
        ("forms of a PDF page", f"{pdfium_forms.MAX_DRAWN:,}"),
        ("a picture", f"{image.MAX_PIXELS:,} pixels"),
        ("LibreOffice on one file", f"{libreoffice.SECONDS} s"),
    ],
)  # fmt: skip
def test_the_readme_states_the_limit(name: str, value: str) -> None:
    stated = {
        cells[0].strip("` "): cells[1].strip("` ")
        for cells in re.findall(r"^\| (.+?) \| (.+?) \|", README, re.MULTILINE)
    }
    assert stated.get(name, "").startswith(value), f"| {name} | {value} … |"
