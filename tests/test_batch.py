"""Batches: what fails costs itself alone, what is done is kept, and the output is the same however it came about."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from wpkit import storage
from wpkit.batch import Progress, Summary, run_batch
from wpkit.errors import UsageError
from wpkit.inputs import read_notices
from wpkit.worker import Limits

TESTS = Path(__file__).parent
SRC = TESTS.parent / "src"
READER = "hostile:parse"


@pytest.fixture(autouse=True)
def _reader_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(TESTS))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five plain notices, two of them equal, one below a folder."""
    for path, text in {
        "a.txt": "plain 1",
        "b.txt": "plain 2",
        "c/a.txt": "plain 1",
        "c/d.txt": "plain 3",
        "e.txt": "print 4",
    }.items():
        target = tmp_path / "in" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    return tmp_path / "in"


def batch(folder: Path, out: Path, **how: Any) -> Summary:
    return run_batch([folder], out, **{"jobs": 2, "reader": READER, "limits": Limits(60.0), **how})


def manifest(out: Path) -> dict[str, dict[str, Any]]:
    lines = (out / "manifest.jsonl").read_text("utf-8").splitlines()
    return {record["path"]: record for record in map(json.loads, lines)}


def outcomes(out: Path) -> dict[str, str]:
    return {path: record.get("code", record["outcome"]) for path, record in manifest(out).items()}


def contents(out: Path) -> dict[str, bytes]:
    """All files of the output but for the batch's own notes."""
    paths = [p for p in out.rglob("*") if p.is_file() and ".wpkit" not in p.parts]
    return {str(p.relative_to(out)): p.read_bytes() for p in paths}


def test_each_notice_has_its_json_below_the_same_path(folder: Path, tmp_path: Path) -> None:
    batch(folder, tmp_path / "out")
    assert sorted(contents(tmp_path / "out")) == [
        "a.txt.json",
        "b.txt.json",
        "c/d.txt.json",
        "e.txt.json",
        "manifest.jsonl",
    ]


def test_an_equal_file_is_read_once_and_named(folder: Path, tmp_path: Path) -> None:
    batch(folder, tmp_path / "out")
    record = manifest(tmp_path / "out")["c/a.txt"]
    assert (record["outcome"], record["same_as"]) == ("duplicate", "a.txt")


def test_the_manifest_names_every_input_in_order(folder: Path, tmp_path: Path) -> None:
    batch(folder, tmp_path / "out")
    assert list(manifest(tmp_path / "out")) == ["a.txt", "b.txt", "c/a.txt", "c/d.txt", "e.txt"]


@pytest.mark.parametrize("jobs", [1, 3])
def test_output_is_the_same_for_any_number_of_workers(folder: Path, tmp_path: Path, jobs: int) -> None:
    batch(folder, tmp_path / "two", jobs=2)
    batch(folder, tmp_path / "other", jobs=jobs)
    assert contents(tmp_path / "two") == contents(tmp_path / "other")


def test_what_is_done_is_not_done_again(folder: Path, tmp_path: Path) -> None:
    first = batch(folder, tmp_path / "out")
    again = batch(folder, tmp_path / "out")
    assert ((first.read, first.kept), (again.read, again.kept)) == ((4, 0), (0, 4))


def test_only_new_and_changed_notices_are_read(folder: Path, tmp_path: Path) -> None:
    batch(folder, tmp_path / "out")
    (folder / "b.txt").write_text("plain 22")
    (folder / "f.txt").write_text("plain 5")
    read: list[str] = []

    def note(progress: Progress) -> None:
        if progress.result and not progress.kept:
            read.append(progress.path)

    batch(folder, tmp_path / "out", tell=note)
    assert sorted(read) == ["b.txt", "f.txt"]


def test_a_result_that_is_gone_is_made_again(folder: Path, tmp_path: Path) -> None:
    batch(folder, tmp_path / "out")
    whole = contents(tmp_path / "out")
    (tmp_path / "out" / "b.txt.json").unlink()
    (tmp_path / "out" / "a.txt.json").write_text("cut")
    assert batch(folder, tmp_path / "out").read == 2
    assert contents(tmp_path / "out") == whole


def test_own_bodies_and_topics_reach_the_workers_and_change_what_is_done(tmp_path: Path) -> None:
    from wpkit.source import Options

    (tmp_path / "a.txt").write_text((TESTS / "cases/cli/data/table.txt").read_text("utf-8"), "utf-8")
    out = tmp_path / "out"
    own = Options(units={"区司法局": "区司法和信访工作局"}, topics={"own": {"topics": {"目录": ["目录"]}}})
    run_batch([tmp_path / "a.txt"], out)
    again = run_batch([tmp_path / "a.txt"], out, options=own)
    tasks = json.loads((out / "a.txt.json").read_text("utf-8"))["tasks"]
    read = (again.kept, tasks[1]["units"][0]["canonical"], tasks[0]["category"]["topic"])
    assert read == (0, "区司法和信访工作局", "目录")


