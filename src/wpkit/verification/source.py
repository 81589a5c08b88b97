"""Whether the notice was read from this file as it is now."""

from __future__ import annotations

from collections.abc import Iterator

from wpkit.findings import finding
from wpkit.schema import Finding
from wpkit.verification.evidence import Evidence


def check_source(evidence: Evidence) -> Iterator[Finding]:
    info = evidence.notice.source
    stated = {
        "sha256": info.sha256,
        "format": info.format,
        "encoding": info.encoding,
        "pages": info.pages,
    }
    document = evidence.document
    now = {
        "sha256": evidence.source.sha256,
        "format": document.format,
        "encoding": document.encoding,
        "pages": document.pages,
    }
    for key, value in now.items():
        if stated[key] != value:
            yield finding("V103", field=f"source.{key}", stated=str(stated[key]), found=str(value))
