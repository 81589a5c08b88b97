"""A printed name → the body's full standard name, from data; a name that is not known stays as it is."""

from __future__ import annotations

from collections.abc import Mapping


def canonical(name: str, aliases: Mapping[str, str] | None = None) -> str:
    if aliases and name in aliases:
        return aliases[name]
    return name
