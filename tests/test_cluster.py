"""A batch on a Dask cluster, and at addresses of fsspec, gives what it gives on this machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from test_batch import READER, SRC, TESTS, contents, outcomes
from wpkit.batch import Progress, run_batch
from wpkit.cluster import ClusterPool
from wpkit.errors import NotFoundError, UsageError
from wpkit.source import Options
from wpkit.worker import Job, Limits

distributed = pytest.importorskip("distributed", reason="needs the extra wpkit[cluster]")


@pytest.fixture(autouse=True)
def _reader_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", f"{TESTS}{os.pathsep}{SRC}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    for number in range(40):
        (tmp_path / "in" / ("deep" if number % 3 else ".") / f"{number:02}.txt").write_text(
            f"slow {number % 35}"
        )
    (tmp_path / "in" / "bad.txt").write_text("crash")
    return tmp_path / "in"


@pytest.fixture
def cluster(_reader_on_path: None) -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    ) as started:
        yield started


def pids_of(cluster: Any) -> dict[str, int]:
    """The process of each worker, by its address."""
    with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
        found: dict[str, int] = client.run(os.getpid)
    return found


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_cluster_gives_the_same_output_though_a_worker_is_killed(
    folder: Path, tmp_path: Path, cluster: Any
) -> None:
    run_batch([folder], tmp_path / "here", jobs=2, reader=READER, limits=Limits(60.0))
    pids = list(pids_of(cluster).values())

    def kill_one(progress: Progress) -> None:
        if progress.done == 12:
            os.kill(pids[0], signal.SIGKILL)

    address = cluster.scheduler_address
    run_batch(
        [folder], tmp_path / "there", cluster=address, reader=READER, limits=Limits(60.0), tell=kill_one
    )
    assert contents(tmp_path / "there") == contents(tmp_path / "here")
    again = run_batch([folder], tmp_path / "there", cluster=address, reader=READER, limits=Limits(60.0))
    assert again.read == 0


def test_a_result_that_died_with_its_worker_is_made_again(tmp_path: Path, cluster: Any) -> None:
    pool = ClusterPool(cluster.scheduler_address, None, READER, Limits(60.0), Options())
    for number in range(4):
        notice, output = tmp_path / f"{number}.txt", tmp_path / "out" / f"{number}.txt.json"
        notice.write_text(f"long {number}")
        pool.submit(Job(number, str(notice), notice.name, str(output), str(tmp_path / "tmp")))
    tasks, workers = cluster.scheduler.tasks, cluster.scheduler.workers
    wait_until(lambda: [task.state for task in list(tasks.values())] == ["memory"] * 4)
    lost = next(iter(workers))
    os.kill(pids_of(cluster)[lost], signal.SIGKILL)
    wait_until(lambda: lost not in workers)
    time.sleep(0.1)  # the client hears of it
    results = [result for _, result in pool.finished(wait=True)]
    pool.stop()
    assert [result.code for result in results] == [None] * 4


def test_a_notice_that_lost_all_its_workers_is_sent_again(
    folder: Path, tmp_path: Path, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster.scheduler, "allowed_failures", 0)
    pids = pids_of(cluster)

    def kill_all(progress: Progress) -> None:
        if progress.done == 5:
            for pid in pids.values():
                os.kill(pid, signal.SIGKILL)

    address, out = cluster.scheduler_address, tmp_path / "out"
    run_batch([folder], out, cluster=address, reader=READER, limits=Limits(60.0), tell=kill_all)
    assert {path for path, code in outcomes(out).items() if code not in ("done", "duplicate")} == {"bad.txt"}


def test_a_lost_scheduler_ends_the_batch_with_one_error(folder: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    scheduler = subprocess.Popen(
        [*command, "--no-dashboard", "--scheduler-file", str(tmp_path / "scheduler")],
        stderr=subprocess.DEVNULL,
    )
    written = tmp_path / "scheduler"
    wait_until(lambda: written.exists() and written.read_text().rstrip().endswith("}"))
    address = json.loads(written.read_text())["address"]
    command = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-nanny", "--no-dashboard"]
    worker = subprocess.Popen([*command, "--nthreads", "1"], stderr=subprocess.DEVNULL)

    def kill(progress: Progress) -> None:
        if progress.done == 12:
            scheduler.kill()

    try:
        with pytest.raises(NotFoundError, match="the scheduler was lost"):
            run_batch([folder], tmp_path / "out", cluster=address, reader=READER, tell=kill)
    finally:
        worker.kill()
        scheduler.kill()
    assert run_batch([folder], tmp_path / "out", jobs=1, reader=READER).kept > 0


def test_a_scheduler_without_workers_is_an_error(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wpkit.cluster.WORKERS_SECONDS", 0.2)
    with (
        distributed.LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0") as started,
        pytest.raises(NotFoundError, match="no worker"),
    ):
        run_batch([folder], tmp_path / "out", cluster=started.scheduler_address, reader=READER)


def test_a_reader_that_no_worker_has_is_one_error(folder: Path, tmp_path: Path, cluster: Any) -> None:
    with pytest.raises(UsageError, match="does not start"):
        run_batch([folder], tmp_path / "out", cluster=cluster.scheduler_address, reader="missing:parse")


def test_many_notices_go_to_a_worker_at_once(folder: Path, tmp_path: Path, cluster: Any) -> None:
    pool = ClusterPool(cluster.scheduler_address, None, READER, Limits(60.0), Options(), total=1000)
    for number in range(40):
        name = f"{number:02}.txt" if number % 3 == 0 else f"deep/{number:02}.txt"
        pool.submit(
            Job(number, str(folder / name), name, str(tmp_path / "out" / name), str(tmp_path / "tmp"))
        )
    ids = sorted(job.id for job, result in pool.finished(wait=True) if result.code is None)
    tasks = len(cluster.scheduler.tasks)
    pool.stop()
    assert (ids, tasks < 10) == (list(range(40)), True)


def test_no_scheduler_is_an_error(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        run_batch([folder], tmp_path / "out", cluster="tcp://127.0.0.1:1", reader=READER)


def test_other_addresses_give_the_same_output(folder: Path, tmp_path: Path) -> None:
    run_batch([folder], tmp_path / "here", jobs=2, reader=READER, limits=Limits(60.0))
    remote = f"file://{tmp_path}"
    run_batch([f"{remote}/in"], f"{remote}/there", jobs=2, reader=READER, limits=Limits(60.0))
    assert contents(tmp_path / "there") == contents(tmp_path / "here")
    again = run_batch([f"{remote}/in"], f"{remote}/there", jobs=2, reader=READER, limits=Limits(60.0))
    assert (again.read, contents(tmp_path / "there")) == (0, contents(tmp_path / "here"))
