"""Raises the floors in samples/floors.json to what is reached now; a floor that would fall is only told.

PYTHONPATH=src python tests/raise_floors.py
"""

from __future__ import annotations

import json
import math

from comparison import compare
from test_chance import LAYOUTS, make
from test_chance import truth as made_truth
from test_samples import FILES, FLOORS, HEAD, SAMPLES, encoded, table_truth, truth
from wpkit import parse
from wpkit.errors import WpkitError


def reached(wanted: dict, source: object, head: tuple[str, ...] = HEAD) -> float:
    """The share of perfect tasks in whole hundredths; 1 only where nothing at all differs."""
    try:
        share, wrong = compare(wanted, parse(source).model_dump(), head)
    except WpkitError:
        return 0.0
    return min(0.99, math.floor(share * 100) / 100) if wrong else 1.0


def every() -> dict[str, float]:
    found = {}
    for file in FILES:
        name = file.split("/")[0]
        table = file.endswith((".xlsx", ".xls"))
        wanted = table_truth(name) if table else truth(name)
        found[file] = reached(wanted, SAMPLES / file, ("title", "year") if table else HEAD)
    for file, (name, _) in encoded().items():
        found[f"encodings/{file}"] = reached(truth(name), SAMPLES / "encodings" / file)
    for layout in LAYOUTS:
        for seed in range(4):
            made = make(seed, layout)
            found[f"chance/{layout}/{seed}"] = reached(made_truth(made.notice), made.text.encode())
    return found


if __name__ == "__main__":
    floors = {}
    for file, share in sorted(every().items()):
        floor = FLOORS.get(file, 1.0)
        if share < floor:
            print(f"{file}: {share}, below its floor {floor}")
        if max(share, floor) < 1.0:
            floors[file] = max(share, floor)
    (SAMPLES / "floors.json").write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
