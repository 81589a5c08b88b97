"""Old office formats through LibreOffice, and zips of notices."""

from __future__ import annotations

import io
import os
import signal
import stat
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from docx import Document as NewDocument

from wpkit import libreoffice
from wpkit.blocks import Document, Paragraph, Table
from wpkit.errors import EncryptedError, FormatError, UnreadableError, UsageError
from wpkit.members import members, together
from wpkit.members import parse as parse_zip
from wpkit.parsers import available, format_of, read_blocks
from wpkit.source import Source

needs_office = pytest.mark.skipif(libreoffice.program() is None, reason="LibreOffice is not installed")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def texts(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Paragraph)]


# RTF by hand: two levels of automatic Chinese numbers as Word writes them, and cells merged downwards.
RTF = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}"
    r"{\*\listtable{\list\listtemplateid1"
    r"{\listlevel\levelnfc37\leveljc0\levelfollow2\levelstartat1{\leveltext\'02\'00\u12289\'a1\'a2;}{\levelnumbers\'01;}}"
    r"\listid1}}{\*\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}}"
    r"\f0\pard\plain\ls1\ilvl0 \u24635?\u20307?\par"
    r"\pard\plain\ls1\ilvl0 \u20219?\u21153?\par"
    r"\pard\plain"
    r"\trowd\clvmgf\cellx3000\cellx6000\pard\intbl A\cell B\cell\row"
    r"\trowd\clvmrg\cellx3000\cellx6000\pard\intbl\cell C\cell\row"
    r"\pard\plain end\par}"
).encode("ascii")  # fmt: skip


@needs_office
def test_rich_text_keeps_numbers_and_merged_cells():
    document = read_blocks(Source("x.rtf", RTF))
    assert document.format == "rtf"
    assert texts(document) == ["一、总体", "二、任务", "end"]
    table = next(b for b in document.blocks if isinstance(b, Table))
    assert [[(c.text, c.row_span) for c in row.cells] for row in table.rows] == [
        [("A", 2), ("B", 1)],
        [("C", 1)],
    ]


@needs_office
def test_two_at_once_do_not_disturb_each_other():
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda n: texts(read_blocks(Source(f"{n}.rtf", RTF))), range(2)))
    assert results[0] == results[1] == ["一、总体", "二、任务", "end"]


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A stand-in for LibreOffice: a shell script."""

    def install(script: str) -> None:
        path = tmp_path / "soffice"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(libreoffice, "program", lambda: str(path))

    return install


def test_office_that_hangs_is_ended_with_its_children(office, tmp_path, monkeypatch):
    monkeypatch.setattr(libreoffice, "SECONDS", 0.3)
    office(f"sleep 30 & echo $! > {tmp_path}/child; wait")
    with pytest.raises(UnreadableError, match="did not finish"):
        read_blocks(Source("x.rtf", RTF))
    child = int((tmp_path / "child").read_text())
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and _runs(child):
        time.sleep(0.02)
    assert not _runs(child)


linux = pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for processes in /proc")


@linux
def test_office_ends_with_a_worker_that_is_killed(tmp_path):
    script = tmp_path / "soffice"
    script.write_text(
        f"#!/bin/sh\nsleep 60 & echo $! > {tmp_path}/child.tmp; mv {tmp_path}/child.tmp {tmp_path}/child; wait\n"
    )
    script.chmod(0o755)
    with _converting(tmp_path, script) as worker:
        child = int(_soon(lambda: (tmp_path / "child").exists() and (tmp_path / "child").read_text()))
        worker.kill()
        assert _soon(lambda: not _runs(child))
    assert _soon(lambda: not [*tmp_path.glob("wpkit-*")])


@linux
@needs_office
def test_libreoffice_ends_with_a_worker_that_is_killed(tmp_path):
    with _converting(tmp_path, libreoffice.program()) as worker:
        found = _soon(lambda: [pid for pid in _naming(tmp_path) if _executable(pid) == "soffice.bin"])
        os.kill(found[0], signal.SIGSTOP)  # so that it is not done before it is looked for again
        worker.kill()
        assert _soon(lambda: not _naming(tmp_path))


@contextmanager
def _converting(folder, program):
    """A process that converts a file by this program, with its temporary files in `folder`."""
    code = (
        "import sys; from wpkit import libreoffice; "
        f"libreoffice.program = lambda: {str(program)!r}; libreoffice.convert(sys.stdin.buffer.read(), 'rtf', 'docx', 'x')"
    )
    environment = {**os.environ, "TMPDIR": str(folder)}
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, env=environment) as worker:
        worker.stdin.write(RTF)
        worker.stdin.close()
        yield worker


def _soon(ask):
    """What `ask` answers, once that is true."""
    deadline = time.monotonic() + 30
    while not (answer := ask()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return answer


def _naming(folder):
    """The processes that run and have the folder in their command."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if os.fsencode(folder) in place.read_bytes() and _runs(int(place.parent.name)):
                found.append(int(place.parent.name))
    return found


