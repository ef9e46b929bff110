"""`carepath prove SPEC`"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    from generator.prove.faults import Fault, Faults
    from generator.prove.guided import Guided, Parting
    from generator.prove.messages import Draft
    from generator.prove.properties import Held
    from generator.prove.running import Proof
    from generator.scenarios.model import Scenario

SHOWN = 5
"""Disagreements of one kind that are printed."""
SHARE = 2
"""Of the random histories, one in so many is looked at again for what holds in any safe org."""
SAMPLE = 20
"""One in so many of the histories that the process obliges is told by default."""
PART = 25
"""Histories that one process tells in a row: what they find does not depend on how many processes there are."""
Line = tuple[str, bool]
"""Something to print, and whether it is a disagreement."""


@click.command()
@click.argument("spec")
@click.option("--cases", default=1000, show_default=True, help="How many random messages, after the obligations.")
@click.option("--histories", default=200, show_default=True, help="How many random histories of a case.")
@click.option(
    "--all-histories",
    is_flag=True,
    help=f"Tell every history that the process obliges. Else one in {SAMPLE} is told; the seed says which: "
    f"{SAMPLE} seeds in a row tell them all.",
)
@click.option("--inserts", default=300, show_default=True, help="How many odd records and mails, at least.")
@click.option("--seed", default=1, show_default=True)
@click.option(
    "--jobs", type=click.IntRange(min=1), default=cores, show_default="cores", help="Processes that share the work."
)
def command(spec: str, cases: int, histories: int, all_histories: bool, inserts: int, seed: int, jobs: int) -> None:
    """Show that no generated write can trip a generated rule; compare the generated metadata with the spec's meaning:
    message by message, move by move, and whole histories; and check what is true of any safe triage."""
    sources: dict[str, Source] = {}
    wrong = 0
    with reported(sources), emulated():
        understood = understand(spec)
        process, files = understood.resolved.process, compile_spec(understood)
        sample = 1 if all_histories else SAMPLE
        for line, disagrees in told(process, files, cases, histories, sample, inserts, seed, jobs):
            click.echo(line)
            wrong += disagrees
    sys.exit(1 if wrong else 0)


def told(
    process: "Process",
    files: Mapping[str, bytes],
    cases: int,
    count: int,
    sample: int,
    inserts: int,
    seed: int,
    jobs: int,
) -> Iterator[Line]:
    """What was tried, and what disagrees."""
    from generator.prove.running import Proof

    yield from static(files)
    proof = Proof(process, files)
    yield from messages(proof, cases, seed, jobs)
    yield from histories(process, files, count, sample, seed, jobs)
    # In this order the shares of two processes are about alike: each takes every other section.
    sections: tuple[Callable[[], Iterator[Line]], ...] = (
        lambda: properties_of_messages(proof, seed),
        lambda: properties_of_histories(proof, count // SHARE, seed),
        lambda: counted("moves", proof.moves()),
        lambda: fuzzed(proof, files, inserts, seed),
        lambda: counted("edits", proof.edits()),
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


def histories(
    process: "Process", files: Mapping[str, bytes], count: int, sample: int, seed: int, jobs: int
) -> Iterator[Line]:
    """Whole histories, first those that the process obliges, one in `sample` of them, then random ones; what holds
    while something fails in them; and what of the metadata they missed."""
    from generator.prove.faults import Faults
    from generator.prove.guided import Guided
    from generator.prove.story_obligations import story_obligations

    guided = Guided(process, files)
    obliged = tuple(story_obligations(process))
    told = obliged[seed % sample :: sample]

    def oblige(part: Sequence["Scenario"]) -> "Callable[[Guided], Iterable[Parting | None]]":
        return lambda one: one.obliged(part)

    def roam(start: int) -> "Callable[[Guided], Iterable[Parting | None]]":
        return lambda one: one.random(range(start, min(start + PART, count)), seed)

    parts = [oblige(told[start : start + PART]) for start in range(0, len(told), PART)]
    yield from parted(guided, f"obliged histories: {len(told)} of {len(obliged)} compared", parts, jobs)
    yield from parted(guided, f"random histories: {count} compared", [roam(at) for at in range(0, count, PART)], jobs)
    yield from faults(Faults(guided.teller, guided.first), jobs)
    missed = guided.missed("outcome")
    yield f"outcomes of decisions: {guided.counted('outcome') - len(missed)} reached, {len(missed)} not", False
    yield from ((f"  {one.where}.{one.name}: {one.what}", False) for one in missed)
    for kind, said in (("branch", "arms of formulas"), ("side", "sides of «and» and «or»")):
        left = len(guided.missed(kind))
        yield f"{said}: {guided.counted(kind) - left} reached, {left} not", False


def parted(
    guided: "Guided", said: str, parts: "Sequence[Callable[[Guided], Iterable[Parting | None]]]", jobs: int
) -> Iterator[Line]:
    """What parts of the histories find, each from what was known before any of them. Each history that differs comes as
    the smallest scenario that still does, to paste into a spec."""
    from generator.prove.retelling import scenario_text

    wrong = 0
    for found in [*spread(guided.part, parts, jobs, together=1)]:
        guided.learn(found)
        for parting in filter(None, found.partings):
            wrong += 1
            if wrong <= SHOWN:
                yield scenario_text(guided.told.process, parting.scenario), True
                yield from ((f"    # {line}", False) for line in parting.lines)
    yield f"{said}, {wrong} disagreements", wrong > SHOWN


def faults(failing: "Faults", jobs: int) -> Iterator[Line]:
    """What holds while an element fails, each in the first history that reaches it."""

    def alone(element: str) -> "tuple[Fault, frozenset[str]]":
        return failing.tried((element,), failing.first[element])

    tried = list(spread(alone, failing.reached(), jobs, together=4))
    behind = spread(lambda one: failing.tried(*one)[0], failing.behind(tried), jobs, together=1)
    every = [*(fault for fault, _ in tried), *behind]
    wrong = [one for one in every if one.lines]
    for one in wrong[:SHOWN]:
        yield f"while {' and '.join(one.elements)} fails, in «{one.scenario.name}»:", True
        yield from ((f"    # {line}", False) for line in one.lines)
    left = f"{len(failing.unreached())} elements that can fail were not reached"
    yield f"faults: {len(every)} tried, {len(wrong)} with a loss; {left}", len(wrong) > SHOWN


def properties_of_messages(proof: "Proof", seed: int) -> Iterator[Line]:
    """What is true of any safe triage, on the emulator alone."""
    from generator.prove.properties import hold_for_messages

    for held in hold_for_messages(proof, seed):
        yield from lines(held)


def properties_of_histories(proof: "Proof", histories: int, seed: int) -> Iterator[Line]:
    """The same at every step of random histories."""
    from generator.prove.properties import hold_for_histories

    for held in hold_for_histories(proof.player, histories, seed):
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
