"""Records against the standard dataclasses that they stand for."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from pathlib import Path
from typing import Any

import pytest

import wpkit
from wpkit import kept, precompile, records
from wpkit.records import record


@record()
class Open:
    first: int
    second: list[int] = dataclasses.field(default_factory=list)
    third: str = "c"
    inner: int = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        self.inner = self.first + 1


@record(frozen=True)
class Frozen:
    first: int
    second: str = "b"


@record(frozen=True, slots=False)
class Wide:
    first: int


@record(frozen=True, kw_only=True)
class Named:
    first: int = 1
    second: str


@record()
class Own:
    """Has what it needs."""

    items: list[int]

    def __init__(self) -> None:
        self.items = []

    def __repr__(self) -> str:
        return "its own"


TWINS = [
    (Open, {}, [(1,), (1, [2]), (1, [2], "d")]),
    (Frozen, {"frozen": True, "slots": True}, [(1,), (1, "c")]),
    (Wide, {"frozen": True}, [(1,)]),
]


@pytest.mark.parametrize(("made", "how", "calls"), TWINS, ids=["open", "frozen", "wide"])
def test_a_record_is_called_shown_and_compared_as_its_twin(
    made: Any, how: dict[str, bool], calls: list[tuple[Any, ...]]
) -> None:
    own = {name: value for name, value in vars(made).items() if name == "__post_init__"}
    twin = dataclasses.make_dataclass(
        made.__qualname__,
        [(f.name, f.type, dataclasses.field(default=f.default, default_factory=f.default_factory, init=f.init))
         for f in dataclasses.fields(made)],
        namespace=own, **how,
    )  # fmt: skip
    assert str(inspect.signature(made)) == str(inspect.signature(twin))
    for given in calls:
        assert repr(made(*given)) == repr(twin(*given))
        assert (made(*given) == made(*calls[0])) == (twin(*given) == twin(*calls[0]))


def test_a_default_made_for_one_is_not_shared() -> None:
    Open(1).second.append(2)
    assert Open(1).second == []


@pytest.mark.parametrize("given", [{"first": 1}, {"second": "b", "third": 3}])
def test_wrong_names_and_missing_ones_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="argument"):
        Named(**given)


def test_words_only_by_name() -> None:
    with pytest.raises(TypeError, match="positional"):
        Named(1, "b")  # type: ignore[misc]
    assert Named(second="b") == Named(first=1, second="b")


@pytest.mark.parametrize("one", [Frozen(1), Wide(1), Named(second="b")], ids=lambda one: type(one).__name__)
def test_a_frozen_one_cannot_be_changed_and_can_be_hashed(one: Any) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.first = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        del one.first
    assert {one: 1}[dataclasses.replace(one)] == 1


def test_one_that_is_not_frozen_cannot_be_hashed() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Open(1))


@pytest.mark.parametrize("one", [Open(1, [2]), Frozen(1), Wide(1)], ids=lambda one: type(one).__name__)
def test_copies_and_pickles_are_equal(one: Any) -> None:
    assert copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == copy.copy(one) == one


def test_of_another_class_with_the_same_fields_none_is_equal() -> None:
    other = record(frozen=True)(type("Frozen", (), {"__annotations__": {"first": "int", "second": "str"}}))
    assert Frozen(1, "b") != other(1, "b")


def test_what_a_class_has_of_its_own_stays() -> None:
    assert (repr(Own()), Own().items, Own.__doc__) == ("its own", [], "Has what it needs.")


def test_no_docstring_is_made_up() -> None:
    assert Frozen.__doc__ is None


def test_kept_code_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    late = record()(type("Late", (), {"__annotations__": {"x": "int"}}))
    text = "def __init__(self, x):\n self.x = x"
    assert text in records.init_texts()
    held = {text: records.compile_function(text.replace("= x", "= -x"))}
    monkeypatch.setattr(records, "functions", lambda: held)
    assert late(1).x == -1


def test_what_is_no_code_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    late = record()(type("Late", (), {"__annotations__": {"y": "int"}}))
    monkeypatch.setattr(records, "functions", lambda: dict.fromkeys(records.init_texts(), "no code"))
    assert late(1).y == 1


def test_all_that_a_notice_of_text_makes_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "FILE", tmp_path / "compiled.bin")
    monkeypatch.setattr(precompile, "FILE", tmp_path / "compiled.bin")
    wpkit.parse("一、做好工作。（责任单位：县教育局；6月底前完成）".encode(), name="notice.txt")
    precompile.precompile()
    kept._all.cache_clear()
    texts = set(kept.functions())
    kept._all.cache_clear()
    assert {
        records._init(one, frozen)[0] for one, frozen in records._made if one.__module__ == "wpkit.schema"
    } <= texts
