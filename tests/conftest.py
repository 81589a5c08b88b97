from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# the same examples on every run, however slow the machine
settings.register_profile(
    "repeatable", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write what is printed into the golden files")
