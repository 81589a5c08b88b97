"""The page to check and correct: one file that loads nothing, with the notice in it as data only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from wpkit.errors import WpkitError
from wpkit.review import Checked, read_checked, review_page

SAMPLES = Path(__file__).parents[1] / "samples"
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)><!--"


class _Elements(HTMLParser):
    """What a browser makes of a page: its elements with their attributes, and the text in them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), []))

    def handle_data(self, data: str) -> None:
        if self.found:
            self.found[-1][2].append(data)


def _page(checked: Iterator[Checked], **how: Any) -> str:
    return "".join(review_page(checked, **how))


def _data(page: str, id: str) -> Any:
    found = next(text for _, attrs, text in _Elements(page).found if attrs.get("id") == id)
    return json.loads("".join(found))


@pytest.fixture(scope="module")
def text_page() -> str:
    return _page(read_checked(SAMPLES / "web-page/notice.txt"))


def test_the_page_names_no_other_file(text_page: str) -> None:
    loaded = [a for tag, a, _ in _Elements(text_page).found if tag == "link" or "src" in a or "href" in a]
    assert loaded == []


def test_the_policy_allows_nothing_from_elsewhere(text_page: str) -> None:
    policy = next(a["content"] for _, a, _ in _Elements(text_page).found if a.get("http-equiv"))
    words = set(re.sub(r"'sha256-[^']*'", "HASH", policy or "").split())
    assert words == {
        "default-src", "'none';", "script-src", "HASH;", "style-src", "img-src", "data:;", "base-uri", "form-action", "'none'",
    }  # fmt: skip


def test_markup_in_a_notice_stays_data() -> None:
    text = f"2024年云澜区{HOSTILE}工作要点\n一、{HOSTILE}\n1.编制{HOSTILE}清单。（责任单位：区教育局{HOSTILE}；完成时限：6月底前）\n2.公开目录。（责任单位：区财政局；完成时限：9月底前）"
    checked = read_checked_text(text)
    page = _page(iter([checked]))
    tags = [tag for tag, _, _ in _Elements(page).found]
    assert ("img" in tags, tags.count("script")) == (False, 3)
    assert HOSTILE in json.dumps(_data(page, "notice-0"), ensure_ascii=False)


def read_checked_text(text: str) -> Checked:
    from wpkit.parsers import read_blocks
    from wpkit.pipeline import notice_of
    from wpkit.source import open_source

    source = open_source(text.encode(), name="a.txt")
    document = read_blocks(source)
    return Checked(notice_of(document, source), ((source, document),))


@pytest.mark.parametrize(
    ("file", "kind"),
    [("notice.txt", "lines"), ("notice.pdf", "pages"), ("notice.docx", "blocks"), ("notice.html", "blocks")],
)
def test_the_source_is_shown_as_its_format_has_it(file: str, kind: str) -> None:
    page = _page(read_checked(SAMPLES / "web-page" / file), pictures=False)
    assert _data(page, "notice-0")["parts"][0]["kind"] == kind


def test_pages_are_pictures_or_drawn() -> None:
    def first(pictures: bool) -> Any:
        return _data(_page(read_checked(SAMPLES / "flat-table/notice.pdf"), pictures=pictures), "page-0-0-1")

    with_picture, drawn = first(True), first(False)
    assert with_picture["picture"].startswith("data:image/")
    assert with_picture["rules"] == []
    assert (drawn["picture"], len(drawn["rules"]) > 3, drawn["runs"]) == ("", True, with_picture["runs"])


def test_every_finding_brings_its_words(text_page: str) -> None:
    codes = {finding["code"] for finding in _data(text_page, "notice-0")["findings"]}
    kinds = _data(text_page, "shared")["kinds"]
    assert codes
    assert {code for code in codes if not kinds[code]["remedy_zh"]} == set()


def test_a_parsed_notice_finds_its_source_by_name_and_checksum(tmp_path: Path) -> None:
    text = (SAMPLES / "flat-table/notice.txt").read_bytes()
    (tmp_path / "notice.txt").write_bytes(text)
    parsed = next(read_checked(tmp_path / "notice.txt")).notice
    (tmp_path / "parsed.json").write_text(parsed.model_dump_json(), "utf-8")
    assert next(read_checked(tmp_path / "parsed.json")).parts
    (tmp_path / "notice.txt").write_bytes(text + b"\n")
    assert not next(read_checked(tmp_path / "parsed.json")).parts


def test_the_same_notice_gives_the_same_page(text_page: str) -> None:
    assert _page(read_checked(SAMPLES / "web-page/notice.txt")) == text_page


def test_reading_a_notice_leaves_its_blocks_as_they_were() -> None:
    from wpkit.parsers import read_blocks
    from wpkit.source import open_source

    path = SAMPLES / "spilled/notice.txt"
    ((_, document),) = next(read_checked(path)).parts
    assert document == read_blocks(open_source(path))


