"""`carepath prove SPEC`"""

import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from generator.commands.running import emulated, reported
from generator.compiler import compile_spec, understand
from generator.source import Source
from generator.workers import cores, spread

if TYPE_CHECKING:
    from generator.process.model import Process
    from generator.prove.guided import Guided
    from generator.prove.messages import Draft
    from generator.prove.properties import Held
    from generator.prove.running import Proof

SHOWN = 5
"""Disagreements of one kind that are printed."""
SHARE = 2
"""Of the random histories, one in so many is looked at again for what holds in any safe org."""
Line = tuple[str, bool]
"""Something to print, and whether it is a disagreement."""


@click.command()
@click.argument("spec")
@click.option("--cases", default=1000, show_default=True, help="How many random messages, after the obligations.")
@click.option("--histories", default=200, show_default=True, help="How many random histories of a case.")
@click.option("--inserts", default=300, show_default=True, help="How many odd records and mails, at least.")
@click.option("--seed", default=1, show_default=True)
@click.option(
    "--jobs", type=click.IntRange(min=1), default=cores, show_default="cores", help="Processes that share the work."
)
def command(spec: str, cases: int, histories: int, inserts: int, seed: int, jobs: int) -> None:
    """Show that no generated write can trip a generated rule; compare the generated metadata with the spec's meaning:
    message by message, move by move, and whole histories; and check what is true of any safe triage."""
    sources: dict[str, Source] = {}
    wrong = 0
    with reported(sources), emulated():
        understood = understand(spec)
        process, files = understood.resolved.process, compile_spec(understood)
        for line, disagrees in told(process, files, cases, histories, inserts, seed, jobs):
            click.echo(line)
            wrong += disagrees
    sys.exit(1 if wrong else 0)


