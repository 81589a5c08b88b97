"""Whole files of every format that broken ones are made from: the samples, and the formats that samples lack."""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from functools import cache
from pathlib import Path

import wpkit

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
sys.path.insert(0, str(SAMPLES))

from make.build import MODULES  # noqa: E402  (samples/ holds the package that makes them)
from make.chance import LAYOUTS, make  # noqa: E402
from make.grid import grid  # noqa: E402
from make.model import Notice  # noqa: E402
from make.ofd import pages_of_pdf, write_ofd  # noqa: E402

KEPT = ("txt", "html", "docx", "xlsx", "pdf", "doc", "odt", "rtf")
MADE = ("csv", "xls", "ofd", "zip", "mht", "json")
FORMATS = (*KEPT, *MADE)
# Read by starting LibreOffice: a second or more each.
SLOW = ("odt", "rtf")
# Where pages are drawn again, the samples whose files are small are enough.
SMALL = ("tab-table", "role-columns", "label-lines", "field-labels", "web-page", "flat-table")


@cache
def originals(suffix: str) -> tuple[tuple[str, bytes], ...]:
    """(name, bytes) of each whole file of a format, the same on every run."""
    if suffix in MADE:
        return tuple(_made(suffix))
    found = [
        (f"{p.parent.name}.{suffix}", p.read_bytes()) for p in sorted(SAMPLES.glob(f"*/notice.{suffix}"))
    ]
    if suffix == "txt":
        found += [
            (f"{name}-{seed}.txt", make(seed, name).text.encode()) for name in LAYOUTS for seed in (1, 2)
        ]
    return tuple(found)


def _made(suffix: str) -> list[tuple[str, bytes]]:
    if suffix in ("csv", "xls"):
        write = csv_of if suffix == "csv" else xls_of
        return [
            (f"{name}.{suffix}", write(module.NOTICE))
            for name, module in MODULES.items()
            if module.NOTICE.rows
        ]
    if suffix == "ofd":
        paths = [SAMPLES / name / "notice.pdf" for name in SMALL]
        return [(f"{p.parent.name}.ofd", write_ofd(pages_of_pdf(p.read_bytes()))) for p in paths]
    if suffix == "json":
        paths = [SAMPLES / name / "notice.txt" for name in SMALL]
        return [(f"{p.parent.name}.json", wpkit.parse(p).model_dump_json(indent=1).encode()) for p in paths]
    if suffix == "zip":
        return [(f"{name}.zip", _packed(name)) for name in SMALL]
    return [(f"{name}.mht", _web_archive((SAMPLES / name / "notice.html").read_bytes())) for name in SMALL]


def _rows(notice: Notice) -> list[list[str]]:
    """The table of a notice as rows of words; what a merged cell covers is empty."""
    rows = [[cell.text if cell else "" for cell in row] for row in grid(notice)]
    return [[words] for words in notice.table_caption or (notice.head.title,)] + rows


def csv_of(notice: Notice) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(_rows(notice))
    return out.getvalue().encode("utf-8-sig")


def xls_of(notice: Notice) -> bytes:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("任务分解表")
    captions = notice.table_caption or (notice.head.title,)
    for r, words in enumerate(captions):
        sheet.write(r, 0, words)
    for r, cells in enumerate(grid(notice), len(captions)):
        for c, cell in enumerate(cells):
            if cell:
                sheet.write_merge(r, r + cell.rows - 1, c, c + cell.columns - 1, cell.text)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _packed(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for suffix in ("docx", "html"):
            packed.writestr(f"附件/{name}.{suffix}", (SAMPLES / name / f"notice.{suffix}").read_bytes())
    return out.getvalue()


def _web_archive(page: bytes) -> bytes:
    import base64

    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
    part = "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head.encode() + part.encode() + base64.encodebytes(page) + b"--b--\r\n"
