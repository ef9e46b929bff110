"""A fault planted in the source of the lowering or of the interpreter is found by the obligations alone.

Unlike faults planted in the emitted XML these also pass through assembling, printing and rendering, as a programmer's
slip would. Only the intake flow is lowered with the fault: the messages of the obligations meet no other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from generator.compiler import Understood, compile_spec, understand
from generator.formula.syntax import Formula
from generator.interpret import reading
from generator.lower import matching, normalising
from generator.lower.assemble import assemble
from generator.lower.flows import intake
from generator.lower.flows.here import Here
from generator.lower.naming import names_of
from generator.lower.trees import substituted
from generator.process.model import Process, Word
from generator.prove import running
from generator.prove.messages import Draft, every_word, spelled
from generator.prove.obligations import FIRST_BORDER, LAST_BORDER, obligations
from generator.prove.running import AT, Proof
from generator.rendering import files_of
from tests.conftest import ROOT

INTAKE = "/flows/NGH_Intake.flow-meta.xml"
Patch = pytest.MonkeyPatch
Fault = Callable[[Patch], None]


def prefix_instead_of(*whole: str) -> Fault:
    """Words that are to stand whole are also found at the beginning of longer ones."""

    def plant(patch: Patch) -> None:
        right = matching.stands

        def stands(marked: Formula, word: Word, cues: tuple[str, ...], start: str) -> list[Formula]:
            return right(marked, replace(word, is_prefix=word.is_prefix or word.text in whole), cues, start)

        patch.setattr(matching, "stands", stands)

    return plant


def no_border_before(word_text: str) -> Fault:
    """A word is also found at the end of longer ones."""

    def plant(patch: Patch) -> None:
        right = matching.stands

        def stands(marked: Formula, word: Word, cues: tuple[str, ...], start: str) -> list[Formula]:
            return right(marked, word, cues, "" if word.text == word_text and start == " " else start)

        patch.setattr(matching, "stands", stands)

    return plant


def without_cue(dropped: str) -> Fault:
    """One cue, and what it makes with others, marks nothing."""

    def plant(patch: Patch) -> None:
        right = matching.closed

        def closed(cues: Iterable[str]) -> tuple[str, ...]:
            return right(cue for cue in cues if cue != dropped)

        patch.setattr(matching, "closed", closed)

    return plant


def cues_not_closed(patch: Patch) -> None:
    """Cues that overlap are not made into longer ones."""
    patch.setattr(matching, "closed", lambda cues: tuple(sorted(cues, key=lambda cue: (-len(cue), cue))))


def boundaries_ignored(patch: Patch) -> None:
    """A cue reaches across a full stop."""
    patch.setattr(normalising, "BOUNDARIES", "")


def never_negated_forgotten(patch: Patch) -> None:
    """Words that count even behind a cue do not."""
    right = matching.counts

    def counts(word: Word, *rest: object) -> Formula:
        return right(replace(word, never_negate=False), *rest)  # type: ignore[arg-type]

    patch.setattr(matching, "counts", counts)


def decided_by(step: str, change: Callable[[Process], Process]) -> Fault:
    """One step of the intake flow is made from a process that was changed."""

    def plant(patch: Patch) -> None:
        right = getattr(intake, step)
        patch.setattr(intake, step, lambda here: right(Here(process=change(here.process), names=here.names)))

    return plant


def floor_lowered(process: Process) -> Process:
    lower = tuple(
        replace(one, floor=one.floor + 1) if one.id == "adverse_symptom" else one for one in process.categories
    )
    return replace(process, categories=lower)


def categories_swapped(process: Process) -> Process:
    first, second, *rest = process.categories
    return replace(process, categories=(second, first, *rest))


def levels_swapped(process: Process) -> Process:
    first, second, *rest = process.levels
    swapped = (replace(first, sets=second.sets), replace(second, sets=first.sets))
    return replace(process, levels=(*swapped, *rest))


def routes_swapped(process: Process) -> Process:
    first, second, *rest = process.routes
    return replace(process, routes=(second, first, *rest))


def fallback_moved(process: Process) -> Process:
    last = replace(process.routes[-1], team=process.routes[0].team)
    return replace(process, routes=(*process.routes[:-1], last))


def windows(*, step: int, lead: int) -> Fault:
    """Windows over a long text that begin elsewhere, or that take what begins later for context."""

    def plant(patch: Patch) -> None:
        patch.setattr(normalising, "STEP", step)
        patch.setattr(normalising, "LEAD", lead)

    return plant


def pieces_apart(patch: Patch) -> None:
    """Pieces of a text stay apart where they were cut."""
    patch.setattr(normalising, "seamless", lambda tree: substituted(tree, [(normalising.SEAM, " ")]))


AT_BORDERS: dict[str, Fault] = {
    "windows that do not overlap": windows(step=normalising.WINDOW, lead=0),
    "windows that lose what stands between them": windows(step=normalising.WINDOW + 20, lead=0),
    "windows that share less than a cue and a word": windows(step=normalising.WINDOW - 6, lead=0),
    "windows that give too much away as context": windows(step=normalising.STEP, lead=600),
    "windows that give no context": windows(step=normalising.STEP, lead=-1),
    "pieces that do not become one text": pieces_apart,
}


IN_THE_LOWERING: dict[str, tuple[Fault, str]] = {
    "a whole word is taken as a beginning": (prefix_instead_of("stroke"), "word stroke"),
    "a whole phrase is taken as a beginning": (prefix_instead_of("short of breath"), "word short of breath"),
    "a word is found at the end of others": (no_border_before("rash"), "word rash"),
    "a cue is left unmarked": (without_cue("without"), "cue without"),
    "a long cue is left unmarked": (without_cue("never had"), "cue never had"),
    "a full stop does not stop a cue": (boundaries_ignored, "word stroke"),
    "a word that always counts is negated": (never_negated_forgotten, "word suicidal"),
    "a floor is lowered": (decided_by("resources", floor_lowered), "word side effect"),
    "two categories are swapped": (
        decided_by("resources", categories_swapped),
        "category safeguarding before category adverse",
    ),
    "two levels are swapped": (decided_by("resources", levels_swapped), "word stroke"),
    "two routes are swapped": (decided_by("route", routes_swapped), "category safeguarding before level emergency"),
    "the last route leads elsewhere": (decided_by("route", fallback_moved), "twenty"),
}
"""A fault, and how the obligations begin that are to find it: trying only these keeps the test short."""


def cue_crosses_full_stops(patch: Patch) -> None:
    right = reading.tokenise
    patch.setattr(reading, "tokenise", lambda text: (right(text)[0], [0] * len(right(text)[1])))


def letters_as_words(patch: Patch) -> None:
    patch.setattr(reading.Reader, "stands", lambda self, tokens, place, words, is_prefix: tokens[place] == words[0])


IN_THE_INTERPRETER: dict[str, tuple[Fault, str]] = {
    "a negation crosses a full stop": (cue_crosses_full_stops, "word stroke"),
    "a phrase is found by its first word": (letters_as_words, "word"),
}


@cache
def northgate() -> Understood:
    return understand(str(ROOT / "specs" / "northgate.yaml"))


@cache
def built() -> Mapping[str, bytes]:
    """What northgate becomes without a fault, less what a case does not meet while its message is read."""
    files = compile_spec(northgate())
    later = ("/flows/", "/reports/", "/reportTypes/", "/dashboards/")
    return {path: files[path] for path in files if path.endswith(INTAKE) or not any(part in path for part in later)}


def proof_of(files: Mapping[str, bytes]) -> Proof:
    """A proof that founds the org at one instant only."""
    with Patch.context() as patch:
        patch.setattr(running, "INSTANTS", (AT,))
        return Proof(northgate().resolved.process, files)


@cache
def right() -> Proof:
    """The proof of northgate without a fault."""
    return proof_of(built())


KEPT = (matching.counts, matching.variants)
"""What keeps formulas of words from one build for the next."""


def forget() -> None:
    """No formula of a build without a fault comes into one with it, nor the other way."""
    for one in KEPT:
        one.cache_clear()


def faulty(fault: Fault) -> Proof:
    """The proof of northgate whose intake flow was lowered with a fault."""
    process = northgate().resolved.process
    before = built()
    forget()
    with Patch.context() as patch:
        fault(patch)
        flow = files_of(assemble(intake.intake(process, names_of(process))))
    forget()
    return proof_of({**before, **{f"workflow/main/default/{path}": content for path, content in flow.items()}})


@cache
def every_obligation() -> tuple[tuple[str, Draft], ...]:
    return tuple(obligations(northgate().resolved.process, Random(7)))


def first_disagreement(proof: Proof, topic: str) -> str | None:
    """The label of the first obligation on `topic` on which the two sides differ."""
    chosen = [one for one in every_obligation() if one[0].startswith(topic)]
    for number, (label, draft) in enumerate(chosen):
        channel = proof.channels[number % len(proof.channels)]
        if proof.message(label, draft, channel, AT) is not None:
            return label
    return None


TOPICS = sorted({topic for _, topic in (*IN_THE_LOWERING.values(), *IN_THE_INTERPRETER.values())} - {"word"})


@pytest.mark.parametrize("topic", TOPICS)
def test_without_a_fault_these_obligations_agree(topic: str) -> None:
    assert first_disagreement(right(), topic) is None


@pytest.mark.parametrize("said", IN_THE_LOWERING)
def test_a_fault_in_the_lowering_is_found(said: str) -> None:
    fault, topic = IN_THE_LOWERING[said]

    assert first_disagreement(faulty(fault), topic) is not None


@pytest.mark.parametrize("said", IN_THE_INTERPRETER)
def test_a_fault_in_the_interpreter_is_found(said: str, monkeypatch: Patch) -> None:
    proof = right()
    fault, topic = IN_THE_INTERPRETER[said]
    fault(monkeypatch)

    assert first_disagreement(proof, topic) is not None


def test_without_a_fault_words_at_borders_of_windows_agree() -> None:
    assert first_disagreement(right(), "borders") is None


@pytest.mark.parametrize("said", AT_BORDERS)
def test_a_fault_at_the_borders_of_windows_is_found(said: str) -> None:
    assert first_disagreement(faulty(AT_BORDERS[said]), "borders") is not None


@pytest.mark.parametrize("border", range(FIRST_BORDER, LAST_BORDER, 100))
def test_every_place_is_crossed_by_words_and_by_cues(border: int) -> None:
    """Wherever a text is cut: the borders that the lowering has today are told to nobody."""
    words = [spelled(one) for one in every_word(northgate().resolved.process)]
    crossing = {kind for label, draft in every_obligation() if label.startswith("borders")
                for kind in cut(draft.body, border, words)}  # fmt: skip

    assert crossing == {"a word", "a cue and its word"}


def cut(pieces: tuple[str, ...], border: int, words: list[str]) -> Iterator[str]:
    """What a border in a message cuts in two."""
    start = 0
    for piece in pieces:
        text = piece.strip()
        if start < border < start + len(text):
            word = next((one for one in words if text.endswith(one) and len(one) > 1), "")
            if text == word:
                yield "a word"
            elif text.endswith(f" {word}") and word:
                yield "a cue and its word"
        start += len(piece)
