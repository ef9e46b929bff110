"""Messages and records as odd as an org takes them, by every way that there is: what an org without the automation
would save, the org with it saves as well, without a fault, and somebody has it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from generator.emulator.organisation import Channel, Org, Outcome
from generator.emulator.schema import Field
from generator.frozen import record
from generator.metadata.permissions import PermissionSet
from generator.process.events import Arrival
from generator.process.model import Process
from generator.prove.messages import any_message, every_word, identifiers
from generator.prove.observing import faults_of
from generator.prove.oddities import odd_text, odd_value
from generator.prove.playing import PERSON, OrgTeller, attempted, components_of
from generator.prove.properties import Held
from generator.prove.properties.outbound import no_words_go_out
from generator.prove.properties.standing import Checks, a_clock_runs, clocks_ring, somebody_has_it
from generator.prove.watching import MACHINE_SENDERS, Watched, ours, secret, staffed
from generator.source import NOWHERE

BULK, SINGLE, MAILS, REPLIES = 200, 30, 40, 30
"""Of each batch: the records of one call, single records, mails to nobody's case, mails to cases."""
BATCH = BULK + SINGLE + MAILS + REPLIES
AUTOMATION = ("/flows/", "/validationRules/", "/assignmentRules/")
CHANNELS: tuple[Channel, ...] = ("rest", "soap", "ui", "web", "apex")
LATER = timedelta(days=3)
LOADER = "loads data"
SENDERS = (
    "patient@example.org", "PATIENT@Example.ORG", "o'brien+tag@sub.example.org", "ünï@exämple.org",
    "x" * 60 + "@example.org", "twice@example.org", "two@@example", "no at sign", "", *MACHINE_SENDERS,
)  # fmt: skip
"""`twice` stands in two patients' records."""


@record
class Records:
    """One call of an API, a form or a loader."""

    rows: tuple[Mapping[str, Any], ...]
    user: str
    channel: Channel

    def on(self, org: Org) -> Outcome:
        return org.insert("Case", self.rows, user=self.user, channel=self.channel)

    def __str__(self) -> str:
        return f"{len(self.rows)} records by {self.channel}"


@record
class Letter:
    """A mail; `to_case`: on which of the cases that are there."""

    parts: Mapping[str, str | None]
    to_case: int | None

    def on(self, org: Org) -> Outcome:
        cases = org.rows("Case")
        case = cases[self.to_case % len(cases)]["Id"] if self.to_case is not None and cases else None
        return org.receive(**self.parts, case=case)  # type: ignore[arg-type]

    def __str__(self) -> str:
        return "a mail" if self.to_case is None else "a reply"


Call = Records | Letter