def test_force_reads_all_anew(folder: Path, tmp_path: Path) -> None:
    batch(folder, tmp_path / "out")
    assert batch(folder, tmp_path / "out", force=True).read == 4


def test_a_notice_that_no_longer_reads_leaves_no_old_result(folder: Path, tmp_path: Path) -> None:
    batch(folder, tmp_path / "out")
    (folder / "b.txt").write_text("empty")
    batch(folder, tmp_path / "out")
    assert not (tmp_path / "out" / "b.txt.json").exists()


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("crash", "crash"),
        ("leave", "crash"),
        ("hang", "timeout"),
        ("memory", "memory"),
        ("bug", "bug"),
        ("empty", "no-tasks"),
    ],
)
def test_a_notice_that_fails_costs_itself_alone(folder: Path, tmp_path: Path, kind: str, code: str) -> None:
    (folder / "bad.txt").write_text(kind)
    summary = batch(folder, tmp_path / "out", limits=Limits(5.0 if kind == "hang" else 60.0, 400 << 20))
    assert outcomes(tmp_path / "out") == {
        "a.txt": "done",
        "b.txt": "done",
        "bad.txt": code,
        "c/a.txt": "duplicate",
        "c/d.txt": "done",
        "e.txt": "done",
    }
    assert (summary.failed, summary.codes) == (1, {code: 1})


