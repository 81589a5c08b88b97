"""Word files saved by LibreOffice as PDF, ODT, DOC and RTF, workbooks as XLS; many in one run of it."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

FILTERS = {
    "doc": "doc:MS Word 97",
    "rtf": "rtf:Rich Text Format",
    "xls": "xls:MS Excel 97",
    "docx": "docx:MS Word 2007 XML",
}


def convert(files: Mapping[str, bytes], suffix: str) -> dict[str, bytes]:
    """Files by name (`tab-table.docx`) → the same ones in another format, by name without the suffix.

    Raises CalledProcessError where LibreOffice fails, KeyError where it makes nothing of a file.
    """
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder, "in"), Path(folder, "out")
        given.mkdir()
        for name, data in files.items():
            (given / name).write_bytes(data)
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                FILTERS.get(suffix, suffix),
                "--outdir",
                str(made),
                *sorted(map(str, given.iterdir())),
            ],
            check=True,
            capture_output=True,
            timeout=600,
        )
        found = {path.stem: path.read_bytes() for path in made.iterdir()}
        return {stem: found[stem] for stem in sorted(name.rpartition(".")[0] for name in files)}
