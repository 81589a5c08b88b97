"""Glyphs and rulings → lines and tables, on pages set up by hand: each case shows one piece of evidence."""

from __future__ import annotations

import pytest

from wpkit.blocks import Line, Table
from wpkit.findings import Report
from wpkit.geometry import Glyph, Page, Rule, pages_to_layout
from wpkit.geometry.furniture import take_furniture
from wpkit.geometry.glyphs import text_lines
from wpkit.geometry.grid import page_layout

SIZE, PITCH, LEFT, WIDTH, HEIGHT = 10.0, 14.0, 60.0, 500.0, 800.0


def glyphs(text: str, x: float, top: float, step: float = SIZE) -> list[Glyph]:
    found = []
    for char in text:
        wide = SIZE if char >= "\u2e80" else SIZE / 2
        found.append(Glyph(char, x, top, x + wide, top + SIZE, SIZE))
        x += wide + step - SIZE
    return found


def table(
    top: float, widths: list[int], rows: list[list[str | None]]
) -> tuple[list[Glyph], list[Rule], float]:
    """A ruled table; each width counts characters, None is a cell merged with the one above it."""
    xs = [LEFT]
    for width in widths:
        xs.append(xs[-1] + width * SIZE + 8)
    ink: list[Glyph] = []
    rules: list[Rule] = []
    y = top
    for row in rows:
        deep = max((len(t or "") - 1) // w + 1 for t, w in zip(row, widths, strict=True))
        end = y + max(deep, 1) * PITCH + 6
        for j, text in enumerate(row):
            if text is not None:
                rules.append(Rule(xs[j], y, xs[j + 1], y))
            for k in range(0, len(text or ""), widths[j]):
                ink += glyphs((text or "")[k : k + widths[j]], xs[j] + 4, y + 5 + k // widths[j] * PITCH)
        y = end
    rules += [Rule(x, top, x, y) for x in xs] + [Rule(LEFT, y, xs[-1], y)]
    return ink, rules, y


def read(widths: list[int], *pages: list[list[str | None]]) -> tuple[list[list[str]], list[str]]:
    """The rows of the one table on these pages, merged cells filled in, and the codes of what was told."""
    report = Report()
    made = []
    for number, rows in enumerate(pages, 1):
        ink, rules, _ = table(80, widths, rows)
        made.append(Page(number, WIDTH, HEIGHT, ink, rules))
    (found,) = pages_to_layout(made, report).blocks
    assert isinstance(found, Table)
    grid = [[""] * len(widths) for _ in found.rows]
    for i, row in enumerate(found.rows):
        for cell in row.cells:
            for a in range(i, i + cell.row_span):
                grid[a][cell.column] = cell.text.replace("\n", "")
    return grid, [f.code for f in report.findings]


HEAD: list[str | None] = ["号", "类别", "具体任务内容", "单位", "时限"]
WIDTHS = [2, 4, 12, 5, 4]
FULL = "做好公开工作并且持续推进落实到位推动全区提升"  # two full lines of its column
ROWS: list[list[str | None]] = [
    HEAD,
    ["1", "公开", "编制目录并公布。", "区教育局", "全年"],
    ["2", "解读", "做好政策解读。", "区民政局", "全年"],
    ["3", "平台", "建好专栏专区。", "区财政局", "6月底"],
    ["4", "监督", "开展培训考核。", "区司法局", "全年"],
]


def test_the_head_of_each_page_is_dropped() -> None:
    rows, codes = read(WIDTHS, ROWS[:3], [HEAD, *ROWS[3:]])
    assert rows == ROWS
    assert codes == ["P502"]


def test_a_part_without_a_head_goes_on() -> None:
    rows, _ = read(WIDTHS, ROWS[:3], ROWS[3:])
    assert rows == ROWS


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        pytest.param(
            ["5", "平台", FULL, "区财政局", "全年"], ["", "", "水平。", "", ""],
            ["5", "平台", FULL + "水平。", "区财政局", "全年"], id="no number, no other cell",
        ),
        pytest.param(
            ["5", "平台", FULL, "区财政局、", "全年"], ["", "", "水平。", "区司法局", ""],
            ["5", "平台", FULL + "水平。", "区财政局、区司法局", "全年"], id="two cells go on",
        ),
        pytest.param(
            ["", "", "", "", ""], ["5", "平台", "建好专栏。", "区财政局", "全年"],
            ["5", "平台", "建好专栏。", "区财政局", "全年"], id="nothing printed above",
        ),
        pytest.param(
            ["5", "平台", "建好专栏。", "区财政局", "全年"], ["", "", "", "", ""],
            ["5", "平台", "建好专栏。", "区财政局", "全年"], id="nothing printed below",
        ),
    ],
)  # fmt: skip
def test_a_row_cut_by_the_page_break_is_whole(above: list[str], below: list[str], whole: list[str]) -> None:
    rows, codes = read(WIDTHS, [*ROWS, above], [HEAD, below, ["6", "监督", "开展考核。", "区司法局", "全年"]])
    assert rows[5:] == [whole, ["6", "监督", "开展考核。", "区司法局", "全年"]]
    assert "P503" in codes


