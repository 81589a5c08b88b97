"""wpkit reads Chinese government work points (工作要点) and task tables (任务分解表) into validated tasks.

These are the public names; each is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOME = {
    "parse": "wpkit.pipeline",
    "parse_together": "wpkit.pipeline",
    "validate": "wpkit.validation",
    "verify": "wpkit.verification",
    "read_units": "wpkit.fields.units",
    "read_deadlines": "wpkit.fields.deadlines",
    "load_units": "wpkit.fields.bodies",
    "load_topics": "wpkit.fields.topics",
    "read_notices": "wpkit.inputs",
    "export": "wpkit.writers",
    "run_batch": "wpkit.batch",
    "compare": "wpkit.diff",
    "merge_ledger": "wpkit.ledger",
    "read_checked": "wpkit.review",
    "review_page": "wpkit.review",
    "read_patch": "wpkit.patch",
    "apply_corrections": "wpkit.corrections",
    "Selection": "wpkit.writers.rows",
    "explain": "wpkit.findings",
    "formats": "wpkit.parsers",
    "json_schema": "wpkit.schema",
    "Options": "wpkit.source",
    "Notice": "wpkit.schema",
    "Section": "wpkit.schema",
    "Task": "wpkit.schema",
    "Category": "wpkit.schema",
    "Unit": "wpkit.schema",
    "Deadline": "wpkit.schema",
    "Finding": "wpkit.schema",
    "Place": "wpkit.schema",
    "WpkitError": "wpkit.errors",
}

if TYPE_CHECKING:
    from wpkit.batch import run_batch
    from wpkit.corrections import apply_corrections
    from wpkit.diff import compare
    from wpkit.errors import WpkitError
    from wpkit.fields.bodies import load_units
    from wpkit.fields.deadlines import read_deadlines
    from wpkit.fields.topics import load_topics
    from wpkit.fields.units import read_units
    from wpkit.findings import explain
    from wpkit.inputs import read_notices
    from wpkit.ledger import merge_ledger
    from wpkit.parsers import formats
    from wpkit.patch import read_patch
    from wpkit.pipeline import parse, parse_together
    from wpkit.review import read_checked, review_page
    from wpkit.schema import (
        Category,
        Deadline,
        Finding,
        Notice,
        Place,
        Section,
        Task,
        Unit,
        json_schema,
    )
    from wpkit.source import Options
    from wpkit.validation import validate
    from wpkit.verification import verify
    from wpkit.writers import export
    from wpkit.writers.rows import Selection

__all__ = [
    "Category",
    "Deadline",
    "Finding",
    "Notice",
    "Options",
    "Place",
    "Section",
    "Selection",
    "Task",
    "Unit",
    "WpkitError",
    "apply_corrections",
    "compare",
    "explain",
    "export",
    "formats",
    "json_schema",
    "load_topics",
    "load_units",
    "merge_ledger",
    "parse",
    "parse_together",
    "read_checked",
    "read_deadlines",
    "read_notices",
    "read_patch",
    "read_units",
    "review_page",
    "run_batch",
    "validate",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'wpkit' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
