"""What is true of any safe triage, checked on the emulator alone: the interpreter and it could share a misreading."""

from collections.abc import Callable, Iterator, Mapping
from random import Random

from generator.frozen import record
from generator.prove.lexicon import Lexicon
from generator.prove.playing import OrgTeller
from generator.prove.properties import lasting, outbound, reading, standing, ways
from generator.prove.properties.standing import Checks
from generator.prove.running import Proof
from generator.prove.watching import Story, Told, Watched, watch

Reading = Callable[[Proof, Random], Checks]
"""Of single messages."""
Invariant = Callable[[Lexicon, Story], Checks]
"""Of every step of every history; the last of the story is what just happened."""

READINGS: Mapping[str, Reading] = {
    "a full stop ends a cue": reading.a_stop_ends_a_cue,
    "more text never lowers urgency": reading.more_never_lowers,
    "a reply says as much as a message": reading.a_reply_says_as_much,
    "what staff send changes nothing": reading.what_staff_send_changes_nothing,
    "every transition is one through stage and Status": ways.both_ways_everywhere,
}
INVARIANTS: Mapping[str, Invariant] = {
    "nothing fails but by a rule": standing.nothing_fails,
    "every open case has an owner who can act": standing.somebody_has_it,
    "every open case has the clocks that the spec promises": standing.a_clock_runs,
    "every clock that runs will ring": standing.clocks_ring,
    "whatever is sent reaches somebody, and every breach is told": standing.somebody_hears,
    "stage and Status are one way": ways.both_ways_agree,
    "no words of a patient go out": outbound.no_words_go_out,
    "one automatic answer, none to machines, none from quiet cases": outbound.one_answer,
    "time to triage is blank or not negative, and lasts": lasting.time_to_triage_lasts,
    "automation never lowers an urgency": lasting.urgency_stays,
    "the record of decisions only grows": lasting.record_only_grows,
}


@record
class Held:
    """What was looked at for one property, and where it did not hold."""

    name: str
    tried: int
    failed: tuple[str, ...]


def hold_for_messages(proof: Proof, seed: int) -> Iterator[Held]:
    for name, check in READINGS.items():
        results = list(check(proof, Random(seed)))
        failed = tuple(label for label, holds in results if not holds)
        yield Held(name=name, tried=len(results), failed=failed)


def hold_for_histories(player: OrgTeller, count: int, seed: int) -> Iterator[Held]:
    """Every invariant at every step of so many random histories."""
    tried: dict[str, int] = dict.fromkeys(INVARIANTS, 0)
    failed: dict[str, list[str]] = {name: [] for name in INVARIANTS}
    for name, label, holds in steps(player, count, seed):
        tried[name] += 1
        if not holds:
            failed[name].append(label)
    return (Held(name=name, tried=tried[name], failed=tuple(failed[name])) for name in INVARIANTS)


def steps(player: OrgTeller, count: int, seed: int) -> Iterator[tuple[str, str, bool]]:
    """One by one what is looked at: the invariant, what is checked of it, and whether it holds."""
    told = Told(player.process)
    for number in range(count):
        story: list[Watched] = []
        for watched in watch(player, told.scenario(number, seed)):
            story.append(watched)
            for name, check in INVARIANTS.items():
                for label, holds in check(player.lexicon, story):
                    yield name, f"history {number}, {said(watched)}: {label}", holds


def said(watched: Watched) -> str:
    return f"{type(watched.event).__name__} at {watched.now:%Y-%m-%d %H:%M}"