def test_a_number_that_wraps_over_the_break_is_whole() -> None:
    numbered = [[str(n), "公开", "编制目录。", "区教育局", "全年"] for n in (7, 8, 9)]
    rows, _ = read(
        [1, 4, 12, 5, 4], [HEAD, *numbered, ["1", "平台", FULL, "区财政局", "全年"]],
        [["0", "", "水平。", "", ""], ["11", "监督", "开展考核。", "区司法局", "全年"]],
    )  # fmt: skip
    assert [r[0] for r in rows] == ["号", "7", "8", "9", "10", "11"]


def test_a_new_number_begins_a_row_though_the_cell_above_is_full() -> None:
    rows, codes = read(
        WIDTHS,
        [*ROWS, ["5", "平台", FULL, "区财政局", "全年"]],
        [["6", "监督", "水平。", "区司法局", "全年"]],
    )
    assert len(rows) == 7
    assert "P503" not in codes


def test_without_numbers_a_text_that_stops_in_mid_sentence_goes_on() -> None:
    plain = [row[1:] for row in ROWS]
    rows, codes = read(WIDTHS[1:], [*plain, ["平台", FULL, "区财政局", "全年"]], [["", "水平。", "", ""]])
    assert rows[-1] == ["平台", FULL + "水平。", "区财政局", "全年"]
    assert "P503" in codes


def test_without_numbers_a_full_row_is_a_row() -> None:
    plain = [row[1:] for row in ROWS]
    rows, codes = read(WIDTHS[1:], plain[:3], plain[3:])
    assert rows == plain
    assert codes == ["P502"]


MERGED: list[list[str | None]] = [
    HEAD,
    ["1", "公开", "编制目录。", "区教育局", "全年"],
    ["2", None, "公布目录。", "区民政局", "全年"],
    ["3", "解读", "做好解读。", "区财政局", "全年"],
    ["4", None, "开展宣传。", "区司法局", "全年"],
]


@pytest.mark.parametrize(
    ("again", "code"),
    [pytest.param("", "P505", id="empty"), pytest.param("解读", "P505", id="printed again")],
)
def test_a_merged_cell_goes_on_over_the_break(again: str, code: str) -> None:
    rows, codes = read(
        WIDTHS,
        MERGED,
        [["5", again, "回应关切。", "区教育局", "全年"], ["6", None, "开展考核。", "区司法局", "全年"]],
    )
    assert [r[1] for r in rows] == ["类别", "公开", "公开", "解读", "解读", "解读", "解读"]
    assert code in codes


def test_a_merged_cell_of_one_row_on_each_page_goes_on() -> None:
    rows, _ = read(
        WIDTHS,
        [*MERGED, ["5", "平台", "建好。", "区财政局", "全年"]],
        [["6", "", "管好。", "区财政局", "全年"]],
    )
    assert [r[1] for r in rows[-2:]] == ["平台", "平台"]


def test_a_new_label_on_top_of_a_page_is_its_own() -> None:
    rows, codes = read(
        WIDTHS,
        MERGED,
        [["5", "平台", "建好。", "区财政局", "全年"], ["6", None, "管好。", "区司法局", "全年"]],
    )
    assert [r[1] for r in rows[-3:]] == ["解读", "平台", "平台"]
    assert codes == ["P502"]


def test_a_label_too_long_for_its_cell_runs_on() -> None:
    rows, _ = read(
        WIDTHS, [*MERGED, ["5", "平台（门户", "建好。", "区财政局", "全年"]],
        [["6", "网站等）", "管好。", "区财政局", "全年"], ["7", None, "用好。", "区司法局", "全年"]],
    )  # fmt: skip
    assert [r[1] for r in rows[-3:]] == ["平台（门户网站等）"] * 3


