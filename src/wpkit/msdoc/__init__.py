"""What Word 97 to 2003 files are made of ([MS-DOC]): text pieces, properties, styles, lists. Below the office parser.

`Doubt` is raised wherever a file is not built as expected: then another program should read it.
"""

from __future__ import annotations


class Doubt(Exception):
    """The file is not of the kind that is understood here; `str()` says why."""
