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
    return Checked(notice_of(document, source), document, source)


@pytest.mark.parametrize(
    ("file", "kind"),
    [("notice.txt", "lines"), ("notice.pdf", "pages"), ("notice.docx", "blocks"), ("notice.html", "blocks")],
)
def test_the_source_is_shown_as_its_format_has_it(file: str, kind: str) -> None:
    page = _page(read_checked(SAMPLES / "web-page" / file), pictures=False)
    assert _data(page, "notice-0")["source"]["kind"] == kind


def test_pages_are_pictures_or_drawn() -> None:
    def first(pictures: bool) -> Any:
        return _data(_page(read_checked(SAMPLES / "flat-table/notice.pdf"), pictures=pictures), "page-0-1")

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
    assert next(read_checked(tmp_path / "parsed.json")).source is not None
    (tmp_path / "notice.txt").write_bytes(text + b"\n")
    assert next(read_checked(tmp_path / "parsed.json")).source is None


def test_the_same_notice_gives_the_same_page(text_page: str) -> None:
    assert _page(read_checked(SAMPLES / "web-page/notice.txt")) == text_page


def test_reading_a_notice_leaves_its_blocks_as_they_were() -> None:
    from wpkit.parsers import read_blocks
    from wpkit.source import open_source

    path = SAMPLES / "spilled/notice.txt"
    document = next(read_checked(path)).document
    assert document == read_blocks(open_source(path))


def test_a_file_without_a_notice_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("没有任务", "utf-8")
    with pytest.raises(WpkitError):
        list(read_checked(tmp_path / "a.txt"))
