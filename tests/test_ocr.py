"""Pictures of pages → blocks. The pictures are rendered from the PDF cases; the recogniser is the `ocr` extra."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import pytest

from test_ofd import ofd
from test_pdf import FOLDER, filled
from wpkit.blocks import Document, Table
from wpkit.errors import FormatError, NoTextError, TooLargeError, UnreadableError, WpkitError
from wpkit.ocr import engine
from wpkit.parsers import format_of, read_blocks
from wpkit.pipeline import parse
from wpkit.schema import Category, Finding, Notice, Place, SourceInfo, Task
from wpkit.source import Options, open_source
from wpkit.structure.doubts import with_tasks

HERE = engine.is_installed()
recognises = pytest.mark.skipif(not HERE, reason="the ocr extra is not installed")


@cache
def page(number: int) -> Any:
    """A page of several-tables.pdf as a grey picture of 150 dots an inch."""
    import pypdfium2

    document = pypdfium2.PdfDocument(FOLDER / "several-tables.pdf")
    return document[number - 1].render(scale=150 / 72).to_pil().convert("L")


def saved(image: Any, kind: str = "PNG", **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def read(data: bytes, name: str = "a.png", **options: Any) -> Document:
    return read_blocks(open_source(data, name=name, options=Options(**options)))


def table() -> Any:
    """The part of page 4 that holds the head and the first row of a table."""
    return page(4).crop((100, 195, 1090, 479))


def askew(image: Any) -> Any:
    from PIL import Image

    return image.rotate(1.7, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)


def worn(image: Any) -> Any:
    """Blurred, grainy, in uneven light, and saved coarsely."""
    import numpy as np
    from PIL import Image, ImageFilter

    pixels = np.asarray(image.filter(ImageFilter.GaussianBlur(0.7)), dtype=float) * 0.8
    pixels += np.random.RandomState(7).normal(30, 10, pixels.shape)
    pixels += np.linspace(-20, 20, pixels.shape[1])[None, :]
    coarse = saved(Image.fromarray(pixels.clip(0, 255).astype("uint8")), "JPEG", quality=45)
    return Image.open(io.BytesIO(coarse))


def clear(image: Any) -> Any:
    from PIL import Image

    seen = Image.new("RGBA", image.size, (160, 20, 20, 255))
    seen.putalpha(image.point(lambda v: 255 - v))
    return seen


SHOTS = {
    "askew and worn": lambda image: worn(askew(image)),
    "on its side, in colour on a clear ground": lambda image: clear(image.rotate(90, expand=True)),
    "upside down": lambda image: image.rotate(180),
}


@recognises
@pytest.mark.parametrize("shot", SHOTS.values(), ids=SHOTS)
def test_a_table_is_read_from_its_picture(shot: Any) -> None:
    (found,) = [b for b in read(saved(shot(table()), dpi=(150, 150))).blocks if isinstance(b, Table)]
    (printed,) = [
        b
        for b in read((FOLDER / "several-tables.pdf").read_bytes(), ocr=False).blocks
        if isinstance(b, Table) and b.where.page == 4
    ]
    assert filled(found) == filled(printed)[:2]


@recognises
def test_a_scanned_pdf_is_read_and_says_so() -> None:
    notice = parse(saved(table(), "PDF", resolution=150), name="a.pdf")
    (task,) = notice.tasks
    assert (task.number, [d.text for d in task.deadlines]) == ("1", ["按季度"])
    assert [f.data["pages"] for f in notice.findings if f.code == "P541"] == ["1"]
    assert task.place.page == 1
    assert task.place.box == pytest.approx((9, 22, 463, 135), abs=2)


@recognises
def test_pages_are_not_recognised_where_that_is_not_wanted() -> None:
    with pytest.raises(NoTextError):
        read((FOLDER / "scan.pdf").read_bytes(), "a.pdf", ocr=False)


@recognises
def test_a_scanned_ofd_is_read_and_says_so() -> None:
    parts = {
        "Doc/R.xml": '<Res BaseLoc="Res"><MultiMedias><MultiMedia ID="8"><MediaFile>a.png</MediaFile></MultiMedia>'
        "</MultiMedias></Res>",
        "Doc/Res/a.png": saved(table()),
    }
    width, height = (side / 150 * 25.4 for side in table().size)
    content = f'<ImageObject Boundary="0 0 {width} {height}" ResourceID="8"/>'
    common = "<DocumentRes>R.xml</DocumentRes>"
    notice = parse(ofd(content, area=f"0 0 {width} {height}", common=common, parts=parts), name="a.ofd")
    assert [(t.number, [d.text for d in t.deadlines]) for t in notice.tasks] == [("1", ["按季度"])]
    assert [f.data["pages"] for f in notice.findings if f.code == "P541"] == ["1"]


@recognises
def test_each_page_of_a_tiff_is_a_page() -> None:
    from PIL import Image

    blank = Image.new("L", (850, 110), 255)
    top = page(1).crop((200, 150, 1050, 260))
    found = read(saved(top, "TIFF", save_all=True, append_images=[blank, top]), "a.tif")
    assert found.pages == 3
    assert [f.data["pages"] for f in found.findings if f.code == "P541"] == ["1, 3"]


@recognises
def test_a_picture_without_text_is_one_clear_error() -> None:
    from PIL import Image

    with pytest.raises(NoTextError):
        read(saved(Image.radial_gradient("L")))


@recognises
def test_a_doubtful_character_is_told_with_its_place_and_its_task(monkeypatch: pytest.MonkeyPatch) -> None:
    recognised = engine.characters

    def unsure(lines: list[Any]) -> list[list[engine.Read]]:
        return [[c._replace(sure=0.6) if c.text == "1" else c for c in line] for line in recognised(lines)]

    monkeypatch.setattr(engine, "characters", unsure)
    notice = parse(saved(table(), dpi=(150, 150)), name="a.png")
    doubts = [f for f in notice.findings if f.code == "P542"]
    assert [(f.task, f.data["chars"]) for f in doubts] == [("t1", "1")]
    assert doubts[0].place.box is not None
    assert doubts[0].place.box[0] == pytest.approx(12, abs=6)


MAGIC = {
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff\xe0",
    "tif": b"II*\0",
    "gif": b"GIF89a",
    "webp": b"RIFF\1\2\3\4WEBP",
    "bmp": b"BM\1\2\3\4\0\0\0\0",
}


@pytest.mark.parametrize("magic", MAGIC.values(), ids=MAGIC)
def test_a_picture_is_known_by_its_bytes(magic: bytes) -> None:
    assert format_of(open_source(magic + b"\0" * 40, name="a.txt")).name == "image"


def test_without_the_extra_a_picture_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "is_installed", lambda: False)
    with pytest.raises(FormatError, match=r"pip install 'wpkit\[ocr\]'"):
        read(MAGIC["png"])


def test_without_the_extra_a_scanned_pdf_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "is_installed", lambda: False)
    with pytest.raises(NoTextError, match=r"pip install 'wpkit\[ocr\]'"):
        read((FOLDER / "scan.pdf").read_bytes(), "a.pdf")


def bad() -> dict[str, tuple[bytes, type[WpkitError]]]:
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0))
    return {
        "no more than its first bytes": (MAGIC["png"], UnreadableError),
        "cut off": (saved(table())[:20_000], UnreadableError),
        "cut off JPEG": (saved(table(), "JPEG")[:9000], UnreadableError),
        "a picture that unpacks to gigabytes": (MAGIC["png"] + header + chunk(b"IDAT", b"x"), TooLargeError),
        "a dot": (saved(table().crop((0, 0, 4, 4))), UnreadableError),
    }


@recognises
@pytest.mark.parametrize(("data", "error"), bad().values() if HERE else [], ids=bad() if HERE else [])
def test_a_bad_picture_is_one_clear_error(data: bytes, error: type[WpkitError]) -> None:
    with pytest.raises(error):
        read(data)


def notice(*tasks: Task, text: str, page: int = 1, y: float = 50) -> Notice:
    doubt = Finding(
        code="P542", name="characters-doubtful", level="warning", message="", data={"text": text},
        place=Place(page=page, box=(10, y - 5, 90, y + 5)),
    )  # fmt: skip
    info = SourceInfo(name="a.pdf", format="pdf", sha256="0")
    return Notice(source=info, tasks=tasks, findings=(doubt,))


def task(number: int, content: str, place: Place, category: tuple[str, ...] = ()) -> Task:
    return Task(
        id=f"t{number}", number=str(number), origin="table", content=content, place=place,
        category=Category(path=category),
    )  # fmt: skip


ROWS = (
    task(1, "推进甲", Place(page=1, box=(0, 0, 100, 40)), ("公开",)),
    task(2, "推进乙，\n落实丙", Place(page=1, end_page=2, box=(0, 40, 100, 80)), ("公开",)),
    task(3, "推进丁", Place(page=2, box=(0, 30, 100, 80)), ("服务",)),
)
RESTS: dict[str, tuple[dict[str, Any], list[str | None]]] = {
    "the row that the line stands in": ({"text": "别处的字", "y": 20}, ["t1"]),
    "the row that holds its words, over the page break": ({"text": "落实丙", "page": 2, "y": 10}, ["t2"]),
    "every row of a merged cell": ({"text": "公开", "y": 20}, ["t1", "t2"]),
    "no row": ({"text": "别处的字", "page": 3}, [None]),
}


@pytest.mark.parametrize(("doubt", "want"), RESTS.values(), ids=RESTS)
def test_a_doubt_is_given_to_the_tasks_that_rest_on_it(doubt: dict[str, Any], want: list[str | None]) -> None:
    assert [f.task for f in with_tasks(notice(*ROWS, **doubt)).findings] == want
