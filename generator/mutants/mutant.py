"""A spec with one thing changed, as an author might have got it wrong; and the few ways to change a tuple."""

from datetime import datetime
from typing import Any, TypeVar

from generator.frozen import because, record
from generator.language.spec import Spec
from generator.process.model import Process
from generator.source import Span

T = TypeVar("T")


@record
class Mutant:
    """`kind` is the row of the table; `says` what was changed, in the words of the spec: «drops the guardrail
    `accepted`». `touches`: words and ids by which a scenario that has to do with it is known. `near`: instants at which
    alone it could be seen, where a date was changed."""

    kind: str
    says: str
    process: Process
    touches: tuple[str, ...]
    near: tuple[datetime, ...] = ()
    because: Span = because()


@record
class Subject:
    """What is mutated: the meaning of a spec, and its text, which knows where each part of the meaning is written."""

    process: Process
    spec: Spec

    def entry(self, section: str, id: str) -> Any:
        """The entry of this id in a section of the text."""
        return next(one for one in getattr(self.spec, section) if one.id.text == id)

    def level(self, rank: int) -> str:
        return self.process.levels[rank].id


def without(items: tuple[T, ...], place: int) -> tuple[T, ...]:
    return items[:place] + items[place + 1 :]


def exchanged(items: tuple[T, ...], place: int, one: T) -> tuple[T, ...]:
    """The items with another one at `place`."""
    return (*items[:place], one, *items[place + 1 :])


def swapped(items: tuple[T, ...], place: int) -> tuple[T, ...]:
    """The items with the one at `place` and the next in each other's place."""
    return (*items[:place], items[place + 1], items[place], *items[place + 2 :])


def another(names: tuple[str, ...], one: str) -> str | None:
    """The name after `one`, the first after the last; None where there is no other."""
    others = [name for name in names if name != one]
    if not others:
        return None
    place = names.index(one) if one in names else -1
    return names[(place + 1) % len(names)]
