"""Every word that is looked for: what it does, what it catches, what it misses, and what to look at twice."""

from collections.abc import Iterator

from generator.conditions.syntax import And, Condition, Found, Not, Or
from generator.handbook.catching import Companion, caught, companions, holds_cue, missed
from generator.handbook.chapter import Chapter, section
from generator.handbook.terms import Terms
from generator.markdown import Markup, blocks, bold, bullets, code, codes, lines, said, table, text
from generator.process.model import Category, Process, Word, WordSet

SHORT = 3


def chapter(terms: Terms) -> Chapter:
    sets = terms.process.reading.sets
    return Chapter(
        title="The words",
        body=blocks(
            Markup(INTRODUCTION),
            bullets(LEGEND),
            said("There are {} words in {} lists.", str(sum(len(one.words) for one in sets)), str(len(sets))),
            *(word_set(one, terms) for one in sets),
        ),
    )


INTRODUCTION = (
    "Read these lists as a patient would write them. A word that is missing here is a message that waits too long; a "
    "word that catches too much is a queue that nobody trusts."
)
LEGEND = (
    "“Also catches” and “does not catch” are examples, not all there is.",
    "“Brings with it” names words of other lists that are found wherever this one is.",
    "“Never turned off” words count even behind a cue such as “no”.",
)


def word_set(one: WordSet, terms: Terms) -> Markup:
    name = terms.sets[one.id]
    rows = [
        (code(word.shown), codes(caught(word)), codes(missed(word, one)), lines(remarks(word, one, terms)))
        for word in one.words
    ]
    uses = list(effects_of(one.id, terms))
    return section(
        name[:1].upper() + name[1:],
        blocks(Markup("These words"), bullets(uses)) if uses else said("{}: nothing uses these words.", bold("Note")),
        table(("Word", "Also catches", "Does not catch", "Remarks"), rows),
    )


def effects_of(id: str, terms: Terms) -> Iterator[Markup]:
    """What a word of this list does to a case."""
    process = terms.process
    for category in process.categories:
        if id in category.sets:
            yield said("put a case into the category {}, unless an earlier category has a word", bold(category.label))
    for level in process.levels:
        if id in level.sets:
            yield said("make it at least {}", bold(level.label))
    for setter in process.setters:
        if id in setter.sets:
            yield said("set «{}» to {}", terms.facts[setter.fact].label, bold(terms.value(setter.fact, setter.value)))
    for place, condition in conditions(process):
        if condition is not None and names(condition, id, process):
            yield said("decide {}", place)


def conditions(process: Process) -> Iterator[tuple[str, Condition | None]]:
    """Conditions that may ask for words, with their place."""
    for route in process.routes:
        yield f"the route «{route.id}»", route.when
    for setter in process.setters:
        yield f"«{setter.fact}»", setter.when
    for effect in process.effects:
        if effect.kind == "linked_case":
            yield f"the second case «{effect.label}»", effect.when


def names(condition: Condition, id: str, process: Process) -> bool:
    """Whether a condition asks for a word of this list, by its own name or its category's."""
    match condition:
        case And(parts=parts) | Or(parts=parts):
            return any(names(part, id, process) for part in parts)
        case Not(part=part):
            return names(part, id, process)
        case Found(name=name, what="category"):
            return any(id in one.sets for one in process.categories if one.id == name)
        case Found(name=name):
            return name == id
        case _:
            return False


def remarks(word: Word, own: WordSet, terms: Terms) -> Iterator[str]:
    if word.never_negate:
        yield "never turned off"
    cue = holds_cue(word, terms.process.reading)
    if cue is not None:
        yield said("holds the cue {} itself and counts as written", code(cue))
    with_it = tuple(companions(word, terms.process.reading))
    earlier = taken_earlier(word, own, with_it, terms)
    if earlier is not None:
        yield said("an earlier category always takes it: {}", bold(earlier.label))
    brought: dict[str, list[str]] = {}
    for one in with_it:
        if one.set.id != own.id:
            brought.setdefault(one.set.id, []).append(one.word.shown)
    for listed_in, several in brought.items():
        yield said("brings with it {} of {}", codes(dict.fromkeys(several)), text(terms.sets[listed_in]))
    if len(word.text) <= SHORT:
        yield "short: look whether it is also part of something else that people write"


def taken_earlier(word: Word, own: WordSet, with_it: tuple[Companion, ...], terms: Terms) -> Category | None:
    """The category that wins over every category of this list whenever the word is found, and `with_it` others."""
    if not any(own.id in one.sets for one in terms.process.categories):
        return None
    found = {one.set.id for one in with_it} | terms.holding[word.text, word.is_prefix]
    first = next(one for one in terms.process.categories if not found.isdisjoint(one.sets) or own.id in one.sets)
    return None if own.id in first.sets else first
