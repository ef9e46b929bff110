"""`record`: the one kind of data in this project, a frozen dataclass that takes keywords only."""

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make `cls` a frozen, slotted, keyword-only dataclass; equality is by value."""
    make: Callable[..., Any] = dataclass(frozen=True, slots=True, kw_only=True)
    if cls.__doc__ is None:
        cls.__doc__ = cls.__name__  # else each class works out its own signature as text: a sixth of the start-up
    made: type[T] = make(cls)
    return made


@cache
def field_names(cls: type[Any]) -> tuple[str, ...]:
    """The fields of a record's class in order; empty for a class that is none. For those who walk whole trees."""
    return tuple(one.name for one in fields(cls)) if is_dataclass(cls) else ()


def because(default: Any = MISSING) -> Any:
    """A field for the span that a record comes from: never part of equality or of test output."""
    return field(compare=False, repr=False, default=default)
