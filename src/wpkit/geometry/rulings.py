"""Rules → grids: pieces of one ruling merged, crossing rulings grouped, their edges made rows and columns.

A grid slot without a ruling between it and its neighbour is one cell with it: that is how merged cells show.
"""

from __future__ import annotations

from bisect import bisect_left

from wpkit.geometry.model import Box, PageCell, Rule
from wpkit.records import record

SNAP = 2.5  # points: rulings nearer than this are one (double lines, borders drawn twice)
REACH = 3.0  # points: ends of rulings that are this near to each other touch
LEAST = 6.0  # points: a shorter ruling, once its pieces are merged, is part of a drawing
MOST_RULINGS = 1500  # on one page each way, after merging; more is a drawing, not a table
COVERED = 0.6  # of a slot's side: a shorter ruling there does not part two cells
STICKS_OUT = (
    5.0  # points: a ruling that goes on this far beyond the outermost crossing ruling has an open end
)
ONE_ROW = (
    40.0  # points: a row of one cell over all columns is lower; what is higher is text between two tables
)


@record()
class Ruling:
    """A straight line: `at` on its own axis, from `start` to `end` on the other."""

    at: float
    start: float
    end: float


@record()
class Grid:
    """`goes_on`: whether it was read as the rest of the table that the page before ended with."""

    xs: list[float]
    ys: list[float]
    cells: list[PageCell]
    goes_on: bool = False

    @property
    def box(self) -> Box:
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def merged_rulings(rules: list[Rule]) -> tuple[list[Ruling], list[Ruling]]:
    """Horizontal and vertical rulings, each drawn once, as long as their touching pieces together."""
    flat = [((r.top + r.bottom) / 2, r.x0, r.x1) for r in rules if r.x1 - r.x0 >= r.bottom - r.top]
    upright = [((r.x0 + r.x1) / 2, r.top, r.bottom) for r in rules if r.x1 - r.x0 < r.bottom - r.top]
    return _merged(flat), _merged(upright)


def _merged(pieces: list[tuple[float, float, float]]) -> list[Ruling]:
    pieces.sort()
    rulings: list[Ruling] = []
    index = 0
    while index < len(pieces):
        first = pieces[index][0]
        stop = index
        while stop < len(pieces) and pieces[stop][0] - first <= SNAP:
            stop += 1
        group = pieces[index:stop]
        index = stop
        weight = sum(p[2] - p[1] for p in group) or 1.0
        at = sum(p[0] * (p[2] - p[1]) for p in group) / weight if weight > 1 else group[0][0]
        start, end = 0.0, -1e9
        for _, a, b in sorted(group, key=lambda p: p[1]):
            if a - end > REACH:
                if end - start >= LEAST:
                    rulings.append(Ruling(at, start, end))
                start, end = a, b
            else:
                end = max(end, b)
        if end - start >= LEAST:
            rulings.append(Ruling(at, start, end))
    return rulings


Group = tuple[list[Ruling], list[Ruling]]  # level and upright rulings that hang together
Loose = tuple[float, float, list[Ruling]]  # left, right and the level rulings between


def grids(flat: list[Ruling], upright: list[Ruling]) -> tuple[list[Grid], list[Loose]]:
    """The ruled grids of a page from top to bottom, and boxes with level rulings but no columns.

    Grids of a single cell are left out.
    """
    if not flat or not upright or len(flat) > MOST_RULINGS or len(upright) > MOST_RULINGS:
        return [], []
    found: list[Grid] = []
    for rows, columns in _side_by_side(_stacked(_crossing(flat, upright), flat)):
        grid = ruled_grid(rows, columns)
        if grid is not None and len(grid.cells) > 1:
            found.append(grid)
    found = _outermost(found)
    loose = [
        (
            g.xs[0],
            g.xs[-1],
            [
                r
                for r in flat
                if g.ys[0] - 1 <= r.at <= g.ys[-1] + 1 and r.start < g.xs[-1] and r.end > g.xs[0]
            ],
        )
        for g in found
        if len(g.xs) == 2 and len(g.ys) > 2
    ]
    return sorted((g for g in found if len(g.xs) > 2), key=lambda g: (g.ys[0], g.xs[0])), loose


