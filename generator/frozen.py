"""`record`: the one kind of data in this project, a frozen dataclass that takes keywords only."""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields, is_dataclass
from functools import cache
from operator import attrgetter
from reprlib import recursive_repr
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make `cls` a frozen, slotted, keyword-only dataclass; equality is by value.

    As `dataclass(frozen=True, slots=True, kw_only=True)` makes it, which compiles six texts for each class: a third of
    the time of a build. Here a class has one, its `__init__`; the rest is shared. A method that the class itself
    defines is kept.
    """
    plain: Callable[..., Any] = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)
    if cls.__doc__ is None:
        cls.__doc__ = cls.__name__  # else each class works out its own signature as text: a sixth of the start-up
    own = set(vars(cls))
    made: type[T] = plain(cls)
    held = fields(made)  # type: ignore[arg-type]  # `plain` gives a dataclass
    equal, hashed = by_value(tuple(one.name for one in held if one.compare))
    methods = {"__init__": filling(made, held), "__eq__": equal, "__hash__": hashed, **SHARED}
    for name, method in methods.items():
        if name not in own:
            setattr(made, name, method)
    return made


def filling(cls: type[Any], held: tuple[Field[Any], ...]) -> Callable[..., None]:
    """The `__init__` of a class: it fills the slots themselves, past the lock of `__setattr__`. The text is made of the
    names of fields and of numbers."""
    space: dict[str, Any] = {"MISSING": MISSING}
    given, body = [], []
    for number, one in enumerate(held):
        space[f"put{number}"] = getattr(cls, one.name).__set__
        value = one.name
        if one.default_factory is not MISSING:
            space[f"make{number}"] = one.default_factory
            given.append(f"{one.name}=MISSING")
            value = f"make{number}() if {one.name} is MISSING else {one.name}"
        elif one.default is not MISSING:
            space[f"otherwise{number}"] = one.default
            given.append(f"{one.name}=otherwise{number}")
        else:
            given.append(one.name)
        body.append(f" put{number}(_, {value})\n")
    exec(f"def __init__({', '.join(['_', *(['*'] if given else []), *given])}):\n{''.join(body) or ' pass'}", space)
    made: Callable[..., None] = space["__init__"]
    made.__annotations__ = {one.name: one.type for one in held} | {"return": None}
    made.__module__, made.__qualname__ = cls.__module__, f"{cls.__qualname__}.__init__"
    return made


def by_value(names: tuple[str, ...]) -> tuple[Callable[[Any, object], Any], Callable[[Any], int]]:
    """`__eq__` and `__hash__` over these fields."""
    read: Callable[[Any], Any] = attrgetter(*names) if names else lambda one: ()

    def equal(one: Any, other: object) -> Any:
        return read(one) == read(other) if other.__class__ is one.__class__ else NotImplemented

    def hashed(one: Any) -> int:
        return hash(read(one))

    return equal, hashed


@recursive_repr()
def shown(one: Any) -> str:
    said = ", ".join(f"{held.name}={getattr(one, held.name)!r}" for held in fields(one) if held.repr)
    return f"{one.__class__.__qualname__}({said})"


def locked(one: Any, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def kept(one: Any, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def contents(one: Any) -> list[Any]:
    """What is pickled and copied."""
    return [getattr(one, held.name) for held in fields(one)]


def refill(one: Any, state: list[Any]) -> None:
    for held, value in zip(fields(one), state, strict=True):
        object.__setattr__(one, held.name, value)


SHARED: dict[str, Callable[..., Any]] = {
    "__repr__": shown, "__setattr__": locked, "__delattr__": kept, "__getstate__": contents, "__setstate__": refill,
}  # fmt: skip


@cache
def field_names(cls: type[Any]) -> tuple[str, ...]:
    """The fields of a record's class in order; empty for a class that is none. For those who walk whole trees."""
    return tuple(one.name for one in fields(cls)) if is_dataclass(cls) else ()


def because(default: Any = MISSING) -> Any:
    """A field for the span that a record comes from: never part of equality or of test output."""
    return field(compare=False, repr=False, default=default)
