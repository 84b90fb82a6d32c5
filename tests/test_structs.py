"""Values of our own make are dataclasses in all that is asked of them."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from piiscan.structs import field, field_names, frozen, replace, slotted


@frozen
class Point:
    """A point."""

    x: int
    y: int = 2
    name: str = field(default="", repr=False)


@frozen
class Marked(Point):
    mark: str = "o"


@slotted
class Basket:
    things: list[str] = field(default_factory=list)
    size: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    x: int
    y: int = 2
    name: str = dataclasses.field(default="", repr=False)


@pytest.mark.parametrize("kind", [Point, Theirs])
def test_it_behaves_as_a_dataclass(kind):
    point = kind(1, name="secret")
    assert (point.x, point.y, point.name) == (1, 2, "secret")
    assert point == kind(1, 2, "secret") != kind(1)
    assert hash(point) == hash(kind(1, 2, "secret"))
    assert repr(point) == f"{kind.__name__}(x=1, y=2)"
    assert dataclasses.replace(point, x=3) == kind(3, 2, "secret")
    assert [each.name for each in dataclasses.fields(point)] == ["x", "y", "name"]
    assert dataclasses.asdict(point) == {"x": 1, "y": 2, "name": "secret"}
    assert pickle.loads(pickle.dumps(point)) == copy.deepcopy(point) == point  # noqa: S301 - our own bytes
    for change in (lambda: setattr(point, "x", 2), lambda: delattr(point, "x"), lambda: setattr(point, "z", 2)):
        with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
            change()
    with pytest.raises(TypeError, match="missing 1 required"):
        kind()


def test_fields_are_inherited():
    assert field_names(Marked) == ("x", "y", "name", "mark")
    assert replace(Marked(1, mark="x"), y=5) == Marked(1, 5, "", "x")
    assert Marked(1) != Point(1)


def test_a_factory_makes_each_default_anew():
    first, second = Basket(), Basket()
    first.things.append("apple")
    assert second == Basket([], 0) != first
    with pytest.raises(TypeError, match="unhashable"):
        hash(first)
    with pytest.raises(AttributeError):
        first.other = 1