def test_two_times_of_one_shape_are_two_cells_beside_a_merged_one_that_goes_on() -> None:
    merged: list[list[str | None]] = [
        HEAD,
        ["1", "公开", "编制目录。", "区教育局", "2025年11月底前"],
        [None, None, "公布目录。", "区民政局", None],
        ["2", "解读", "做好解读。", "区财政局", "2025年10月底前"],
        ["3", "平台", "建好。", "区财政局", "2025年12月底前"],
    ]
    rows, _ = read(
        [2, 4, 12, 8, 4], merged,
        [["", "", "管好。", "区财政局", "2025年9月底前"], ["4", "监督", "开展考核。", "区司法局", "2025年6月底前"]],
    )  # fmt: skip
    assert [r[1] for r in rows[-3:]] == ["平台", "平台", "监督"]
    assert [r[4] for r in rows[-3:]] == ["2025年12月底前", "2025年9月底前", "2025年6月底前"]


def test_an_empty_deadline_stays_empty() -> None:
    rows, codes = read(WIDTHS, ROWS, [["5", "平台", "建好。", "区财政局", ""]])
    assert rows[-1] == ["5", "平台", "建好。", "区财政局", ""]
    assert codes == ["P502"]


def test_rows_below_one_number_stay_rows() -> None:
    numbered: list[list[str | None]] = [
        HEAD,
        ["1", "公开", "编制目录。", "区教育局", "全年"],
        [None, None, "公布目录。", "区民政局", "全年"],
        ["2", "解读", "做好解读。", "区财政局", "6月底"],
        [None, None, "开展宣传。", "区司法局", "全年"],
    ]
    rows, codes = read(WIDTHS, numbered, [["", "", "回应关切。", "区教育局", "全年"]])
    assert [r[0] for r in rows] == ["号", "1", "1", "2", "2", "2"]
    assert "P503" not in codes


def test_parts_of_other_columns_are_other_tables() -> None:
    made = []
    for number, (widths, rows) in enumerate([(WIDTHS, ROWS), ([6, 10, 11], [["甲", "乙", "丙"]] * 3)], 1):
        ink, rules, _ = table(80, widths, rows)
        made.append(Page(number, WIDTH, HEIGHT, ink, rules))
    assert len(pages_to_layout(made, Report()).blocks) == 2


def test_text_between_the_parts_keeps_them_apart() -> None:
    ink, rules, _ = table(120, WIDTHS, ROWS)
    said = glyphs("附件二：另一张任务分解表的标题", LEFT, 90)
    made = [Page(1, WIDTH, HEIGHT, ink, rules), Page(2, WIDTH, HEIGHT, said + ink, rules)]
    kinds = [type(b) for b in pages_to_layout(made, Report()).blocks]
    assert kinds == [Table, Line, Table]


# -- lines ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "text"),
    [
        pytest.param(glyphs("责任单位", 10, 10, step=22), "责任单位", id="set wide to fill the cell"),
        pytest.param(glyphs("2023 年", 10, 10), "2023 年", id="a printed blank"),
        pytest.param(glyphs("open", 10, 10) + glyphs("data", 34, 10), "open data", id="a gap between words"),
        pytest.param(glyphs("公开", 10, 10) + glyphs("2023", 33, 10), "公开2023", id="the gap beside digits"),
        pytest.param(
            glyphs("要点", 10, 10) + glyphs("要点", 10.4, 10.2), "要点", id="printed twice for bold"
        ),
        pytest.param(glyphs("⽅案", 10, 10), "方案", id="a compatibility form"),
        pytest.param(
            glyphs("后面", 40, 10) + glyphs("前面的", 10, 10), "前面的后面", id="drawn out of order"
        ),
    ],
)
def test_a_line_reads_as_printed(made: list[Glyph], text: str) -> None:
    assert [line.text for line in text_lines(made)] == [text]


def test_lines_whose_boxes_overlap_stay_apart() -> None:
    tall = [
        g._replace(top=g.top - 3, bottom=g.bottom + 3)
        for g in glyphs("第一行字", 10, 10) + glyphs("第二行字", 10, 22)
    ]
    assert [line.text for line in text_lines(tall)] == ["第一行字", "第二行字"]


@pytest.mark.parametrize(
    ("text", "furniture"),
    [
        ("— {} —", True), ("第 {} 页 共 9 页", True), ("{}/9", True), ("云澜区人民政府公报 {}", True),
        ("云澜区人民政府公报", True), ("附件{}", False), ("这一页自己的话{0}{0}{0}", False),
    ],
)  # fmt: skip
def test_heads_and_page_numbers_are_furniture(text: str, furniture: bool) -> None:
    pages = []
    for number in (3, 4, 5):
        own = text.format("甲乙丙"[number - 3] if "自己" in text else number)
        body = [g for k in range(3) for g in glyphs(f"正文第{'一二三'[k]}行在第{number}面", 60, 200 + 20 * k)]
        pages.append(page_layout(Page(number, WIDTH, HEIGHT, glyphs(own, 200, 30) + body)))
    assert len(take_furniture(pages)) == (3 if furniture else 0)


