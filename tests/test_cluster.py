"""A batch on a Dask cluster, and at addresses of fsspec, gives what it gives on this machine."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from test_batch import READER, SRC, TESTS, contents
from wpkit.batch import Progress, run_batch
from wpkit.errors import NotFoundError
from wpkit.worker import Limits

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
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as started:
        yield started


@pytest.mark.skipif(
    "WPKIT_CLUSTER_TESTS" not in os.environ,
    reason="fails now and then: a notice on the killed worker may be lost; WPKIT_CLUSTER_TESTS=1 runs it",
)
def test_a_cluster_gives_the_same_output_though_a_worker_is_killed(
    folder: Path, tmp_path: Path, cluster: Any
) -> None:
    run_batch([folder], tmp_path / "here", jobs=2, reader=READER, limits=Limits(60.0))
    with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
        pids = list(client.run(os.getpid).values())

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
