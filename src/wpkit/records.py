"""Dataclasses that cost next to nothing until one is made.

`dataclass` compiles the methods of every class anew at each start, which for the few dozen classes of a run takes as
long as reading a notice of fifteen pages. Here equality, hash and repr are common to all, and `__init__` is compiled
when the first of its kind is made: many kinds never are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from types import CodeType
from typing import Any, NoReturn, TypeVar, cast, dataclass_transform

from wpkit.kept import functions

_T = TypeVar("_T")


def _values(self: Any) -> tuple[Any, ...]:
    return tuple([getattr(self, name) for name in self.__dataclass_fields__])


def _eq(self: Any, other: object) -> Any:
    return _values(self) == _values(other) if other.__class__ is self.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash(_values(self))


def _repr(self: Any) -> str:
    values = zip(self.__dataclass_fields__, _values(self), strict=True)
    return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in values)})"


def _no_setting(self: Any, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _no_deleting(self: Any, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return list(_values(self))


def _set_state(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__dataclass_fields__, state, strict=True):
        object.__setattr__(self, name, value)


_COMMON = {"__eq__": _eq, "__repr__": _repr}
_CHANGEABLE = {"__hash__": None}
_FROZEN = {"__hash__": _hash, "__setattr__": _no_setting, "__delattr__": _no_deleting}
_STATE = {"__getstate__": _state, "__setstate__": _set_state}
_FRESH = type(
    "Fresh", (), {"__repr__": lambda self: "<factory>"}
)()  # stands for a default that is made for each one
_made: list[tuple[Any, bool]] = []  # the classes, and whether each is frozen


@dataclass_transform(field_specifiers=(field, Field))
def record(
    *, frozen: bool = False, slots: bool = True, kw_only: bool = False
) -> Callable[[type[_T]], type[_T]]:
    """A standard dataclass with the methods that `dataclass(frozen=…, slots=…, kw_only=…)` gives it; those that the
    class has of its own stay. Equal are two of one class whose fields are; a frozen one can be hashed.

    >>> @record(frozen=True)
    ... class Page:
    ...     number: int
    ...     width: float = 595.0
    >>> Page(3), Page(3) == Page(3, 595.0)
    (Page(number=3, width=595.0), True)
    """
    common = _COMMON | (_FROZEN if frozen else _CHANGEABLE) | (_STATE if frozen and slots else {})

    def made(cls: type[_T]) -> type[_T]:
        for name, method in common.items():
            if name not in vars(cls):
                setattr(cls, name, method)
        text = cls.__doc__
        cls.__doc__ = text or " "  # else `dataclass` sets out to write the signature there
        out: Any = dataclass(
            init=False, repr=False, eq=False, match_args=False, slots=slots, kw_only=kw_only
        )(cls)
        out.__doc__ = text
        if "__init__" not in vars(cls):
            out.__init__ = _at_first(out, frozen)
            out.__signature__ = _Signature(out, frozen)
            _made.append((out, frozen))
        return cast("type[_T]", out)

    return made


def _at_first(cls: Any, frozen: bool) -> Callable[..., None]:
    """Stands for the class's `__init__` until one is made or asked for."""

    def __init__(self: Any, *given: Any, **named: Any) -> None:
        _write(cls, frozen)
        cls.__init__(self, *given, **named)

    return __init__


class _Signature:
    """What `inspect` is told of how a class is called, which may not be written yet."""

    def __init__(self, made: Any, frozen: bool) -> None:
        self._made, self._frozen = made, frozen

    def __get__(self, one: object, cls: Any) -> Any:
        from inspect import signature

        _write(self._made, self._frozen)
        found = signature(cls.__init__)
        return found.replace(parameters=list(found.parameters.values())[1:])


def _write(cls: Any, frozen: bool) -> None:
    text, known = _init(cls, frozen)
    code = functions().get(text)
    exec(code if isinstance(code, CodeType) else compile_function(text), known)
    cls.__init__ = known["__init__"]
    cls.__init__.__qualname__ = f"{cls.__qualname__}.__init__"
    cls.__init__.__annotations__ = {one.name: one.type for one in fields(cls) if one.init} | {"return": None}


def init_texts() -> set[str]:
    """What `compile_function` is asked for by the classes that are known, each when one of it is made."""
    return {_init(cls, frozen)[0] for cls, frozen in _made}


def compile_function(text: str) -> CodeType:
    return compile(text, "<record>", "exec", dont_inherit=True)


def _init(cls: Any, frozen: bool) -> tuple[str, dict[str, Any]]:
    """The `__init__` of a class, as `dataclass` writes it, and the names that it uses."""
    known: dict[str, Any] = {"fresh": _FRESH, "put": object.__setattr__}
    takes: dict[bool, list[str]] = {False: ["self"], True: []}
    lines: list[str] = []
    for one in fields(cls):
        name, default = one.name, ""
        if one.default_factory is not MISSING:
            known[f"make_{name}"], default = one.default_factory, "fresh"
            value = f"make_{name}() if {name} is fresh else {name}" if one.init else f"make_{name}()"
        elif one.default is not MISSING:
            known[f"usual_{name}"] = one.default
            default = f"usual_{name}"
            value = name if one.init else default
        elif one.init:
            value = name
        else:
            continue
        if one.init:
            takes[bool(one.kw_only)].append(f"{name}={default}" if default else name)
        if frozen and (slot := vars(cls).get(name)) is not None and hasattr(slot, "__set__"):
            known[f"put_{name}"] = slot.__set__
            lines.append(f"put_{name}(self, {value})")
        else:
            lines.append(f"put(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    given = ", ".join(takes[False] + (["*", *takes[True]] if takes[True] else []))
    return f"def __init__({given}):\n " + "\n ".join(lines or ["pass"]), known
