"""Reads what covers new code: python tests/guided.py text|deadlines|units [-max_total_time=60] [-runs=10000] [FOLDER …]

Coverage-guided, by Atheris (`pip install 'wpkit[bench]'`); the further words are libFuzzer's. It begins with the samples
and phrases of the tests, and stops at the first input that raises anything but a one-line error, which it keeps as
out/fuzz/crash-….
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

with atheris.instrument_imports(
    include=["wpkit.fields", "wpkit.structure", "wpkit.text", "wpkit.parsers.txt"]
):
    import wpkit
    from wpkit.errors import WpkitError
    from wpkit.fields.deadlines import read_deadlines
    from wpkit.fields.units import read_units


def text(data: bytes) -> None:
    try:
        notice = wpkit.parse(data, name="notice.txt", options=wpkit.Options(format="txt"))
    except WpkitError:
        return
    assert wpkit.Notice.model_validate_json(notice.model_dump_json()) == notice
    wpkit.validate(notice)


def deadlines(data: bytes) -> None:
    read_deadlines(data.decode("utf-8", "replace"), year=2022)


def units(data: bytes) -> None:
    read_units(data.decode("utf-8", "replace"))


TARGETS = {"text": text, "deadlines": deadlines, "units": units}


def seeds(target: str) -> list[bytes]:
    """What to begin with: whole samples, or the phrases of a corpus."""
    if target == "text":
        return [path.read_bytes() for path in sorted((HERE.parent / "samples").glob("*/notice.txt"))]
    rows = tomllib.loads((HERE / "corpus" / f"{target}.toml").read_text("utf-8"))
    return sorted({word.encode() for word in _strings(rows)})


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [word for one in inner for word in _strings(one)]


def main() -> None:
    target, *options = sys.argv[1:]
    kept = HERE.parent / "out" / "fuzz"
    kept.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        for number, data in enumerate(seeds(target)):
            Path(folder, f"{number:05}").write_bytes(data)
        atheris.Setup([sys.argv[0], f"-artifact_prefix={kept}/", *options, folder], TARGETS[target])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
