"""python exporting.py NOTICES.jsonl FOLDER: the notices in each format that is written, into FOLDER, as the command line
exports them; prints the digest of each file, by format. Of a database it is that of its content."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from wpkit import cli
from wpkit.writers import OUTPUTS


def content(path: Path) -> bytes:
    """The file's bytes; a database's as the statements that make it anew: its pages tell of SQLite's version."""
    if path.suffix != ".sqlite":
        return path.read_bytes()
    with closing(sqlite3.connect(path)) as database:
        return "\n".join(database.iterdump()).encode("utf-8", "surrogatepass")


def main(notices: str, folder: Path) -> None:
    digests = {}
    for known in OUTPUTS:
        made = folder / f"tasks.{known.name}"
        try:
            cli.main(["export", f"--{known.name}", notices, "-o", str(made)])
        except SystemExit as end:
            if end.code:
                raise
        digests[known.name] = hashlib.sha256(content(made)).hexdigest()
    print(json.dumps(digests))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