def _executable(pid):
    """The name of the program that a process runs; of one that has ended since it was found there is none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0].decode().rpartition("/")[2]
    except OSError:
        return ""


def _runs(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as status:
            return status.read().split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_office_that_makes_nothing_is_one_clear_error(office):
    office("exit 1")
    with pytest.raises(UnreadableError, match="could not open"):
        read_blocks(Source("x.rtf", RTF))


def test_without_office_the_error_says_what_to_do(monkeypatch):
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    with pytest.raises(FormatError, match=r"LibreOffice.*save the file as \.docx"):
        read_blocks(Source("x.rtf", RTF))


def word_97(flags: int) -> bytes:
    """The outline of a Word 97 file: OLE head, directory entry, and a document head with these flags."""
    head = b"\xec\xa5\xc1\x00" + bytes(6) + flags.to_bytes(2, "little")
    return (OLE + bytes(504) + head).ljust(1024, b"\0") + "WordDocument".encode("utf-16-le") + bytes(104)


def test_locked_word_97_file():
    with pytest.raises(EncryptedError):
        read_blocks(Source("x.doc", word_97(0x0100)))


@pytest.mark.parametrize(
    ("data", "name"),
    [(word_97(0), "doc"), (RTF, "rtf"), (OLE + bytes(2000), None)],
)
def test_office_file_is_known_by_its_bytes(data, name):
    source = Source("x.bin", data)
    if name is None:
        with pytest.raises(FormatError):
            format_of(source)
    else:
        assert format_of(source).name == name


def test_available_names_what_is_missing(monkeypatch):
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    found = {known.name: (ready, missing) for known, ready, missing in available()}
    assert found["docx"] == (True, "")
    assert found["odt"][0] is False
    assert "LibreOffice" in found["odt"][1]


# zip --------------------------------------------------------------------------------------------
def word(text: str) -> bytes:
    document = NewDocument()
    document.add_paragraph(text)
    document.add_table(1, 2).cell(0, 0).text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in files.items():
            opened.writestr(name, data)
    return buffer.getvalue()


FILES = {
    "附件10.docx": word("十"), "附件2.txt": "二".encode(), "__MACOSX/._附件2.txt": b"x", "图.bin": b"\0\1\2",
    "~$附件.docx": b"x", "空.txt": b"",
}  # fmt: skip


def test_members_are_the_readable_files_by_number():
    source = Source("包.zip", packed(FILES))
    assert format_of(source).name == "zip"
    assert [m.name for m in members(source)] == ["包.zip/附件2.txt", "包.zip/附件10.docx"]


def test_zip_in_a_zip_is_opened_once():
    inner = packed({"内.txt": "内".encode(), "再.zip": packed({"深.txt": b"x"})})
    assert [m.name for m in members(Source("外.zip", packed({"中.zip": inner})))] == ["外.zip/中.zip/内.txt"]


def test_names_in_gbk():
    raw = packed({"AAAA.txt": b"x"}).replace(b"AAAA", "附件".encode("gbk"))
    assert [m.name for m in members(Source("z.zip", raw))] == ["z.zip/附件.txt"]


def test_one_file_in_a_zip_is_the_notice():
    document = parse_zip(Source("z.zip", packed({"a/通知.docx": word("甲")})))
    assert texts(document) == ["甲"]
    assert document.blocks[0].where.member == "通知.docx"
    assert document.blocks[1].rows[0].cells[0].where.member == "通知.docx"


def test_several_files_in_a_zip_are_no_notice():
    with pytest.raises(UsageError, match="holds 2 files"):
        parse_zip(Source("z.zip", packed(FILES)))


def test_documents_put_together_keep_order_and_head():
    first = Document("docx", [Paragraph("甲")], head={"title": "一"})
    second = Document("html", [Paragraph("乙")], head={"title": "二", "issuer": "丙"})
    joined = together([("通知.docx", first), ("z/附件.html", second)])
    assert [(b.text, b.where.member) for b in joined.blocks] == [("甲", "通知.docx"), ("乙", "附件.html")]
    assert joined.head == {"title": "一", "issuer": "丙"}


def test_damaged_zip_is_one_clear_error():
    with pytest.raises(UnreadableError):
        read_blocks(Source("z.zip", packed(FILES)[:-60]))


@pytest.mark.parametrize("data", [b"Rar!\x1a\x07\x00" + bytes(99), b"7z\xbc\xaf\x27\x1c" + bytes(99)])
def test_other_archives_say_what_to_do(data):
    with pytest.raises(FormatError, match="Unpack it"):
        format_of(Source("x.zip", data))


def test_every_file_of_a_zip_is_an_input(tmp_path):
    from wpkit.inputs import read_inputs

    notice = "云澜区2031年工作要点\n一、公开\n1.修订目录。（责任单位：区司法局）\n2.核对渠道。（责任单位：区财政局）\n"
    path = tmp_path / "包.zip"
    path.write_bytes(packed({"甲.txt": notice.encode(), "乙.docx": word("无任务")}))
    found = [(Path(i.name).name, i.notice is not None, i.error is not None) for i in read_inputs([path])]
    assert found == [("乙.docx", False, True), ("甲.txt", True, False)]


def test_formats_says_what_a_format_that_is_absent_needs(monkeypatch, capsys):
    from wpkit.commands.reference import print_formats

    monkeypatch.setattr("wpkit.libreoffice.program", lambda: None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    print_formats("en")
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line.startswith("  ")}
    absent = {name for name, line in lines.items() if "not readable here" in line}
    assert absent == {"xls", "rtf", "odt", "ods", "image"}
    assert lines["xls"].endswith("pip install 'wpkit[xls]')")
    assert "install it from your system's packages" in lines["odt"]


def test_formats_names_what_a_format_rests_on(monkeypatch, capsys):
    from wpkit.commands.reference import print_formats

    monkeypatch.setattr("wpkit.libreoffice.program", lambda: "/usr/bin/soffice")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object())
    print_formats("en")
    out = capsys.readouterr().out
    assert "not readable here" not in out
    assert "OpenDocument text  (needs LibreOffice)" in out
