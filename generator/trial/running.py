"""Runs a story on an emulated org with a tree in it, in API names, and compares what was expected."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from generator.diagnostics import Rejected
from generator.emulator.loading import Package
from generator.emulator.organisation import Channel, Org, Outcome, found_org
from generator.emulator.results import Effect, Email, Error, Notification, Step
from generator.emulator.schema import NotModelled, Shape
from generator.frozen import record
from generator.language.trials import Begin, Deed, Insert, Must, Trial
from generator.language.values import Pairs, Written
from generator.nodes import error
from generator.prove.circumstances import named
from generator.scenarios.running import Failure
from generator.trial.values import BLANK, instant, row_of, shown

BEGINS = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
UNITS = {"m": 1, "minutes": 1, "h": 60, "hours": 60, "day": 1440, "days": 1440}
NOT_MODELLED = "CP630"


@record
class Tried:
    """What came of a story: what was seen after each event, what failed, and all that ran."""

    name: str
    lines: tuple[str, ...]
    failures: tuple[Failure, ...]
    trace: tuple[Step, ...]

    @property
    def passed(self) -> bool:
        return not self.failures


def run(trial: Trial, package: Package) -> Tried:
    """Plays the whole story; it stops at the first step that fails. Raises Rejected for what the story names and the
    tree does not hold, and for what the emulator does not run (CP630), at its line."""
    return Run(package).of(trial)


class Run:
    """One run. `record`: the id of the record that the story is about."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.names: dict[str, str] = {}
        self.lines: list[str] = []
        self.trace: list[Step] = []
        self.effects: list[Effect] = []
        self.counted: Counter[str] = Counter()
        self.record = ""
        self.org: Org | None = None

    def of(self, trial: Trial) -> Tried:
        failures = list(self.began(trial.given))
        for deed in trial.then:
            if failures:
                break
            failures = list(self.step(deed))
        if not failures and not expects(trial):
            message = "nothing is expected in this scenario, so it cannot fail"
            raise Rejected([error("CP604", message, trial.id.span, "add `expect:` or `refused_by:`")])
        return Tried(name=trial.id.text, lines=tuple(self.lines), failures=tuple(failures[:1]), trace=tuple(self.trace))

    # -- what happens ------------------------------------------------------------------------------------------------

    def began(self, given: Begin) -> Iterator[Failure]:
        at = self.time(given.at) if given.at else BEGINS
        org = replace(
            found_org(self.package, at, traced=True), failing=self.elements(given.fail), blind=self.elements(given.gone)
        )
        for pair in given.users.pairs:
            sets = pair.value.text.split()
            missing = [name for name in sets if name not in self.package.permission_sets]
            if missing:
                raise Rejected([error("CP601", f"there is no permission set `{missing[0]}`", pair.value.span)])
            org, self.names[pair.key.text] = org.with_user(pair.key.text, permission_sets=sets)
        for row in given.rows:
            values = row_of(org, self.shape(org, row.object), row.values, self.names)
            org, (id,) = org.with_rows(row.object.text, [values])
            if row.name:
                self.names[row.name.text] = id
        self.org = org
        if given.channel and given.channel.text not in get_args(Channel):
            raise Rejected([error("CP601", f"there is no channel `{given.channel.text}`", given.channel.span)])
        channel: Any = given.channel.text if given.channel else "ui"
        values = row_of(org, self.shape(org, given.object), given.values, self.names)
        made = self.acted(
            f"a {given.object.text} is saved", given.object,
            lambda: org.insert(given.object.text, values, user=self.user(given.as_), channel=channel),
        )  # fmt: skip
        self.record = made.result.id or ""
        yield from stopped(made, given.refused_by, given.object)

    def step(self, deed: Deed) -> Iterator[Failure]:
        verbs = [one for one in (deed.wait, deed.update, deed.insert, deed.delete, deed.launch, deed.expect,
                                 deed.expect_not) if one is not None]  # fmt: skip
        if len(verbs) != 1:
            raise Rejected([error("CP605", f"a step says one thing, and this one says {len(verbs)}", deed.span)])
        org = self.now()
        if deed.expect is not None or deed.expect_not is not None:
            yield from self.judged(deed.expect or deed.expect_not or verbs[0], negated=deed.expect is None)
        elif deed.wait is not None:
            to = org.now + timedelta(minutes=minutes(deed.wait))
            self.acted(f"it is {to:%Y-%m-%d %H:%M}", deed.wait, lambda: org.advance(to))
        elif deed.insert is not None:
            yield from self.inserted(deed.insert)
        elif deed.launch is not None:
            yield from self.launched(deed)
        elif deed.delete is not None:
            gone = deed.delete
            made = self.acted("it is deleted", Written(text="", span=deed.span),
                              lambda: org.delete(self.object(org), self.record, user=self.user(gone.as_)))  # fmt: skip
            yield from stopped(made, gone.refused_by, Written(text="", span=deed.span))
        elif deed.update is not None:
            change = deed.update
            values = row_of(org, self.shape_of(org), change.values, self.names)
            made = self.acted(
                f"{', '.join(values)} changes", Written(text="", span=deed.span),
                lambda: org.update(self.object(org), {"Id": self.record, **values}, user=self.user(change.as_)),
            )  # fmt: skip
            yield from stopped(made, change.refused_by, Written(text="", span=deed.span))

    def inserted(self, one: Insert) -> Iterator[Failure]:
        org = self.now()
        values = row_of(org, self.shape(org, one.object), one.values, self.names)
        made = self.acted(
            f"a {one.object.text} is saved",
            one.object,
            lambda: org.insert(one.object.text, values, user=self.user(one.as_), channel="ui"),
        )
        if one.name and made.result.id:
            self.names[one.name.text] = made.result.id
        yield from stopped(made, one.refused_by, one.object)

    def launched(self, deed: Deed) -> Iterator[Failure]:
        assert deed.launch is not None
        org, one = self.now(), deed.launch
        program = self.package.programs.get(one.flow.text)
        if program is None:
            raise Rejected([error("CP601", f"there is no active flow `{one.flow.text}`", one.flow.span)])
        variables = {each.name: each for each in program.flow.variables if each.isInput}
        unknown = [pair.key for pair in one.inputs.pairs if pair.key.text not in variables]
        if unknown:
            raise Rejected([error("CP601", f"the flow takes no `{unknown[0].text}`", unknown[0].span)])
        inputs = {pair.key.text: self.given(pair.value) for pair in one.inputs.pairs}
        self.acted(
            f"{program.label} is run", one.flow, lambda: org.launch(one.flow.text, inputs, user=self.user(one.as_))
        )
        yield from ()

    def given(self, value: Written) -> Any:
        """A value of a flow's variable: a record by its name, `@record` the one that the story is about."""
        if value.text == "@record":
            return self.record
        return self.names.get(value.text.removeprefix("@"), value.text) if value.text.startswith("@") else value.text

    def acted(self, said: str, at: Written, act: Any) -> Outcome:
        before = self.now()
        try:
            made: Outcome = act()
        except (NotModelled, RuntimeError) as problem:
            raise Rejected([error(NOT_MODELLED, f"the emulator does not run this: {problem}", at.span)]) from problem
        self.org = made.org
        self.trace += made.trace
        self.effects += made.effects
        for name, shape in ((shape.name, shape) for shape in self.package.schema.shapes.values()):
            self.counted[name] += len(made.org.rows(shape.name)) - len(before.rows(shape.name))
        refused = [one for result in made.results for one in result.errors]
        self.lines.append(f"{made.org.now:%Y-%m-%d %H:%M} GMT  {said}")
        self.lines += [f"    refused: {one.rule or one.code}: {one.message}" for one in refused]
        return made

    # -- what is there -----------------------------------------------------------------------------------------------

    def now(self) -> Org:
        assert self.org is not None
        return self.org

    def user(self, written: Written | None) -> str | None:
        if written is None:
            return None
        if written.text not in self.names:
            raise Rejected([error("CP601", f"there is no user `{written.text}`", written.span, "name it in `users`")])
        return self.names[written.text]

    def shape(self, org: Org, object_name: Written) -> Shape:
        try:
            return org.package.schema.shape(object_name.text)
        except NotModelled as problem:
            raise Rejected([error("CP632", str(problem), object_name.span)]) from None

    def shape_of(self, org: Org) -> Shape:
        shape = org.package.schema.with_prefix(self.record[:3])
        assert shape is not None
        return shape

    def object(self, org: Org) -> str:
        return self.shape_of(org).name

    def time(self, written: Written) -> datetime:
        try:
            return instant(written.text)
        except ValueError:
            raise Rejected([error("CP603", f"`{written.text}` is no time", written.span)]) from None

    def elements(self, given: Written | tuple[Written, ...] | None) -> frozenset[str]:
        found: frozenset[str] = frozenset()
        for one in (given,) if isinstance(given, Written) else given or ():
            meant = named(self.package, "", one.text)
            if not meant:
                raise Rejected([error("CP601", f"no flow has the element `{one.text}`", one.span)])
            found |= meant
        return found

    # -- what is expected --------------------------------------------------------------------------------------------

    def judged(self, must: Any, *, negated: bool) -> Iterator[Failure]:
        """What is not as it must be; then effects begin anew."""
        assert isinstance(must, Must)
        found = [*self.fields(must.fields, negated), *self.records(must.records, negated)]
        mails = [one for one in self.effects if isinstance(one, Email) and one.by != "fault"]
        told = [one for one in self.effects if isinstance(one, Notification)]
        left = {one.subject for one in mails} | {one.template.rpartition("/")[2] for one in mails if one.template}
        found += listed("emails", must.emails, left, negated)
        found += listed(
            "notifications", must.notifications, {text for one in told for text in (one.title, one.body)}, negated
        )
        if must.faults is not None:
            count = sum(isinstance(one, Email) and one.by == "fault" for one in self.effects)
            if (str(count) == must.faults.text) == negated:
                found.append(
                    Failure(
                        message=f"expected faults: {must.faults.text}, but there were {count}", because=must.faults.span
                    )
                )
        self.effects.clear()
        self.counted.clear()
        yield from found

    def fields(self, wanted: Pairs | None, negated: bool) -> Iterator[Failure]:
        org = self.now()
        for pair in wanted.pairs if wanted else ():
            try:
                have = shown(org.read(self.record, pair.key.text))
            except KeyError:
                have = "gone"
            except NotModelled as problem:
                raise Rejected([error("CP632", str(problem), pair.key.span)]) from None
            want = self.names.get(pair.value.text.removeprefix("@"), pair.value.text)
            if (have == want) == negated:
                said = f"expected {'not ' * negated}{pair.key.text}: {pair.value.text}, but it is {have}"
                yield Failure(message=said, because=pair.value.span)

    def records(self, wanted: Pairs | None, negated: bool) -> Iterator[Failure]:
        for pair in wanted.pairs if wanted else ():
            have = self.counted[self.shape(self.now(), pair.key).name]
            if (str(have) == pair.value.text) == negated:
                said = f"expected {'not ' * negated}{pair.value.text} new {pair.key.text}, but there were {have}"
                yield Failure(message=said, because=pair.value.span)


