"""The share of sample tasks that are right in every field, by format: the table of the README.

python benchmarks/accuracy.py            prints the table
python benchmarks/accuracy.py --write    writes it between the markers of README.md and README.zh-CN.md
python benchmarks/accuracy.py --check    exits with 1 where README.md holds another one
python benchmarks/accuracy.py --chance 10 [--write]    random notices (samples/make/chance.py) by layout, as text, .docx, .html
                                                   and PDF (needs LibreOffice)
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
CHANCE = "<!-- chance -->", "<!-- /chance -->"


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


def by_chance(count: int) -> str:
    """One row a layout: notices and tasks, and the share of perfect tasks in each form that the notices are put into."""
    sys.path.insert(0, str(ROOT / "samples"))
    from make.chance import LAYOUTS, make
    from make.formats.drawn import pdf
    from make.formats.html import html
    from make.formats.office import convert
    from make.formats.word import docx
    from make.model import truth

    forms = ("text", ".docx", ".html", "PDF by LibreOffice", "PDF drawn", "PDF without rulings")
    lines = [
        f"| layout | notices | tasks | {' | '.join(forms)} |",
        "|---" * (3 + len(forms)) + "|",
    ]
    for layout in sorted(LAYOUTS):
        notices = {f"{seed}": make(seed, layout) for seed in range(1000, 1000 + count)}
        saved = {seed: docx(layout, made.notice) for seed, made in notices.items()}
        printed = convert({f"{seed}.docx": data for seed, data in saved.items()}, "pdf")
        tasks, right = 0, [0.0] * len(forms)
        for seed, made in notices.items():
            wanted = truth(made.notice)
            tasks += len(wanted["tasks"])
            files = [made.text.encode(), saved[seed], html(layout, made.notice), printed[seed]]
            files += [pdf(layout, made.notice, int(seed), ruling) for ruling in ("", "none")]
            for at, data in enumerate(files):
                try:
                    share, _ = compare(wanted, parse(data).model_dump())
                except WpkitError:
                    share = 0.0
                right[at] += share * len(wanted["tasks"])
        cells = [f"{one / max(tasks, 1):.3f}" for one in right]
        if not notices["1000"].notice.rows:
            cells[-1] = ""
        lines.append(f"| {layout} | {count} | {tasks} | {' | '.join(cells)} |")
        print(lines[-1], file=sys.stderr, flush=True)
    return "\n".join(lines)


def written(readme: Path, rows: str, start: str = START, end: str = END) -> str:
    text = readme.read_text(encoding="utf-8")
    before, rest = text.split(start)
    return f"{before}{start}\n{rows}\n{end}{rest.split(end)[1]}"


def main() -> int:
    readme = ROOT / "README.md"
    if "--chance" in sys.argv:
        rows = by_chance(int(sys.argv[sys.argv.index("--chance") + 1]))
        if "--write" in sys.argv:
            readme.write_text(written(readme, rows, *CHANCE), encoding="utf-8")
        print(rows)
        return 0
    rows = table()
    if "--check" in sys.argv:
        return int(written(readme, rows) != readme.read_text(encoding="utf-8"))
    if "--write" in sys.argv:
        readme.write_text(written(readme, rows), encoding="utf-8")
    print(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