def test_a_large_title_that_each_page_repeats_stays_once() -> None:
    pages = []
    for number in (1, 2, 3):
        title = [Glyph(c, 100 + 20 * i, 30, 120 + 20 * i, 50, 20) for i, c in enumerate("任务分解表")]
        body = [g for k in range(9) for g in glyphs("正文的话", 60, 200 + 20 * k)]
        pages.append(page_layout(Page(number, WIDTH, HEIGHT, title + body)))
    taken = [number for number, _ in take_furniture(pages)]
    assert taken == [2, 3]


def halves(order: list[int]) -> list[Page]:
    """Two pages of a table's left columns and two of its right ones, in this order."""
    left = [["序号", "任务内容"], *([str(n), "推进政务公开" * (1 + n % 3)] for n in range(1, 11))]
    right = [["责任单位", "时限"], *(["区政府办、区司法局" * (1 + n % 3), "全年"] for n in range(1, 11))]
    parts = [(w, rows) for w, rows in (([4, 6], left), ([9, 4], right))]
    made = []
    for widths, rows in parts:
        for piece in (rows[:6], [rows[0], *rows[6:]]):
            ink, rules, _ = table(80, widths, piece)
            made.append((ink, rules))
    return [Page(n, WIDTH, HEIGHT, *made[k]) for n, k in enumerate(order, 1)]


@pytest.mark.parametrize("order", [[0, 1, 2, 3], [0, 2, 1, 3]], ids=["down-then-over", "over-then-down"])
def test_columns_on_pages_of_their_own_are_put_beside(order: list[int]) -> None:
    report = Report()
    (found,) = pages_to_layout(halves(order), report).blocks
    assert isinstance(found, Table)
    assert [len(row.cells) for row in found.rows] == [4] * 11
    assert [cell.text for cell in found.rows[-1].cells][0::3] == ["10", "全年"]
    assert [cell.where.page for cell in found.rows[1].cells] == [1, 1, order.index(2) + 1, order.index(2) + 1]
    assert [finding.code for finding in report.findings].count("P512") == 2


def test_a_table_of_other_rows_is_not_put_beside() -> None:
    pages = halves([0, 2])[:1]
    ink, rules, _ = table(80, [9, 4], [["责任单位", "时限"], *(["区政府办", "全年"] for _ in range(5))])
    found = pages_to_layout([*pages, Page(2, WIDTH, HEIGHT, ink, rules)], Report()).blocks
    assert len(found) == 2


def printed(*lines: tuple[float, list[tuple[str, float]]]) -> list[Glyph]:
    """Lines at their heights, each of texts at their left edges."""
    return [g for top, texts in lines for text, x in texts for g in glyphs(text, x, top)]


def cells_of(*pages: Page) -> list[list[list[str]]]:
    """The rows of each table on these pages, put together, with the texts of their cells."""
    blocks = pages_to_layout(pages, Report()).blocks
    return [
        [[c.text.replace("\n", "") for c in row.cells] for row in b.rows]
        for b in blocks
        if isinstance(b, Table)
    ]


UNRULED = (80, [("号", 60), ("工作任务", 100), ("责任单位", 200), ("时限", 300)])


def test_a_row_has_one_number_though_all_lines_are_at_one_distance() -> None:
    ink = printed(
        UNRULED,
        (94, [("1", 60), ("编制目录并且公布", 100), ("区教育局、区", 200), ("全年", 300)]),
        (108, [("结果。", 100), ("民政局", 200)]),
        (122, [("2", 60), ("开展培训。", 100), ("区司法局", 200), ("全年", 300)]),
    )
    assert cells_of(Page(1, WIDTH, HEIGHT, ink))[0][1:] == [
        ["1", "编制目录并且公布结果。", "区教育局、区民政局", "全年"],
        ["2", "开展培训。", "区司法局", "全年"],
    ]


def test_a_number_in_mid_row_belongs_to_the_lines_around_it() -> None:
    ink = printed(
        UNRULED,
        (100, [("编制目录并且公布", 100)]),
        (107, [("1", 60), ("区教育局", 200), ("全年", 300)]),
        (114, [("结果。", 100)]),
        (134, [("区司法局、区", 200)]),
        (141, [("2", 60), ("开展培训。", 100), ("全年", 300)]),
        (148, [("财政局", 200)]),
    )
    assert cells_of(Page(1, WIDTH, HEIGHT, ink))[0][1:] == [
        ["1", "编制目录并且公布结果。", "区教育局", "全年"],
        ["2", "开展培训。", "区司法局、区财政局", "全年"],
    ]


