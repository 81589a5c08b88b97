"""The accuracy table of the README is what the samples give."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_accuracy_table_is_what_its_command_prints() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "accuracy.py"), "--check"]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0
