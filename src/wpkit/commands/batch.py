"""`wpkit batch`: progress on stderr, a summary at the end; the work is `run_batch`'s."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from wpkit.batch import MANIFEST, Progress, Summary, run_batch
from wpkit.commands import OK, SOME
from wpkit.commands.words import either, tell, visible
from wpkit.source import Options, size_of
from wpkit.storage import join
from wpkit.worker import Limits
from wpkit.writers import export, output_of

EVERY_SECONDS = 5.0


def batch(
    inputs: Sequence[str],
    output: str,
    *,
    formats: Sequence[str] = (),
    quiet: bool = False,
    lang: str = "en",
    timeout: float = 300.0,
    memory: str = "2G",
    options: Options | None = None,
    **how: Any,
) -> int:
    """`formats` beside JSON are exported from all results into OUT/tasks.FORMAT; `how` goes to `run_batch`."""
    wanted = [output_of(name) for name in formats if name != "json"]
    limits = Limits(timeout, size_of(memory))
    start = time.monotonic()
    progress, bar = (None, nullcontext()) if quiet else _progress(lang)
    with bar:
        summary = run_batch(inputs, output, limits=limits, options=options, tell=progress, **how)
    for known in wanted:
        from wpkit.inputs import read_notices

        export(read_notices(output), known.name, join(output, f"tasks.{known.name}"))
    if not quiet:
        _tell_summary(summary, output, time.monotonic() - start, lang)
    return SOME if summary.failed else OK


def _progress(lang: str) -> tuple[Callable[[Progress], None], AbstractContextManager[Any]]:
    if not sys.stderr.isatty():
        return _Lines(lang), nullcontext()
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    bar = Bar(
        TextColumn("{task.completed}/{task.total}"),
        BarColumn(),
        TextColumn(either("failed", "失败", lang) + " {task.fields[failed]}"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=console,
    )
    counted = bar.add_task("", total=None, failed=0, rate="")
    failed = 0
    start = time.monotonic()

    def step(done: Progress) -> None:
        nonlocal failed
        if done.result and done.result.code:
            failed += 1
            if not done.kept:
                bar.console.print(_failure(done), markup=False, highlight=False)
        speed = done.done / max(time.monotonic() - start, 0.1)
        rate = either(f"{speed:.1f}/s", f"每秒 {speed:.1f}", lang)
        bar.update(counted, completed=done.done, total=done.total, failed=failed, rate=rate)

    return step, bar


class _Lines:
    """Progress where there is no terminal: a line for each failure, and one every few seconds."""

    def __init__(self, lang: str) -> None:
        self._lang, self._last, self._failed = lang, time.monotonic(), 0

    def __call__(self, done: Progress) -> None:
        if done.result and done.result.code:
            self._failed += 1
            if not done.kept:
                tell(_failure(done))
        now = time.monotonic()
        if now - self._last >= EVERY_SECONDS:
            self._last = now
            text = either(
                f"{done.done} of {done.total}, {self._failed} failed",
                f"已处理 {done.done}/{done.total}，失败 {self._failed}",
                self._lang,
            )
            tell(text)


def _failure(done: Progress) -> str:
    result = done.result
    return visible(" ".join(f"wpkit: {done.path}: {result.code}: {result.message}".split())) if result else ""


def _tell_summary(summary: Summary, output: str, seconds: float, lang: str) -> None:
    codes = ", ".join(f"{code} {count}" for code, count in sorted(summary.codes.items()))
    failed = f"{summary.failed} ({codes})" if codes else str(summary.failed)
    tell(
        either(
            f"{summary.total} inputs in {seconds:.1f} s: {summary.read} read, {summary.kept} kept from before, "
            f"{summary.duplicates} duplicates, {failed} failed; {summary.tasks} tasks, "
            f"{summary.findings} findings. {join(output, MANIFEST)}",
            f"共 {summary.total} 份，用时 {seconds:.1f} 秒：读取 {summary.read}，沿用 {summary.kept}，"
            f"重复 {summary.duplicates}，失败 {failed}；任务 {summary.tasks} 项，疑点 {summary.findings} 条。"
            f"{join(output, MANIFEST)}",
            lang,
        )
    )
