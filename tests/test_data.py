"""The package's data files: what is read is what is written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from compile_data import DATA, compiled


@pytest.mark.parametrize("path", sorted(DATA.glob("*.toml")), ids=lambda path: path.stem)
def test_the_json_is_made_of_the_toml_beside_it(path: Path) -> None:
    assert path.with_suffix(".json").read_text(encoding="utf-8") == compiled(path), (
        "run: python tests/compile_data.py"
    )