class Fuzzer:
    """Odd inserts into the org of one process; equal seeds and numbers give equal inserts. No insert says that it is
    linked: by that the automation knows the second cases that it made itself."""

    def __init__(self, process: Process, files: Mapping[str, bytes], player: OrgTeller | None = None) -> None:
        plain = {path: content for path, content in files.items() if not any(part in path for part in AUTOMATION)}
        self.process = process
        self.player = player or OrgTeller(process, files)
        self.bare = OrgTeller(process, plain)
        self.words = every_word(process)
        fields = self.player.package.schema.shape("Case").fields.values()
        linked = self.player.lexicon.fields["linked"]
        self.own = [one for one in fields if one.name.endswith("__c") and not one.read_only and one.name != linked]
        filled = editable(files)
        self.filled = [one for one in self.own if one.name in filled]
        self.odd = [one for one in fields if one.name in ("Priority", "Status", "Type", "Reason", "Origin")]

    def held(self, count: int, seed: int) -> Held:
        """Whether all of at least so many inserts went well."""
        results = list(self.inserts(count, seed))
        failed = tuple(label for label, holds in results if not holds)
        return Held(name="every insert succeeds, and somebody has it", tried=len(results), failed=failed)

    def inserts(self, count: int, seed: int) -> Checks:
        """At least so many, in batches into orgs of their own."""
        for number in range(-(-count // BATCH)):
            yield from self.batch(number, seed)

    def batch(self, number: int, seed: int) -> Checks:
        """The calls of one batch, and what came of them three days later. In every other batch records also come with
        fields that no permission set lets anybody fill, as only somebody who may do everything could send them: they
        must be saved, but what the workflow then does is not looked at."""
        random = Random(f"fuzz {seed} {number}")
        given = self.given(random)
        org, bare = (self.prepared(one.peopled(given)) for one in (self.player, self.bare))
        bare, _ = bare.with_rows("Case", [{"Status": "New"}])
        started = org
        own = number % 2 == 1
        for place, call in enumerate(self.calls(org, random, self.own if own else self.filled)):
            outcome, faults = attempted(org, partial(call.on, org))
            seen = Watched(event=given, before=org, outcome=outcome, case=None, faults=faults)
            yield from self.judged(f"batch {number}, call {place} ({call})", call, seen, call.on(bare))
            org = outcome.org
        later = org.advance(org.now + LATER)
        story = [Watched(event=given, before=started, outcome=later, case=None)]
        checks = [(line, False) for line in faults_of(self.player.lexicon, org, later, [])]
        for check in () if own else (somebody_has_it, a_clock_runs, clocks_ring):
            checks += [one for one in check(self.player.lexicon, story) if not one[1]]
        yield from ((f"batch {number}, {LATER.days} days later: {label}", holds) for label, holds in checks)

    def given(self, random: Random) -> Arrival:
        """The moment at which a batch comes in, and whether a patient is known by then."""
        return Arrival(
            channel=self.process.channels[0].id,
            subject="",
            text="",
            sender=SENDERS[0],
            patient="known" if random.random() < 1 / 2 else "unknown",
            at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=random.randrange(365 * 1440)),
            because=NOWHERE,
        )

    def prepared(self, org: Org) -> Org:
        """With a loader of data, and with two records of patients who share an address."""
        org = staffed(org)
        org, _ = org.with_user(LOADER, permissions=[self.player.lexicon.lock["permissions"]["data_load"]])
        doubles = [{"LastName": PERSON, "Email": "twice@example.org"} for _ in range(2)]
        return org.with_rows("Contact", doubles)[0]

    def judged(self, where: str, call: Call, seen: Watched, would: Outcome) -> Checks:
        """One check for each record that an org without the automation takes; and one for what the call sent."""
        lexicon = self.player.lexicon
        faults = (*seen.faults, *faults_of(lexicon, seen.before, seen.outcome, []))
        wanted = [one for one in zip(seen.outcome.results, would.results, strict=False) if one[1].success]
        for result, _ in wanted:
            said = "; ".join(f"{one.code}: {one.message[:200]}" for one in result.errors)
            yield f"{where}: {said or 'saved'}", result.success
        refused = {f"{error.code}: {error.message}" for result in would.results for error in result.errors}
        if len(wanted) == len(would.results) or isinstance(call, Records):
            yield from ((f"{where}: {fault}", False) for fault in faults if fault not in refused)
        leaks = (one for one in no_words_go_out(lexicon, [seen]) if not one[1])
        yield from ((f"{where}: {label}", holds) for label, holds in leaks)
        if isinstance(call, Records) and call.user == lexicon.id(seen.org, LOADER):
            yield from self.left_alone(where, seen)

    def left_alone(self, where: str, seen: Watched) -> Checks:
        """What somebody loads does not enter the workflow, and nothing follows from it."""
        lexicon, name = self.player.lexicon, self.player.lexicon.objects["event"]["name"]
        loaded = {one.id for one in seen.outcome.results}
        entered = [row["CaseNumber"] for row in ours(lexicon, seen.org) if row["Id"] in loaded]
        events, effects = len(seen.org.rows(name)) - len(seen.before.rows(name)), len(seen.outcome.effects)
        yield f"{where}: loaded, yet {entered} entered", not entered
        yield f"{where}: loaded, yet {events} events and {effects} effects", not events and not effects

    # -- what comes in ---------------------------------------------------------------------------------------------

    def calls(self, org: Org, random: Random, own: Sequence[Field]) -> Iterator[Call]:
        """The calls of a batch; `own`: the fields of ours that records may come with."""
        users = [*(str(row["Id"]) for row in org.rows("User")), self.player.lexicon.id(org, LOADER)]
        for size in (BULK, *[1] * SINGLE):
            rows = [self.request(org, random, own) for _ in range(size)]
            rows[-1] = rows[0]
            yield Records(rows=tuple(rows), user=random.choice(users), channel=random.choice(CHANNELS))
        for place in range(MAILS + REPLIES):
            yield Letter(parts=self.letter(org, random), to_case=random.randrange(10_000) if place >= MAILS else None)

    def request(self, org: Org, random: Random, own: Sequence[Field]) -> Mapping[str, Any]:
        """The fields of a new case."""
        subject, body = self.texts(random)
        origins = list(self.player.lexicon.lock["origins"].values())
        made: dict[str, Any] = {
            "Subject": subject,
            "Description": body,
            "Origin": random.choice(origins),
            "SuppliedEmail": random.choice(SENDERS) or None,
            "RecordTypeId": self.player.record_type(org) if random.random() < 0.9 else None,
        }
        for name, most in (("SuppliedName", 80), ("SuppliedPhone", 40), ("SuppliedCompany", 80)):
            if random.random() < 1 / 4:
                made[name] = f"{secret(random)} {odd_text(random, most)}"[:most]
        for name, object_name in (("ContactId", "Contact"), ("OwnerId", "Group"), ("OwnerId", "User")):
            if random.random() < 1 / 8 and org.rows(object_name):
                made[name] = random.choice(org.rows(object_name))["Id"]
        chosen = random.sample(own, k=random.randint(1, 6)) if random.random() < 1 / 3 else []
        chosen += [one for one in self.odd if random.random() < 1 / 8]
        return made | {one.name: odd_value(one, random) for one in chosen}

    def letter(self, org: Org, random: Random) -> Mapping[str, str | None]:
        """A mail: with a text, with HTML alone, with neither (a picture), from anybody."""
        subject, body = self.texts(random)
        kind = random.choice(("text", "text", "both", "html", "nothing"))
        return {
            "subject": subject or "",
            "body": (body or "") if kind in ("text", "both") else "",
            "html": f"<p>{body}</p>" if kind in ("html", "both") else None,
            "sender": random.choice(SENDERS),
            "name": f"{secret(random)} {odd_text(random, 60)}" if random.random() < 1 / 2 else "",
            "to": random.choice(("", odd_text(random, 200))),
        }

    def texts(self, random: Random) -> tuple[str | None, str | None]:
        """A subject and a text: from the spec's own words, from anything, or both; at times nothing at all."""
        subject, body = any_message(self.process, self.words, random).texts
        if random.random() < 1 / 10:
            found = [text for one in self.process.finders for _ in range(20) for text in identifiers(one, random)]
            body = " ".join(found)[:31_900]
        if random.random() < 1 / 2:
            body = random.choice((odd_text(random, 32_000), body + odd_text(random, 32_000 - len(body))))
            subject = odd_text(random, 255)
        if random.random() < 1 / 2:
            subject, body = f"{secret(random)} {subject}"[:255], f"{secret(random)} {body}"[:32_000]
        return random.choice((subject, subject, subject, None)), random.choice((body, body, body, body, None))


def editable(files: Mapping[str, bytes]) -> frozenset[str]:
    """The fields of Case that some permission set of the package lets people fill."""
    sets = [one.body for one in components_of(files) if isinstance(one.body, PermissionSet)]
    given = [field for one in sets for field in one.fieldPermissions if field.editable]
    return frozenset(one.field.removeprefix("Case.") for one in given)
