"""Word files saved by LibreOffice as PDF, ODT, DOC and RTF."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

FILTERS = {"doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format"}


def convert(files: Iterable[Path], suffix: str) -> None:
    """Saves each .docx beside itself under another suffix. Raises CalledProcessError where LibreOffice fails."""
    with tempfile.TemporaryDirectory() as profile:
        for file in files:
            subprocess.run(
                [
                    "soffice",
                    f"-env:UserInstallation=file://{profile}",
                    "--headless",
                    "--convert-to",
                    FILTERS.get(suffix, suffix),
                    "--outdir",
                    str(file.parent),
                    str(file),
                ],
                check=True,
                capture_output=True,
                timeout=180,
            )