def test_punctuation_that_hangs_over_its_cell_parts_columns_all_the_same() -> None:
    rows = [
        (100 + 20 * n, [(str(n), 60), (text, 100), ("区教育局", 200), ("全年", 300)])
        for n, text in enumerate(
            ["编制政务公开目录并公布", "开展培训。", "编制重点领域的工作清单，", "开展考核。"], 1
        )
    ]
    rows = [(y, [(t, x - 20 if len(t) > 10 else x) for t, x in texts]) for y, texts in rows]
    found = cells_of(Page(1, WIDTH, HEIGHT, printed(UNRULED, *rows)))[0]
    assert [row[2] for row in found[1:]] == ["区教育局"] * 4


def test_one_row_alone_on_the_last_page_goes_on_the_table() -> None:
    first = printed(
        UNRULED,
        *(
            (100 + 20 * n, [(str(n), 60), ("开展培训。", 100), ("区司法局", 200), ("全年", 300)])
            for n in (1, 2, 3)
        ),
    )
    last = printed((80, [("4", 60), ("编制目录。", 100), ("区教育局", 200), ("全年", 300)]))
    (found,) = cells_of(Page(1, WIDTH, HEIGHT, first), Page(2, WIDTH, HEIGHT, last))
    assert found[-1] == ["4", "编制目录。", "区教育局", "全年"]


def test_a_note_below_a_table_without_rulings_is_no_row() -> None:
    ink = printed(
        UNRULED,
        *(
            (100 + 20 * n, [(str(n), 60), ("开展培训。", 100), ("区司法局", 200), ("全年", 300)])
            for n in (1, 2, 3)
        ),
        (190, [("注：按季度报送进展。", 60)]),
    )
    assert len(cells_of(Page(1, WIDTH, HEIGHT, ink))[0]) == 4


def test_rest_of_a_row_below_the_last_level_ruling_at_the_foot_of_the_page() -> None:
    texts = [("开展培训。", 100), ("区司法局", 200), ("全年", 300)]
    ink = printed(
        (630, UNRULED[1]),
        *((630 + 30 * n, [(str(n), 60), *texts]) for n in (1, 2, 3)),
        (750, [("4", 60), ("编制目录并且公布", 100), ("区教育局", 200), ("全年", 300)]),
        (764, [("结果并且报送", 100)]),
    )
    rules = [Rule(55, y, 340, y) for y in (620, 650, 680, 710, 740)]
    rows = cells_of(Page(1, WIDTH, HEIGHT, ink, rules))[0]
    assert rows[-1] == ["4", "编制目录并且公布结果并且报送", "区教育局", "全年"]


def test_the_lines_of_a_label_between_two_rows_are_one_cell() -> None:
    """Where no ruling parts rows, a label merged over an even number of them stands on no row's lines."""
    xs = [60.0, 90.0, 150.0, 330.0]
    body = ["新建公开专区并且按月更新到", "位，全年不少于十二期。"]
    ink: list[Glyph] = []
    for x, word in zip(xs, ["序号", "类别", "具体任务内容", "责任单位"], strict=True):
        ink += glyphs(word, x, 60)
    top = 90.0
    for number in range(1, 7):
        ink += glyphs(str(number), xs[0], top + PITCH / 2) + glyphs("区教育局", xs[3], top + PITCH / 2)
        ink += glyphs(body[0], xs[2], top) + glyphs(body[1], xs[2], top + PITCH)
        if number in (2, 5):  # near the last line of the row above and the first of this one
            ink += glyphs("夯实基础", xs[1], top - PITCH - 3) + glyphs("工作", xs[1], top - 3)
        top += 2 * PITCH + 6
    (found,) = page_layout(Page(1, WIDTH, HEIGHT, ink, [])).tables
    labels = [(c.row_span, c.text) for c in found.cells if c.column == 1 and c.row]
    assert labels == [(2, "夯实基础\n工作"), (4, "夯实基础\n工作")]


def test_a_page_number_in_the_gutter_between_two_columns_is_whole() -> None:
    column = "现将今年的重点工作任务分解如下请认真抓好落实并按时报"
    body = [g for k in range(14) for x in (40, 270) for g in glyphs(column[:21], x, 100 + 16 * k)]
    foot = [g for text, x in (("·", 245), ("1", 257), ("·", 264)) for g in glyphs(text, x, 760)]
    page = page_layout(Page(1, WIDTH, HEIGHT, body + foot))
    taken = take_furniture([page])
    assert ["".join(line.text.split()) for _, line in taken] == ["·1·"]
    assert len(page.lines) == 28