def _crossing(flat: list[Ruling], upright: list[Ruling]) -> list[Group]:
    """Groups of rulings that hang together."""
    parent = list(range(len(flat) + len(upright)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    starts = [h.at for h in flat]
    for j, v in enumerate(upright, len(flat)):
        for i in range(bisect_left(starts, v.start - REACH), len(flat)):
            h = flat[i]
            if h.at > v.end + REACH:
                break
            if h.start - REACH <= v.at <= h.end + REACH:
                parent[root(i)] = j
    groups: dict[int, Group] = {}
    for i, h in enumerate(flat):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(upright):
        groups.setdefault(root(len(flat) + j), ([], []))[1].append(v)
    return [(h, v) for h, v in groups.values() if h and v]


def _stacked(groups: list[Group], flat: list[Ruling]) -> list[Group]:
    """Groups right below one another with the same rulings are one table: where its sides are open, no upright ruling
    passes a row whose one cell covers all columns. Such a row may also begin or end what is on a page."""
    stacked: list[Group] = []
    for rows, columns in sorted(groups, key=lambda g: g[0][0].at):
        above = next((g for g in stacked if _goes_on_below(g, (rows, columns))), None)
        if above is None:
            stacked.append((list(rows), list(columns)))
        else:
            above[0].extend(rows)
            above[1].extend(columns)
    held = {id(ruling) for rows, _ in groups for ruling in rows}
    for loose in (r for r in flat if id(r) not in held):
        for rows, columns in stacked:
            first, last = rows[0], rows[-1]
            if _has_open_sides(rows, columns) and (_is_a_row(last, loose) or _is_a_row(loose, first)):
                rows.append(loose)
                rows.sort(key=lambda r: r.at)
                break
    return stacked


def _goes_on_below(above: Group, below: Group) -> bool:
    xs, others = (sorted({round(r.at) for r in columns}) for _, columns in (above, below))
    return (
        _is_a_row(above[0][-1], below[0][0])
        and len(xs) == len(others)
        and all(abs(a - b) <= SNAP for a, b in zip(xs, others, strict=True))
        and _has_open_sides(*below)
    )


def _is_a_row(upper: Ruling, lower: Ruling) -> bool:
    """Whether two level rulings have the same ends and room for a line or two between them."""
    same = abs(upper.start - lower.start) < SNAP and abs(upper.end - lower.end) < SNAP
    return same and 0 < lower.at - upper.at < ONE_ROW


def _has_open_sides(rows: list[Ruling], columns: list[Ruling]) -> bool:
    left, right = min(r.at for r in columns), max(r.at for r in columns)
    return left - rows[0].start > STICKS_OUT and rows[0].end - right > STICKS_OUT


def _side_by_side(groups: list[Group]) -> list[Group]:
    """Groups with the same row edges are one table, whose column between them is drawn without rulings."""
    joined: dict[tuple[int, ...], Group] = {}
    for index, (rows, columns) in enumerate(groups):
        heights = sorted({round(r.at / 2) for r in rows})
        # rounded to two points, and one that lies on the edge of two such steps is left alone
        key = tuple(heights) if len(heights) > 2 else (-1, index)
        known = joined.setdefault(key, ([], []))
        known[0].extend(rows)
        known[1].extend(columns)
    return list(joined.values())


def _edges(rulings: list[Ruling], across: list[Ruling]) -> list[float]:
    """Where the rulings stand, and an edge of their own for ends of crossing rulings that stick out."""
    edges: list[float] = []
    for at in sorted(r.at for r in rulings):
        if not edges or at - edges[-1] > SNAP:
            edges.append(at)
    first, last = min(r.start for r in across), max(r.end for r in across)
    if last - edges[-1] > STICKS_OUT:
        edges.append(last)
    if edges[0] - first > STICKS_OUT:
        edges.insert(0, first)
    return edges


def ruled_grid(flat: list[Ruling], upright: list[Ruling]) -> Grid | None:
    """The grid of rulings that hang together; None if they hold no slot."""
    xs, ys = _edges(upright, flat), _edges(flat, upright)
    if len(xs) < 2 or len(ys) < 2:
        return None
    below = _borders(flat, ys, xs)
    beside = _borders(upright, xs, ys)
    width, height = len(xs) - 1, len(ys) - 1
    label = [[-1] * width for _ in range(height)]
    cells: list[PageCell] = []
    for i in range(height):
        for j in range(width):
            if label[i][j] >= 0:
                continue
            last = j
            while last + 1 < width and label[i][last + 1] < 0 and not beside[last + 1][i]:
                last += 1
            end = i
            while end + 1 < height and _goes_on(below, beside, label, end, j, last):
                end += 1
            for a in range(i, end + 1):
                for b in range(j, last + 1):
                    label[a][b] = len(cells)
            box = (xs[j], ys[i], xs[last + 1], ys[end + 1])
            cells.append(PageCell(i, j, end - i + 1, last - j + 1, box))
    return squeezed(Grid(xs, ys, cells))


def _goes_on(
    below: list[list[bool]], beside: list[list[bool]], label: list[list[int]], row: int, first: int, last: int
) -> bool:
    """Whether the cell over columns `first` to `last` goes on below `row`: nothing parts it from there."""
    return all(not below[row + 1][b] and label[row + 1][b] < 0 for b in range(first, last + 1)) and not any(
        beside[b][row + 1] for b in range(first + 1, last + 1)
    )


def _borders(rulings: list[Ruling], edges: list[float], across: list[float]) -> list[list[bool]]:
    """For each edge, which of the stretches between `across` have a ruling on it."""
    spans = len(across) - 1
    covered = [[0.0] * spans for _ in edges]
    for ruling in rulings:
        edge = _nearest(edges, ruling.at)
        start = max(bisect_left(across, ruling.start) - 1, 0)
        for k in range(start, spans):
            if across[k] >= ruling.end:
                break
            covered[edge][k] += max(0.0, min(ruling.end, across[k + 1]) - max(ruling.start, across[k]))
    return [
        [covered[e][k] >= COVERED * (across[k + 1] - across[k]) for k in range(spans)]
        for e in range(len(edges))
    ]


def _nearest(edges: list[float], at: float) -> int:
    """Which of the edges, in order, is nearest."""
    k = bisect_left(edges, at)
    if k == len(edges) or (k and at - edges[k - 1] <= edges[k] - at):
        return k - 1
    return k


def squeezed(grid: Grid) -> Grid:
    """Without rows and columns in which no cell begins: they come from rulings that part nothing."""
    rows = sorted({c.row for c in grid.cells})
    columns = sorted({c.column for c in grid.cells})
    if len(rows) == len(grid.ys) - 1 and len(columns) == len(grid.xs) - 1:
        return grid
    xs = [grid.xs[j] for j in columns] + [grid.xs[-1]]
    ys = [grid.ys[i] for i in rows] + [grid.ys[-1]]
    for cell in grid.cells:
        end_row = bisect_left(rows, cell.row + cell.row_span)
        end_column = bisect_left(columns, cell.column + cell.column_span)
        cell.row, cell.column = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
        cell.row_span, cell.column_span = end_row - cell.row, end_column - cell.column
    return Grid(xs, ys, grid.cells)


def _outermost(found: list[Grid]) -> list[Grid]:
    """Grids that stand in a cell of another one are part of that cell's text."""
    return [g for g in found if not any(o is not g and _inside(g.box, o.box) for o in found)]


def _inside(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0] - 1
        and inner[1] >= outer[1] - 1
        and inner[2] <= outer[2] + 1
        and inner[3] <= outer[3] + 1
        and inner != outer
    )
