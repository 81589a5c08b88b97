"""The share of sample tasks that are right in every field, by format: the table of the README.

python benchmarks/accuracy.py            prints the table
python benchmarks/accuracy.py --write    writes it between the markers of README.md and README.zh-CN.md
python benchmarks/accuracy.py --check    exits with 1 where README.md holds another one
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT / "src"))

from comparison import compare, labelled_topics  # noqa: E402  (tests/ holds the comparison)
from wpkit import WpkitError, parse  # noqa: E402

FORMATS = ("txt", "docx", "doc", "html", "pdf", "ofd", "xlsx", "xls")
START, END = "<!-- accuracy -->", "<!-- /accuracy -->"


def table() -> str:
    """One row a format: notices, tasks, share of tasks perfect (number, category, title, content, units with roles,
    deadlines), mean over tasks; and the share of topics that are as labelled."""
    lines = ["| format | notices | tasks | perfect |", "|---|---|---|---|"]
    for suffix in FORMATS:
        notices = tasks = 0
        right = 0.0
        for path in sorted((ROOT / "samples").glob(f"*/notice.{suffix}")):
            truth = json.loads((path.parent / "truth.json").read_text(encoding="utf-8"))
            count = len(truth["tasks"])
            try:
                share, _ = compare(truth, parse(path).model_dump())
            except WpkitError:
                share = 0.0
            notices, tasks, right = notices + 1, tasks + count, right + share * count
        lines.append(f"| {suffix} | {notices} | {tasks} | {right / max(tasks, 1):.3f} |")
    right, wrong = labelled_topics()
    total = right + len(wrong)
    lines.append(
        f"\nTopics: {right} of the {total} sample tasks labelled by hand get their label ({right / total:.3f})."
    )
    return "\n".join(lines)


def written(readme: Path, rows: str) -> str:
    text = readme.read_text(encoding="utf-8")
    before, rest = text.split(START)
    return f"{before}{START}\n{rows}\n{END}{rest.split(END)[1]}"


def main() -> int:
    rows = table()
    readme = ROOT / "README.md"
    if "--check" in sys.argv:
        return int(written(readme, rows) != readme.read_text(encoding="utf-8"))
    if "--write" in sys.argv:
        readme.write_text(written(readme, rows), encoding="utf-8")
    print(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
