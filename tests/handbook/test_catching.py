"""What the rulebook says of a word is what the reader does with it."""

from dataclasses import replace
from datetime import date

import pytest

from generator.handbook.catching import caught, companions, missed
from generator.interpret.reading import Reader
from generator.process.model import Reading, Word, WordSet
from generator.source import NOWHERE
from tests.handbook.specs import REAL, process_at

TODAY = date(2026, 1, 5)


def word(shown: str, text: str | None = None, **more: bool) -> Word:
    return Word(text=text or shown.rstrip("*"), shown=shown, is_prefix=shown.endswith("*"), because=NOWHERE, **more)


def words(*several: Word, id: str = "list") -> WordSet:
    return WordSet(id=id, label=id, words=several, because=NOWHERE)


CAUGHT = (
    ("vomit*", ("vomited", "vomiting", "vomits")),
    ("complaint*", ("complaints",)),
    ("zzyzx*", ("zzyzxs",)),
    ("pus", ()),
)
MISSED = (
    (word("pus"), ("pusher", "campus")),
    (word("can't breathe", "can t breathe"), ("cant breathe",)),
    (word("chest pain"), ("chest pains",)),
    (word("allergy*"), ("allergies",)),
    (word("vomit*"), ()),
)


@pytest.mark.parametrize(("shown", "expected"), CAUGHT)
def test_beginnings_catch_words(shown: str, expected: tuple[str, ...]) -> None:
    assert caught(word(shown)) == expected


@pytest.mark.parametrize(("one", "expected"), MISSED)
def test_whole_words_miss_their_kin(one: Word, expected: tuple[str, ...]) -> None:
    assert missed(one, words(one)) == expected


def test_what_another_word_of_the_list_catches_is_not_missed() -> None:
    assert missed(word("chest pain"), words(word("chest pain"), word("chest pains"))) == ()


def test_companions_skip_what_a_cue_inside_turns_off() -> None:
    reading = Reading(
        cues=("not",),
        history=(),
        forwards=(),
        sets=(words(word("not feeding"), id="a"), words(word("feeding"), word("not*"), id="b")),
    )
    whole = reading.sets[0].words[0]
    assert [one.word.shown for one in companions(whole, reading)] == ["not*"]
    stubborn = replace(reading, sets=(reading.sets[0], words(word("feeding", never_negate=True), id="b")))
    assert [one.word.shown for one in companions(whole, stubborn)] == ["feeding"]


@pytest.mark.parametrize("path", REAL)
def test_the_reader_agrees_on_every_word(path: str) -> None:
    """Each example is found, each miss is not found in that list, and the companions are all that comes along."""
    process = process_at(path)
    reader = Reader(process)
    for own in process.reading.sets:
        for one in own.words:
            for example in caught(one):
                assert own.id in reader.read("", example, TODAY).sets, (own.id, one.shown, example)
            for example in missed(one, own):
                assert own.id not in reader.read("", example, TODAY).sets, (own.id, one.shown, example)
            alone = reader.read("", one.text, TODAY).sets
            same = {
                other.id
                for other in process.reading.sets
                for another in other.words
                if (another.text, another.is_prefix) == (one.text, one.is_prefix)
            }
            with_it = {companion.set.id for companion in companions(one, process.reading)}
            assert same <= alone, one.shown
            assert alone - same <= with_it or one.is_prefix, (one.shown, alone - same - with_it)
            assert with_it <= alone, (one.shown, with_it - alone)