def told(
    process: "Process", files: Mapping[str, bytes], cases: int, count: int, inserts: int, seed: int, jobs: int
) -> Iterator[Line]:
    """What was tried, and what disagrees."""
    from generator.prove.running import Proof

    yield from static(files)
    proof = Proof(process, files)
    yield from messages(proof, cases, seed, jobs)
    sections: tuple[Callable[[], Iterator[Line]], ...] = (
        lambda: counted("moves", proof.moves()),
        lambda: counted("edits", proof.edits()),
        lambda: histories(process, files, count, seed),
        lambda: properties(proof, count // SHARE, seed),
        lambda: fuzzed(proof, files, inserts, seed),
        lambda: switches(proof, count // SHARE, seed),
    )
    for found in spread(lambda section: list(section()), sections, jobs, together=1):
        yield from found


def static(files: Mapping[str, bytes]) -> Iterator[Line]:
    """What the files alone show."""
    from generator.prove.inserts import prove_inserts
    from generator.prove.playing import components_of
    from generator.prove.writes import prove_writes

    components = tuple(components_of(files))
    for shown in (prove_writes(components), prove_inserts(components)):
        yield shown.summary, False
        yield from ((f"  {doubt}", True) for doubt in shown.unproved)


def messages(proof: "Proof", cases: int, seed: int, jobs: int) -> Iterator[Line]:
    from generator.prove.running import INSTANTS
    from generator.prove.shrinking import shrunk

    drafts = tuple(proof.messages(cases, seed))

    def place(number: int) -> tuple[str, datetime]:
        return proof.channels[number % len(proof.channels)], INSTANTS[number % len(INSTANTS)]

    def differs(number: int) -> bool:
        return parts(proof, *place(number), drafts[number - 1][1])

    wrong = 0
    for number, differing in enumerate(spread(differs, range(1, len(drafts) + 1), jobs), 1):
        wrong += differing
        if differing and wrong <= SHOWN:
            (label, draft), (channel, at) = drafts[number - 1], place(number)
            small = shrunk(draft, partial(parts, proof, channel, at))
            subject, body = small.texts
            yield f"disagreement ({label}):", True
            yield f"  given: {{channel: {channel}, subject: {subject!r}, text: {body!r}}}", False
            yield from ((f"    {line}", False) for line in lines_of(proof, channel, at, small))
    yield f"messages: {len(drafts)} compared, {wrong} disagreements", wrong > SHOWN


def lines_of(proof: "Proof", channel: str, at: datetime, draft: "Draft") -> tuple[str, ...]:
    found = proof.message("", draft, channel, at)
    return found.lines if found else ()


def parts(proof: "Proof", channel: str, at: datetime, draft: "Draft") -> bool:
    return bool(lines_of(proof, channel, at, draft))


def counted(name: str, story: Iterator[tuple[str, tuple[str, ...]]]) -> Iterator[Line]:
    """Moves or edits: a label, and the lines that differ."""
    rows = list(story)
    differing = [row for row in rows if row[1]]
    yield from ((f"  {label}: {'; '.join(lines)}", True) for label, lines in differing[:SHOWN])
    yield f"{name}: {len(rows)} compared, {len(differing)} disagreements", len(differing) > SHOWN


def histories(process: "Process", files: Mapping[str, bytes], count: int, seed: int) -> Iterator[Line]:
    """Whole histories, first those that the process obliges, then random ones; and what of the metadata they missed.
    Each that differs comes as the smallest scenario that still does, to paste into a spec."""
    from generator.prove.guided import Guided
    from generator.prove.retelling import scenario_text
    from generator.prove.story_obligations import story_obligations

    guided = Guided(process, files)
    for name, partings in (
        ("obliged histories", guided.obliged(story_obligations(process))),
        ("random histories", guided.random(count, seed)),
    ):
        tried = wrong = 0
        for parting in partings:
            tried += 1
            if parting is None:
                continue
            wrong += 1
            if wrong <= SHOWN:
                yield scenario_text(process, parting.scenario), True
                yield from ((f"    # {line}", False) for line in parting.lines)
        yield f"{name}: {tried} compared, {wrong} disagreements", wrong > SHOWN
    yield from faults(process, files, guided)
    missed = guided.missed("outcome")
    yield f"outcomes of decisions: {guided.counted('outcome') - len(missed)} reached, {len(missed)} not", False
    yield from ((f"  {one.where}.{one.name}: {one.what}", False) for one in missed)
    for kind, said in (("branch", "arms of formulas"), ("side", "sides of «and» and «or»")):
        left = len(guided.missed(kind))
        yield f"{said}: {guided.counted(kind) - left} reached, {left} not", False


def faults(process: "Process", files: Mapping[str, bytes], guided: "Guided") -> Iterator[Line]:
    """What holds while an element fails, each in the first history that reaches it."""
    from generator.prove.faults import Faults

    failing = Faults(process, files, guided)
    tried = list(failing.all())
    wrong = [one for one in tried if one.lines]
    for one in wrong[:SHOWN]:
        yield f"while {' and '.join(one.elements)} fails, in «{one.scenario.name}»:", True
        yield from ((f"    # {line}", False) for line in one.lines)
    left = f"{len(failing.unreached())} elements that can fail were not reached"
    yield f"faults: {len(tried)} tried, {len(wrong)} with a loss; {left}", len(wrong) > SHOWN


def properties(proof: "Proof", histories: int, seed: int) -> Iterator[Line]:
    """What is true of any safe triage, on the emulator alone."""
    from generator.prove.properties import hold_for_histories, hold_for_messages

    for held in (*hold_for_messages(proof, seed), *hold_for_histories(proof.player, histories, seed)):
        yield from lines(held)


def lines(held: "Held") -> Iterator[Line]:
    """Labels hold what senders may write: they are printed in ASCII."""
    yield f"property «{held.name}»: {held.tried} tried, {len(held.failed)} failed", bool(held.failed)
    yield from ((f"  {label!a}", False) for label in held.failed[:SHOWN])


def fuzzed(proof: "Proof", files: Mapping[str, bytes], count: int, seed: int) -> Iterator[Line]:
    from generator.prove.fuzzing import Fuzzer

    yield from lines(Fuzzer(proof.process, files, proof.player).held(count, seed))


def switches(proof: "Proof", histories: int, seed: int) -> Iterator[Line]:
    """Whether the design rests on what nobody documents."""
    from generator.prove.switching import switched
    from generator.prove.watching import Told

    told = Told(proof.process)
    for tried in switched(proof.player, [told.scenario(number, seed) for number in range(histories)]):
        yield str(tried), bool(tried.differing)
        yield from ((f"  {line!a}", False) for line in tried.differing[:SHOWN])
