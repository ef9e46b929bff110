"""What a condition can name: the facts, word lists, categories and personas of one spec, and what a place may say."""

from collections.abc import Mapping

from generator.conditions.syntax import Type
from generator.frozen import record


@record
class Names:
    """`facts`: id -> type. `labels`: fact -> values of a choice by what people may write (id or label) -> id."""

    facts: Mapping[str, Type]
    labels: Mapping[str, Mapping[str, str]]
    word_lists: Mapping[str, str]
    """Name -> id of the set of words that it stands for."""
    categories: Mapping[str, str]
    """Category -> its id in `Found`."""
    identifiers: frozenset[str]
    personas: frozenset[str]
    levels: tuple[str, ...]
    people_fill: frozenset[str]
    """Facts that are known only after intake."""


@record
class Where:
    """A place and what it can say; each `False` is refused at the word, naming the place."""

    name: str
    found: bool = False
    was: bool = False
    changed: bool = False
    user: bool = False
    clocks: bool = True
    consents: bool = True
    owner: bool = True
    people_fill: bool = True
    due_within: bool = False
    compares_facts: bool = True
    long_text: bool = False


INTAKE = Where(
    name="a rule that is decided at intake", found=True, clocks=False, consents=False, owner=False, people_fill=False
)
SAVE = Where(name="a rule on a person's save", was=True, changed=True, user=True)
AFTER = Where(name="what is decided after a save", was=True, changed=True)
TIMED = Where(name="what is decided when a clock runs out")
STORED = Where(name="what is worked out from stored facts", clocks=False)
REPORT = Where(name="a report's filter", due_within=True, compares_facts=False)
