"""Word files saved by LibreOffice as PDF, ODT, DOC and RTF."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

FILTERS = {"doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format"}


def convert(data: bytes, suffix: str) -> bytes:
    """A .docx file's bytes as another format's. Raises CalledProcessError where LibreOffice fails."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "notice.docx"
        file.write_bytes(data)
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                FILTERS.get(suffix, suffix),
                "--outdir",
                folder,
                str(file),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return file.with_suffix(f".{suffix}").read_bytes()
