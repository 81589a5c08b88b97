"""The TOML files that users write of their own bodies and topics."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wpkit.errors import NotFoundError, UsageError


def read_toml(path: str | Path, hint: str) -> dict[str, Any]:
    """The tables of a user's file. Raises NotFoundError or UsageError, with the `hint` where it is no TOML."""
    import tomllib

    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise NotFoundError(str(path), f"cannot be read ({error.strerror})", "Check the path.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(str(path), f"is no valid TOML ({error})", hint) from None
