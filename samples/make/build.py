"""Writes `samples/NAME/notice.txt` and `truth.json` from the notices in `notices/`, and `samples/encodings/`.

python -m make.build [--formats[=odt,doc]] [NAME ...]        (in samples/)

With `--formats` the files of the other formats too, which for most takes LibreOffice.
"""

from __future__ import annotations

import json
import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

from . import encodings, notices
from .model import truth

SAMPLES = Path(__file__).resolve().parent.parent


def modules() -> Iterator[tuple[str, ModuleType]]:
    """Every notice with its name: the module's, with - for _."""
    for found in pkgutil.iter_modules(notices.__path__):
        yield found.name.replace("_", "-"), import_module(f"{notices.__name__}.{found.name}")


MODULES = dict(modules())


def texts(module: ModuleType) -> dict[str, str]:
    """The text files of a sample by name."""
    annotation = json.dumps(truth(module.NOTICE), ensure_ascii=False, indent=1)
    return {"notice.txt": module.txt(), "truth.json": annotation + "\n"}


def encoded() -> dict[str, tuple[str, bytes]]:
    """Each file of `samples/encodings/`: the sample that it holds, and its bytes."""
    return {file: (name, save(MODULES[name].txt())) for file, (name, save) in encodings.FILES.items()}


def write_formats(names: list[str], formats: list[str]) -> None:
    """The samples in these formats, or in every one that carries them."""
    from .formats import CONVERTED, WRITERS, formats_of, write
    from .formats.office import convert
    from .formats.word import docx
    from .ofd import DIALECTS, pages_of_pdf, write_ofd

    wanted = {name: formats_of(MODULES[name].NOTICE) for name in names}
    for suffix in formats or (*WRITERS, *CONVERTED, "ofd"):
        having = [name for name in names if suffix in wanted[name]]
        if suffix in WRITERS:
            made = {name: write(suffix, name, MODULES[name].NOTICE) for name in having}
        elif suffix == "ofd":
            ways = list(DIALECTS.values())
            made = {
                name: write_ofd(
                    pages_of_pdf((SAMPLES / name / "notice.pdf").read_bytes()),
                    ways[sorted(MODULES).index(name) % len(ways)],
                )
                for name in having
            }
        else:
            source, automatic = CONVERTED[suffix]
            made = convert(
                {
                    f"{name}.{source}": write(source, name, MODULES[name].NOTICE)
                    if automatic
                    else docx(name, MODULES[name].NOTICE, automatic=False)
                    for name in having
                },
                suffix,
            )
        for name, data in made.items():
            (SAMPLES / name / f"notice.{suffix}").write_bytes(data)


def main(arguments: list[str]) -> None:
    names = [word for word in arguments if not word.startswith("--")]
    chosen = [name for name in MODULES if not names or name in names]
    for name in chosen:
        folder = SAMPLES / name
        folder.mkdir(exist_ok=True)
        for file, text in texts(MODULES[name]).items():
            (folder / file).write_text(text, encoding="utf-8", newline="")
    for word in arguments:
        if word.startswith("--formats"):
            write_formats(chosen, list(filter(None, word.removeprefix("--formats").strip("=").split(","))))
    if not names or "encodings" in names:
        folder = SAMPLES / "encodings"
        folder.mkdir(exist_ok=True)
        for file, (_, data) in encoded().items():
            (folder / file).write_bytes(data)


if __name__ == "__main__":
    main(sys.argv[1:])
