"""Writes `samples/NAME/notice.txt` and `truth.json` from the notices in `notices/`, and `samples/encodings/`.

python -m make.build [NAME ...]        (in samples/)
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


def write_formats(name: str, module: ModuleType) -> None:
    """The sample in the formats other than text."""
    from .formats import WRITERS, formats_of, write
    from .formats.office import convert
    from .formats.word import docx

    for suffix in formats_of(name, module.NOTICE):
        if suffix in WRITERS:
            data = write(suffix, name, module.NOTICE)
        else:  # LibreOffice writes ? for the 、 of automatic numbers into RTF
            data = convert(docx(name, module.NOTICE, automatic=suffix != "rtf"), suffix)
        (SAMPLES / name / f"notice.{suffix}").write_bytes(data)


def main(arguments: list[str]) -> None:
    names = [word for word in arguments if word != "--formats"]
    for name, module in MODULES.items():
        if not names or name in names:
            folder = SAMPLES / name
            folder.mkdir(exist_ok=True)
            for file, text in texts(module).items():
                (folder / file).write_text(text, encoding="utf-8", newline="")
            if "--formats" in arguments:
                write_formats(name, module)
    if not names or "encodings" in names:
        folder = SAMPLES / "encodings"
        folder.mkdir(exist_ok=True)
        for file, (_, data) in encoded().items():
            (folder / file).write_bytes(data)


if __name__ == "__main__":
    main(sys.argv[1:])