def _run(*words: str | Path) -> int:
    from wpkit import cli

    with pytest.raises(SystemExit) as end:
        cli.main(["review", *(str(word) for word in words), "--lang", "en"])
    return int(end.value.code or 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a notice, the same as parsed elsewhere, a file that is none, a page and an empty folder."""
    (tmp_path / "in").mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "in/a.txt").write_bytes((SAMPLES / "flat-table/notice.txt").read_bytes())
    (tmp_path / "in/c.txt").write_text("没有任务", "utf-8")
    parsed = next(read_checked(tmp_path / "in/a.txt")).notice
    (tmp_path / "a.json").write_text(parsed.model_dump_json(), "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        pytest.param(["in/a.txt"], 0, "1 notice, 10 tasks: {}", id="one"),
        pytest.param(["in"], 1, "in/c.txt: holds no task|1 notice, 10 tasks", id="folder-with-a-file-that-is-none"),
        pytest.param(["in/c.txt"], 2, "in/c.txt: holds no task", id="no-notice"),
        pytest.param(["nothing.txt"], 2, "nothing.txt: no such file", id="no-file"),
        pytest.param(["empty"], 2, "empty: holds no file that wpkit reads", id="empty-folder"),
        pytest.param(["a.json"], 0, "1 notice, 10 tasks|without their source (a.txt): name the file or its folder with --source", id="json-alone"),
        pytest.param(["a.json", "--source", "in"], 0, "1 notice, 10 tasks: {}\n", id="json-with-folder"),
        pytest.param(["a.json", "--source", "in/a.txt"], 0, "1 notice, 10 tasks: {}\n", id="json-with-file"),
        pytest.param(["a.json", "--source", "gone"], 2, "gone: no such file", id="no-source-there"),
        pytest.param(["a.json", "--source", "in/c.txt"], 0, "without their source", id="another-source"),
        pytest.param(["in/a.txt", "in/a.txt", "--together"], 0, "1 notice, ", id="together"),
    ],
)  # fmt: skip
def test_the_command_says_in_a_line_what_it_did(
    words: list[str], status: int, said: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    monkeypatch.chdir(folder)
    assert _run(*words, "-o", "page.html") == status
    err = capsys.readouterr().err
    assert [part for part in said.format("page.html").split("|") if part not in err] == []
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("in/a.txt", "is one of the inputs"),
        ("in/c.txt", "exists and is no review page"),
        ("empty", "is a folder"),
    ],
)
def test_the_page_takes_the_place_of_nothing_else(
    output: str, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / output).read_bytes() if (folder / output).is_file() else None
    assert _run(folder / "in/a.txt", "-o", folder / output) == 2
    assert said in capsys.readouterr().err
    assert before is None or (folder / output).read_bytes() == before


def test_a_page_takes_the_place_of_an_older_one(folder: Path) -> None:
    assert [_run(folder / "in/a.txt", "-o", folder / "p.html") for _ in range(2)] == [0, 0]


def test_a_zip_brings_all_its_notices(folder: Path) -> None:
    import zipfile

    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        for name in ("flat-table", "web-page"):
            archive.write(SAMPLES / name / "notice.txt", f"{name}.txt")
    assert [len(one.parts) for one in read_checked(folder / "a.zip")] == [1, 1]


def test_a_notice_of_several_files_shows_them_all(folder: Path) -> None:
    from wpkit.review import read_checked_together

    files = [SAMPLES / "web-page/notice.docx", SAMPLES / "flat-table/notice.pdf"]
    checked = read_checked_together(files)
    for path in files:
        (folder / f"{path.parent.name}{path.suffix}").write_bytes(path.read_bytes())
    parts = _data(_page(iter([checked]), pictures=False), "notice-0")["parts"]
    assert [(part["member"], part["kind"]) for part in parts] == [
        ("notice.docx", "blocks"),
        ("notice.pdf", "pages"),
    ]


def test_a_parsed_notice_of_several_files_finds_them(tmp_path: Path) -> None:
    from wpkit.pipeline import parse_together

    for name in ("web-page", "flat-table"):
        (tmp_path / f"{name}.txt").write_bytes((SAMPLES / name / "notice.txt").read_bytes())
    parsed = parse_together([tmp_path / "web-page.txt", tmp_path / "flat-table.txt"])
    (tmp_path / "n.json").write_text(parsed.model_dump_json(), "utf-8")
    (checked,) = read_checked(tmp_path / "n.json")
    assert [source.name.rpartition("/")[2] for source, _ in checked.parts] == [
        "web-page.txt",
        "flat-table.txt",
    ]


def test_a_file_without_a_notice_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("没有任务", "utf-8")
    with pytest.raises(WpkitError):
        list(read_checked(tmp_path / "a.txt"))