def test_what_failed_is_not_tried_again(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.txt").write_text("crash")
    batch(folder, tmp_path / "out")
    again = batch(folder, tmp_path / "out")
    assert (again.read, again.failed) == (0, 1)


def test_a_worker_killed_from_outside_loses_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.txt").write_text(f"slow {number}")
    killed: list[int] = []

    def kill_one(progress: Progress) -> None:
        if progress.done == 10:
            ps = subprocess.run(
                ["ps", "-o", "pid=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=True
            )
            for pid in map(int, ps.stdout.split()):
                command = Path(f"/proc/{pid}/cmdline")
                if command.exists() and b"wpkit.worker" in command.read_bytes():
                    os.kill(pid, signal.SIGKILL)
                    killed.append(pid)
                    return

    summary = batch(folder, tmp_path / "out", tell=kill_one)
    assert (len(killed), summary.failed, summary.read) == (1, 0, 40)


def test_a_reader_that_does_not_start_is_no_notice_s_fault(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not start"):
        batch(folder, tmp_path / "out", reader="missing:parse")
    assert batch(folder, tmp_path / "out").kept == 0


@pytest.mark.parametrize("seed", range(20))
def test_killed_at_any_moment_the_batch_ends_the_same(tmp_path: Path, seed: int) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:02}.txt").write_text(f"slow {number % 55}")
    batch(folder, tmp_path / "undisturbed")
    code = f"from wpkit.batch import run_batch; run_batch([{str(folder)!r}], {str(out)!r}, jobs=2, reader={READER!r})"
    env = {"PYTHONPATH": f"{SRC}{os.pathsep}{TESTS}", "PATH": os.environ["PATH"]}
    process = subprocess.Popen([sys.executable, "-c", code], env=env)
    time.sleep(random.Random(seed).uniform(0.05, 0.7))
    process.kill()
    process.wait()
    for path, data in contents(out).items():
        assert data == contents(tmp_path / "undisturbed")[path], f"{path} is half written"
    journal = out / ".wpkit" / "journal"
    noted = sum(p.read_bytes().count(b"\n") for p in journal.glob("*.jsonl")) if journal.exists() else 0
    assert batch(folder, out).kept >= noted
    assert contents(out) == contents(tmp_path / "undisturbed")
    assert not any((out / ".wpkit" / "tmp").iterdir())


@pytest.mark.parametrize(
    ("include", "exclude", "taken"),
    [
        (["*.txt"], ["c/*"], ["a.txt", "b.txt", "e.txt"]),
        (["c/*"], [], ["c/a.txt", "c/d.txt"]),
        ([], ["a.txt"], ["b.txt", "c/d.txt", "e.txt"]),
        (["*.dat"], [], ["odd.dat"]),
    ],
)
def test_patterns_choose_the_files(
    folder: Path, tmp_path: Path, include: list[str], exclude: list[str], taken: list[str]
) -> None:
    (folder / "odd.dat").write_text("plain 9")
    batch(folder, tmp_path / "out", include=include, exclude=exclude)
    assert list(manifest(tmp_path / "out")) == taken


@pytest.mark.parametrize("name", ["~$a.txt", ".hidden.txt", "picture.png", ".git/a.txt"])
def test_files_that_are_no_notices_are_passed_over(folder: Path, tmp_path: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("plain 7")
    assert batch(folder, tmp_path / "out").total == 5


def test_an_output_inside_the_folder_is_not_read(folder: Path) -> None:
    batch(folder, folder / "out")
    (folder / "out" / "x.txt").write_text("plain 8")
    assert batch(folder, folder / "out").total == 5


def test_the_same_path_in_two_folders_stays_two(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "a.txt").write_text("plain 10")
    run_batch([folder, tmp_path / "more"], tmp_path / "out", jobs=1, reader=READER)
    assert outcomes(tmp_path / "out")["more/a.txt"] == "done"


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_nothing_to_read_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError):
        batch(tmp_path / name, tmp_path / "out")


@pytest.mark.parametrize(
    "name", ["空 格.txt", "new\nline.txt", os.fsdecode("工作".encode("gbk") + b".txt"), "'; DROP.txt"]
)
def test_any_file_name_comes_out_and_is_kept(folder: Path, tmp_path: Path, name: str) -> None:
    (folder / name).write_text("plain 11")
    batch(folder, tmp_path / "out")
    assert batch(folder, tmp_path / "out").read == 0
    assert (tmp_path / "out" / f"{name}.json").is_file()
    assert manifest(tmp_path / "out")[name]["outcome"] == "done"


def test_the_results_of_any_file_name_are_read_back(folder: Path, tmp_path: Path) -> None:
    (folder / os.fsdecode("工作".encode("gbk") + b".txt")).write_text("plain 11")
    batch(folder, tmp_path / "out")
    assert [notice.tasks[0].content for notice in read_notices(tmp_path / "out")].count("plain 11") == 1


def test_links_neither_lead_in_circles_nor_stop_the_batch(folder: Path, tmp_path: Path) -> None:
    (folder / "circle").symlink_to(".")
    (folder / "nowhere.txt").symlink_to("missing")
    os.mkfifo(folder / "pipe.txt")
    assert batch(folder, tmp_path / "out").total == 5


def test_an_output_that_is_a_file_is_an_error(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(UsageError, match="cannot be written"):
        batch(folder, tmp_path / "out")


def test_a_second_batch_leaves_the_first_ones_output_alone(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "HELD_SECONDS", 0.1)
    refused: list[str] = []

    def start_another(progress: Progress) -> None:
        with pytest.raises(UsageError, match="another batch") as raised:
            batch(folder, tmp_path / "out")
        refused.append(str(raised.value))

    batch(folder, tmp_path / "out", tell=start_another)
    assert len(refused) == 5


def test_what_the_disk_refused_is_tried_again(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "b.txt.json").mkdir(parents=True)
    batch(folder, tmp_path / "out")
    assert outcomes(tmp_path / "out")["b.txt"] == "usage"
    (tmp_path / "out" / "b.txt.json").rmdir()
    assert batch(folder, tmp_path / "out").read == 1


def test_what_could_not_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "n.json").mkdir()
    with pytest.raises(UsageError):
        storage.write(str(tmp_path / "n.json"), b"{}", str(tmp_path / "scratch"))
    assert list((tmp_path / "scratch").iterdir()) == []


def test_times_stand_apart_from_the_manifest(folder: Path, tmp_path: Path) -> None:
    batch(folder, tmp_path / "out")
    lines = (tmp_path / "out" / ".wpkit" / "times.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["path"] for line in lines] == ["a.txt", "b.txt", "c/d.txt", "e.txt"]
    assert "seconds" not in (tmp_path / "out" / "manifest.jsonl").read_text("utf-8")


def test_ctrl_c_ends_with_one_line_and_what_is_done_is_kept(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for number in range(2000):  # more than are read before the signal comes, however late
        (folder / f"{number:04}.txt").write_text("一、主要任务\n" * 30 + f"{number}")
    command = [sys.executable, "-m", "wpkit", "batch", str(folder), "-o", str(out), "--jobs", "1", "--quiet"]
    process = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(SRC)}, stderr=subprocess.PIPE, text=True
    )
    journal = out / ".wpkit" / "journal" / "00000001.jsonl"
    end = time.monotonic() + 60
    while not (journal.exists() and journal.stat().st_size) and time.monotonic() < end:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    words = process.communicate(timeout=60)[1]
    assert (process.returncode, words) == (130, "wpkit: interrupted\n")
    for path in sorted(folder.iterdir())[20:]:
        path.unlink()
    assert run_batch([folder], out, jobs=1).kept >= 1


def test_a_listing_is_in_the_order_of_names(tmp_path: Path) -> None:
    for path in ["b/2.txt", "b.txt", "a.txt", "b/1.txt", "c.txt"]:
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).touch()
    assert list(storage.walk(str(tmp_path))) == ["a.txt", "b/1.txt", "b/2.txt", "b.txt", "c.txt"]
