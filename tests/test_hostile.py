"""Files made to do harm end as stated, within bounds of time and memory; they write nothing, call nobody, run nothing.

What takes long is tried by hand: python -m attacks.runner NAME… (in tests/).
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from attacks import Attack, attacks

TESTS = Path(__file__).parent
MARK = "SECRET-8c1f"
ALL = attacks()
SMALL = [attack for attack in ALL.values() if not attack.big]
Outcome = dict[str, Any]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its limits are those of POSIX systems")


@pytest.fixture(scope="session")
def server() -> Iterator[socket.socket]:
    """A server that nobody should call."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


@pytest.fixture(scope="session")
def outcome(
    server: socket.socket, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Attack], Outcome]]:
    """Reads an attack in the runner, each at most once."""
    secret = tmp_path_factory.mktemp("secret") / "secret.txt"
    secret.write_text(f"1. {MARK}开展检查。（责任单位：区司法局）\n")
    address = f"http://127.0.0.1:{server.getsockname()[1]}"
    held: dict[str, Outcome] = {}
    command = [sys.executable, "-m", "attacks.runner"]
    with subprocess.Popen(
        command, cwd=TESTS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as runner:
        assert runner.stdin
        assert runner.stdout
        stdin, stdout = runner.stdin, runner.stdout

        def read(attack: Attack) -> Outcome:
            if attack.name not in held:
                stdin.write(
                    json.dumps({"name": attack.name, "secret": str(secret), "server": address}) + "\n"
                )
                stdin.flush()
                held[attack.name] = json.loads(stdout.readline())
            return held[attack.name]

        yield read
        stdin.close()


each = pytest.mark.parametrize("attack", SMALL, ids=lambda attack: attack.name)


@each
def test_it_ends_as_stated_in_one_line(attack: Attack, outcome: Callable[[Attack], Outcome]) -> None:
    got = outcome(attack)
    ends = (
        "WpkitError" if attack.ends == "notice|WpkitError" and got["ends"].endswith("Error") else got["ends"]
    )
    assert ends in attack.ends.split("|"), got["error"]
    assert "\n" not in got["error"]


@each
def test_it_is_read_within_its_bounds(attack: Attack, outcome: Callable[[Attack], Outcome]) -> None:
    got = outcome(attack)
    assert got["seconds"] <= attack.seconds
    assert got["megabytes"] <= attack.megabytes


@each
def test_it_writes_nothing_calls_nobody_runs_nothing(
    attack: Attack, outcome: Callable[[Attack], Outcome], server: socket.socket
) -> None:
    got = outcome(attack)
    assert got["events"] == []
    assert MARK not in got["text"]
    with suppress(BlockingIOError):
        server.accept()
        pytest.fail("the server was called")


def test_the_watch_sees_what_it_looks_for(tmp_path: Path) -> None:
    """Each kind of event, done on purpose, so that an empty list means something."""
    program = f"""
import os, socket, subprocess, sys
sys.path.insert(0, {str(TESTS)!r})
from attacks.runner import Watch
watch = Watch()
watch.on = True
open({str(tmp_path / "written")!r}, "w").close()
socket.socket()
subprocess.run(["true"])
os.mkdir({str(tmp_path / "made")!r})
watch.on = False
print(sorted({{event.split()[0].split(".")[0] for event in watch.events}}))
"""
    seen = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert seen.strip() == "['open', 'os', 'socket', 'subprocess']"