def expects(trial: Trial) -> bool:
    """Whether something in a story can fail."""
    held = [trial.given, *(one for deed in trial.then for one in (deed.update, deed.insert, deed.delete))]
    judged = any(deed.expect is not None or deed.expect_not is not None for deed in trial.then)
    return judged or any(one is not None and one.refused_by is not None for one in held)


def stopped(made: Outcome, wanted: Written | None, at: Written) -> Iterator[Failure]:
    """A save must pass, or be refused by what is named: a rule, a flow's element, an error code or a message."""
    errors: list[Error] = [one for result in made.results for one in result.errors]
    said = "; ".join(f"{one.rule or one.code}: {one.message}" for one in errors)
    if wanted is None and errors:
        yield Failure(message=f"was refused: {said}", because=at.span)
    elif wanted is not None and not any(wanted.text in (one.rule, one.code, one.message) for one in errors):
        instead = f"it was refused: {said}" if errors else "it passed"
        yield Failure(message=f"expected to be refused by {wanted.text}, but {instead}", because=wanted.span)


def listed(what: str, wanted: Written | tuple[Written, ...] | None, have: set[str], negated: bool) -> list[Failure]:
    """At least these; `none`: none at all."""
    if wanted is None:
        return []
    names = (wanted,) if isinstance(wanted, Written) else wanted
    there = ", ".join(sorted(have)) or BLANK
    if not isinstance(wanted, tuple) and wanted.text == BLANK:
        fits = bool(have) if negated else not have
        return [] if fits else [Failure(message=f"expected {what}: none, but there were: {there}", because=wanted.span)]
    return [
        Failure(message=f"expected {'not ' * negated}{what}: {one.text}, but there were: {there}", because=one.span)
        for one in names
        if (one.text in have) == negated
    ]


def minutes(written: Written) -> int:
    """A plain duration. Raises Rejected (CP603)."""
    digits = "".join(mark for mark in written.text if mark.isdigit())
    per = UNITS.get(written.text.removeprefix(digits).strip())
    if not digits or per is None or len(digits) > 7:
        message = f"`{written.text}` is not a plain duration"
        raise Rejected([error("CP603", message, written.span, "write it as `16m`, `2h` or `3 days`")])
    return int(digits) * per
