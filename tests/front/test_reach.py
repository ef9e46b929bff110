"""Which words stand inside others: what is looked up equals what a search finds."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compiler import understand
from generator.process.model import Word, WordSet
from generator.process.reach import Inside
from generator.source import NOWHERE

ROOT = Path(__file__).resolve().parents[2]
SPECS = sorted([*(ROOT / "specs").glob("*.yaml"), *(ROOT / "specs" / "clients").glob("*.yaml")])


def searched(sets: tuple[WordSet, ...], word: Word) -> set[str]:
    text = f" {word.text} "
    return {
        one.id
        for one in sets
        if any((f" {inner.text}" if inner.is_prefix else f" {inner.text} ") in text for inner in one.words)
    }


@pytest.mark.parametrize("spec", SPECS, ids=lambda path: path.stem)
def test_lookup_is_search_on_every_word_of_every_spec(spec: Path) -> None:
    sets = understand(str(spec)).resolved.process.reading.sets
    inside = Inside(sets)
    for word in (word for one in sets for word in one.words):
        assert inside.sets(word) == searched(sets, word)


WORDS = st.builds(
    lambda tokens, is_prefix: Word(text=" ".join(tokens), shown="", is_prefix=is_prefix, because=NOWHERE),
    st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=4),
    st.booleans(),
)
SETS = st.lists(st.lists(WORDS, max_size=5), max_size=4).map(
    lambda lists: tuple(
        WordSet(id=str(number), label="", words=tuple(words), because=NOWHERE) for number, words in enumerate(lists)
    )
)


@given(SETS, WORDS)
def test_lookup_is_search(sets: tuple[WordSet, ...], word: Word) -> None:
    assert Inside(sets).sets(word) == searched(sets, word)
