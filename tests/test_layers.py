"""Imports run downwards only, and the narrow waist stays narrow: see `LAYERS`, lowest first.

A module or package stands for all in it. What stands in one layer may import one another, but for the
packages of `STRANGERS`, whose modules know nothing of the other packages of their layer; no
parser knows another.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from wpkit.parsers import FORMATS, Format

SRC = Path(__file__).parents[1] / "src" / "wpkit"
LAYERS: tuple[set[str], ...] = (
    {"kept"},
    {"patterns", "records"},
    {"schema", "errors", "text"},
    {"blocks", "source"},
    {"findings"},
    {"fields", "outputs", "storage", "ole", "libreoffice", "patch", "limits"},
    {
        "archive",
        "decoding",
        "joins",
        "sheets",
        "geometry",
        "ooxml",
        "webpage",
        "ofd",
        "msdoc",
        "ocr",
        "novalues",
        "paper",
    },
    {"printed", "accounting", "given"},
    {"parsers", "structure", "validation", "writers"},
    {"pipeline", "verification", "members", "diff", "parting", "ledger", "filled", "pictures"},
    {"inputs", "worker", "journal", "batch", "cluster", "corrections", "review", "page"},
    {"commands", "cli", "precompile", "__main__", "__init__"},
)
RANKS = {name: rank for rank, names in enumerate(LAYERS) for name in names}
STRANGERS = {"parsers", "structure", "validation", "writers"}
# What a package may not know even where the layers would allow it.
FORBIDDEN = {
    "schema": set(RANKS) - {"schema", "records"},
    "fields": {"blocks", "source", "findings"},
    "structure": {
        "source",
        "archive",
        "decoding",
        "geometry",
        "ooxml",
        "webpage",
        "ofd",
        "sheets",
        "outputs",
    },
    "validation": {"blocks", "source", "archive", "decoding", "geometry", "printed", "accounting"},
    "writers": {"blocks", "source", "archive", "decoding", "geometry", "printed", "accounting", "fields"},
    "parsers": {"fields", "printed", "accounting"},
    "verification": {"structure", "pipeline"},
    "printed": {"fields", "structure"},
    "accounting": {"structure"},
}


def _package(parts: tuple[str, ...]) -> str:
    return parts[0] if parts else "__init__"


def _imported(tree: ast.AST) -> Iterator[tuple[str, ...]]:
    """The wpkit modules that are imported anywhere in a module, but for type checkers alone."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "wpkit":
            base = (node.module or "").split(".")[1:]
            yield from ((*base, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (tuple(a.name.split(".")[1:]) for a in node.names if a.name.startswith("wpkit"))
        yield from _imported(node)


def _module(path: Path) -> tuple[str, ...]:
    parts = path.relative_to(SRC).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts


MODULES = {_module(path): path for path in sorted(SRC.rglob("*.py"))}
IMPORTS = [
    (module, name)
    for module, path in MODULES.items()
    for name in sorted(set(_imported(ast.parse(path.read_text("utf-8")))))
    if name != ("__version__",)
]


@pytest.mark.parametrize("name", sorted({_package(module) for module in MODULES}))
def test_every_module_has_its_layer(name: str) -> None:
    assert name in RANKS, f"say in LAYERS where {name} belongs"


def _runs_downwards(module: tuple[str, ...], name: tuple[str, ...]) -> bool:
    importer, imported = _package(module), _package(name)
    if RANKS[importer] < RANKS[imported] or imported in FORBIDDEN.get(importer, ()):
        return False
    return importer == imported or importer not in STRANGERS or imported not in STRANGERS


@pytest.mark.parametrize("module", sorted(MODULES), ids=".".join)
def test_imports_run_downwards(module: tuple[str, ...]) -> None:
    imported = [name for importer, name in IMPORTS if importer == module]
    assert [".".join(name) for name in imported if not _runs_downwards(module, name)] == []


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
def test_no_parser_knows_another(known: Format) -> None:
    others = {tuple(f.module.split(".")[1:]) for f in FORMATS if f.module != known.module}
    own = tuple(known.module.split(".")[1:])
    assert {name[:2] for module, name in IMPORTS if module == own} & others == set()


@pytest.mark.parametrize("module", ["parsers", "structure", "fields", "validation", "accounting", "printed"])
def test_the_clock_and_the_environment_stay_outside(module: str) -> None:
    asked = {
        (path.name, word)
        for name, path in MODULES.items()
        if _package(name) == module
        for word in (
            "datetime.now",
            "date.today",
            "time.time",
            "os.environ",
            "getlocale",
            "urlopen",
            "requests",
        )
        if word in path.read_text("utf-8")
    }
    assert asked == set()
