"""Plays histories on an org and keeps whatever came of each event whole, for what is to hold in any safe org."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random

from generator.emulator.organisation import Org, Outcome
from generator.emulator.rows import Row
from generator.frozen import record
from generator.process.events import Arrival, Event, Reply, Verify
from generator.process.model import Process
from generator.prove.lexicon import Lexicon
from generator.prove.playing import OrgTeller, attempted
from generator.prove.walks import Walks
from generator.scenarios.model import Act, Scenario
from generator.source import NOWHERE

STAFF = "staff"
"""The user who stands behind groups and queues of which nobody else is a member, as the runbook asks."""
MACHINE_SENDERS = ("noreply@example.org", "MAILER-DAEMON@example.org", "no-reply.bills@example.org")
SECRET = "zq{number:04}{letters}zq"
"""A word that no spec holds: wherever it turns up, a patient's words went there."""


@record
class Watched:
    """One event of a history: the org before it, and all that came of it. `case`: None when the message was lost.
    `faults`: what the emulator could not run."""

    event: Arrival | Event
    before: Org
    outcome: Outcome
    case: str | None
    faults: tuple[str, ...] = ()

    @property
    def now(self) -> datetime:
        return self.org.now

    @property
    def org(self) -> Org:
        return self.outcome.org


Story = Sequence[Watched]
"""A history so far; the last is what just happened."""


def watch(player: OrgTeller, scenario: Scenario, prepare: Callable[[Org], Org] | None = None) -> Iterator[Watched]:
    """The events of a scenario in an org that is `prepare`d, with somebody behind every group. It ends where the
    message is lost. A patient who is verified is so by an event of its own."""
    given = scenario.given
    before = staffed(player.peopled(given))
    org = prepare(before) if prepare else before
    made, faults = attempted(org, lambda: player.arrive(org, given))
    case = made.results[0].id if made.results else None
    yield Watched(event=given, before=org, outcome=made, case=case, faults=faults)
    if case is None:
        return
    known = [one.fact for one in player.process.finders if one.found_on != "nothing"]
    events: list[Event] = [step.event for step in scenario.steps if isinstance(step, Act)]
    if given.patient == "verified" and known:
        events.insert(0, Verify(identifier=known[0], because=NOWHERE))
    org = made.org
    for event in events:
        outcome, faults = attempted(org, lambda org=org, event=event: player.act(org, case, given.sender, event))  # type: ignore[misc]
        yield Watched(event=event, before=org, outcome=outcome, case=case, faults=faults)
        org = outcome.org


def staffed(org: Org) -> Org:
    """An org in which somebody is behind every group, and every queue that was there before."""
    known = {row.get("GroupId") for row in org.rows("GroupMember")}
    known |= {row["Id"] for row in org.rows("Group")
              if row.get("Type") == "Queue" and row.get("DeveloperName") in org.package.queues}  # fmt: skip
    empty = [row["Id"] for row in org.rows("Group") if row["Id"] not in known]
    org, user = org.with_user(STAFF)
    return org.with_rows("GroupMember", [{"GroupId": id, "UserOrGroupId": user} for id in empty])[0]


class Told:
    """Random histories whose messages hold words that no spec knows; some are sent by machines, some by nobody."""

    def __init__(self, process: Process) -> None:
        self.walks = Walks(process)

    def scenario(self, number: int, seed: int) -> Scenario:
        """Equal seeds and numbers give equal histories."""
        random = Random(f"told {seed} {number}")
        one = self.walks.walk(number, random)
        steps = tuple(replace(step, event=said(step.event, random)) if isinstance(step, Act) else step
                      for step in one.steps)  # fmt: skip
        given = one.given
        if random.random() < 1 / 6:
            given = replace(given, sender=random.choice((*MACHINE_SENDERS, "")))
        subject, text = secretive(given.subject, random, 60), secretive(given.text, random, 31_000)
        return replace(one, given=replace(given, subject=subject, text=text), steps=steps)


def said(event: Event, random: Random) -> Event:
    return replace(event, text=secretive(event.text, random, 31_000)) if isinstance(event, Reply) else event


def secretive(said: str, random: Random, most: int) -> str:
    """A text with a secret word before it or after it, at times in a merge field's company. One in four is left alone:
    a blank message must stay blank."""
    if random.random() < 1 / 4 or len(said) > most:
        return said
    word = secret(random)
    word = random.choice((word, f"{word} {{!Case.Subject}}", f"{word} {{!$Record.Description}}"))
    return f"{word} {said}" if random.random() < 1 / 2 else f"{said} {word}"


def secret(random: Random) -> str:
    letters = "".join(random.choice("bcdfghjk") for _ in range(3))
    return SECRET.format(number=random.randrange(10_000), letters=letters)


def ours(lexicon: Lexicon, org: Org) -> Iterator[Row]:
    """The cases that the workflow has let in."""
    key = lexicon.fields["workflow"]
    return (row for row in org.rows("Case") if row.get(key) == lexicon.process.identity.id)


def open_cases(lexicon: Lexicon, org: Org) -> Iterator[Row]:
    return (row for row in ours(lexicon, org) if row.get("IsClosed") is not True)


def behind(org: Org, id: object) -> frozenset[str]:
    """The active users behind a user, a group or a queue."""
    row = org.get(str(id)) if id else None
    if row is None:
        return frozenset()
    if "Username" in row:
        return frozenset([str(id)] if row.get("IsActive") is True else [])
    members = [one.get("UserOrGroupId") for one in org.rows("GroupMember") if one.get("GroupId") == id]
    return frozenset().union(*(behind(org, one) for one in members))
