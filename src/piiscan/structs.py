"""Values with slots, as ``@dataclass(slots=True)`` makes them, for a fifth of its price.

A scan of one small file is over in 60 ms: importing ``dataclasses`` takes 5 of them, and 0.5 more for each class. What
is made here is a dataclass to whoever asks: ``fields``, ``replace`` and ``asdict`` of that module take it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple, NoReturn, TypeVar, cast, dataclass_transform

T = TypeVar("T")
_NONE: Final[Any] = object()
_OWN: Final = ("__dict__", "__weakref__", "__slots__")
"""What Python gives every class anew."""


class _Field(NamedTuple):
    """What stands in the place of a default that is more than a value."""

    default: Any
    default_factory: Callable[[], Any] | None
    repr: bool


def field(*, default: Any = _NONE, default_factory: Callable[[], Any] | None = None, repr: bool = True) -> Any:  # noqa: A002 - as in dataclasses
    """A field whose default is made anew for each value, or that ``repr`` leaves out."""
    return _Field(default, default_factory, repr)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """The class with slots for its annotated fields, which are set once."""
    return cast("type[T]", _made(cls, {"__setattr__": _refuse, "__delattr__": _refuse, "__hash__": _hash}))


@dataclass_transform(field_specifiers=(field,))
def slotted(cls: type[T]) -> type[T]:
    """The class with slots for its annotated fields."""
    return cast("type[T]", _made(cls, {"__hash__": None}))


def field_names(value: Any) -> tuple[str, ...]:
    """The names of the fields of a value, or of a class of values."""
    return cast("tuple[str, ...]", value.__match_args__)


def replace(value: T, **changes: Any) -> T:
    """A copy of ``value`` with other fields."""
    return type(value)(**dict(zip(field_names(value), _values(value), strict=True)) | changes)


def _made(cls: type, more: dict[str, Any]) -> type:
    """The class anew: slots cannot be added to one that is there."""
    inherited: dict[str, _Field] = getattr(cls, "__struct_fields__", {})
    own = tuple(cls.__annotations__)
    fields = {**inherited, **{name: _field_of(cls.__dict__.get(name, _NONE)) for name in own}}
    kept = {name: each for name, each in cls.__dict__.items() if name not in own and name not in _OWN}
    methods = {"__eq__": _eq, "__getstate__": _values, "__setstate__": _set_state, **more}
    if "__repr__" not in kept:
        methods["__repr__"] = _repr
    members = {**kept, **methods, "__slots__": own, "__match_args__": tuple(fields), "__struct_fields__": fields}
    made = type(cls)(cls.__name__, cls.__bases__, {**members, "__dataclass_fields__": _DataclassFields()})
    made.__qualname__ = cls.__qualname__
    made.__init__ = _initializer(made, fields)  # type: ignore[misc]
    return made


def _field_of(default: Any) -> _Field:
    return default if isinstance(default, _Field) else _Field(default, None, repr=True)


def _initializer(made: type, fields: dict[str, _Field]) -> Any:
    """``__init__`` as one would write it by hand; each field is set through its slot, whatever ``__setattr__`` says."""
    scope: dict[str, Any] = {}
    lines = [f"def __init__(self, {', '.join(fields)}):"]
    for name, each in fields.items():
        scope[f"_set_{name}"] = getattr(made, name).__set__
        given = name
        if each.default_factory is not None:
            scope[f"_make_{name}"], scope["_NONE"] = each.default_factory, _NONE
            given = f"_make_{name}() if {name} is _NONE else {name}"
        lines.append(f" _set_{name}(self, {given})")
    if hasattr(made, "__post_init__"):
        lines.append(" self.__post_init__()")
    exec("\n".join(lines), scope)  # noqa: S102 - names of fields only, as dataclasses does it
    init = scope["__init__"]
    init.__defaults__ = tuple(
        each.default for each in fields.values() if each.default is not _NONE or each.default_factory is not None
    )
    init.__qualname__ = f"{made.__qualname__}.__init__"
    return init


class _DataclassFields:
    """What ``dataclasses`` looks for, made by itself when it looks."""

    def __get__(self, value: object, cls: type) -> Any:
        """The fields of ``cls`` as dataclasses has them."""
        import dataclasses

        def described(each: _Field) -> Any:
            default = dataclasses.MISSING if each.default is _NONE else each.default
            factory: Any = each.default_factory or dataclasses.MISSING
            return dataclasses.field(default=default, default_factory=factory, repr=each.repr)

        fields: dict[str, _Field] = cls.__struct_fields__  # type: ignore[attr-defined]
        columns = [(name, Any, described(each)) for name, each in fields.items()]
        return dataclasses.make_dataclass(cls.__name__, columns).__dataclass_fields__  # type: ignore[attr-defined]


def _values(value: object) -> tuple[Any, ...]:
    """What stands in the fields: also what is pickled and copied of a value."""
    return tuple([getattr(value, name) for name in field_names(value)])


def _set_state(value: object, state: tuple[Any, ...]) -> None:
    for name, each in zip(field_names(value), state, strict=True):
        object.__setattr__(value, name, each)


def _eq(value: object, other: object) -> bool:
    return _values(value) == _values(other) if type(value) is type(other) else NotImplemented


def _hash(value: object) -> int:
    return hash(_values(value))


def _repr(value: object) -> str:
    fields: dict[str, _Field] = value.__struct_fields__  # type: ignore[attr-defined]
    shown = ", ".join(f"{name}={getattr(value, name)!r}" for name, each in fields.items() if each.repr)
    return f"{type(value).__qualname__}({shown})"


def _refuse(value: object, name: str, *_: object) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change field {name!r}")
