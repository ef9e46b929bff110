"""A record is what `dataclass(frozen=True, slots=True, kw_only=True)` makes, in everything that shows."""

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from generator.frozen import because, field_names, record
from generator.source import NOWHERE, Span

like_a_record = dataclasses.dataclass(frozen=True, slots=True, kw_only=True)


@record
class Ward:
    """A ward."""

    name: str
    beds: int = 12
    nurses: list[str] = dataclasses.field(default_factory=list)
    because: Span = because(NOWHERE)


@like_a_record
class PlainWard:
    """A ward."""

    name: str
    beds: int = 12
    nurses: list[str] = dataclasses.field(default_factory=list)
    because: Span = because(NOWHERE)


@record
class DayWard(Ward):
    """A ward that closes."""

    beds: int = 4
    closes: str = "18:00"


@record
class Nothing:
    """No field."""


ATTEMPTS: dict[str, Callable[[type[Any]], Any]] = {
    "made": lambda cls: cls(name="Elm"),
    "made with everything": lambda cls: cls(name="Elm", beds=3, nurses=["Kim"], because=NOWHERE),
    "without what it needs": lambda cls: cls(),
    "by place": lambda cls: cls("Elm"),
    "with something else": lambda cls: cls(name="Elm", doctors=1),
    "set": lambda cls: setattr(cls(name="Elm"), "beds", 1),
    "deleted": lambda cls: delattr(cls(name="Elm"), "beds"),
    "read what is not there": lambda cls: cls(name="Elm").doctors,
    "another dictionary": lambda cls: vars(cls(name="Elm")),
    "hashed with a list": lambda cls: hash(cls(name="Elm")),
    "hashed": lambda cls: hash(cls(name="Elm", nurses=("Kim",))) == hash(cls(name="Elm", nurses=("Kim",))),
    "equal": lambda cls: [cls(name="Elm") == cls(name=name, beds=beds) for name, beds in (("Elm", 12), ("Elm", 1))],
    "equal whatever its place": lambda cls: cls(name="Elm") == cls(name="Elm", because=None),
    "equal to something else": lambda cls: cls(name="Elm") == ("Elm", 12, [], NOWHERE),
    "replaced": lambda cls: dataclasses.replace(cls(name="Elm"), beds=2),
    "as a dictionary": lambda cls: dataclasses.asdict(cls(name="Elm")),
    "its fields": lambda cls: [(one.name, one.type, one.default, one.kw_only) for one in dataclasses.fields(cls)],
    "matched": lambda cls: cls.__match_args__,
    "its slots": lambda cls: cls.__slots__,
    "its parameters": lambda cls: {name: one.kind for name, one in inspect.signature(cls).parameters.items()},
    "annotated": lambda cls: inspect.get_annotations(cls.__init__),
    "told": lambda cls: cls.__doc__,
}


def outcome(cls: type[Any], attempt: Callable[[type[Any]], Any]) -> str:
    try:
        return repr(attempt(cls)).replace("Plain", "")
    except (TypeError, AttributeError) as problem:
        return f"{type(problem).__name__}: {problem}".replace("Plain", "")


@pytest.mark.parametrize("name", ATTEMPTS)
def test_a_record_behaves_as_a_dataclass(name: str) -> None:
    assert outcome(PlainWard, ATTEMPTS[name]) == outcome(Ward, ATTEMPTS[name])


def test_nothing_is_added_to_a_record() -> None:
    """Where the standard library's own check of a slotted class fails over its first edition."""
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'doctors'"):
        Ward(name="Elm").doctors = 1  # type: ignore[attr-defined, misc]


def test_factories_give_each_its_own() -> None:
    first, second = Ward(name="Elm"), Ward(name="Elm")

    assert first.nurses == second.nurses
    assert first.nurses is not second.nurses


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_copies_are_equal(again: Callable[[Any], Any]) -> None:
    ward = DayWard(name="Elm", nurses=["Kim"])

    made = again(ward)

    assert ward == made
    assert ward.because == made.because


def test_a_record_may_extend_another() -> None:
    ward = DayWard(name="Elm", closes="17:00")

    assert (ward.name, ward.beds, ward.closes) == ("Elm", 4, "17:00")
    assert ward != Ward(name="Elm", beds=4)
    assert field_names(DayWard) == ("name", "beds", "nurses", "because", "closes")


def test_a_record_without_fields_is_a_value() -> None:
    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())
    assert repr(Nothing()) == "Nothing()"
