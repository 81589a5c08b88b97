"""A reader of notices that does what the file says: it crashes, hangs, eats memory, or takes its time."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from typing import Any

from wpkit.errors import NoTasksError
from wpkit.schema import Notice, SourceInfo, Task


def parse(data: bytes, *, name: str, options: Any) -> Notice:
    words = data.decode().split()
    if words[0] == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if words[0] == "leave":
        os._exit(3)
    if words[0] == "hang":
        while True:
            pass
    if words[0] == "memory":
        held = []
        while True:
            held.append(bytearray(1 << 24))
    if words[0] == "bug":
        raise ValueError("unexpected")
    if words[0] == "empty":
        raise NoTasksError(name, "holds no task", "Check it.")
    if words[0] == "print":
        print("what a library prints")
    if words[0] == "slow":
        time.sleep(0.005)
    if words[0] == "long":
        time.sleep(0.5)
    source = SourceInfo(name=name, format="txt", sha256=hashlib.sha256(data).hexdigest())
    return Notice(source=source, tasks=(Task(id="t1", number="1", origin="body", content=data.decode()),))
