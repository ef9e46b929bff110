"""Spec -> process: names become facts and references, defaults are filled, many concepts become few.

`resolve` is the whole of it; the modules beside it each know one part of the language.
"""

from collections.abc import Iterable

from generator.conditions import parsing
from generator.conditions.naming import INTAKE, STORED, Names, Where
from generator.conditions.syntax import Compare, Condition, Constant, FactValue, Holds, Type
from generator.diagnostics import Diagnostic, Rejected, require
from generator.frozen import record
from generator.language.rules import Clock as ClockText
from generator.language.spec import Spec
from generator.language.values import Written
from generator.loading import Loaded
from generator.process.model import (
    Category,
    Clock,
    Consent,
    Control,
    Expectations,
    Extension,
    Finder,
    Hazard,
    Level,
    Message,
    NotAutomated,
    PerLevel,
    Process,
    Replies,
    Route,
    Rung,
    Setter,
    Stage,
    Status,
)
from generator.process.resolving.durations import Times
from generator.process.resolving.effects import Effects
from generator.process.resolving.expectations import unexpected
from generator.process.resolving.facts import Facts, value_id
from generator.process.resolving.filling import filled_in
from generator.process.resolving.layers import taken_away
from generator.process.resolving.organisation import calendars, channels, identity, people, personas, teams
from generator.process.resolving.patterns import too_long
from generator.process.resolving.references import dangling, renames, section_ids
from generator.process.resolving.reports import Reports
from generator.process.resolving.rules import Rules
from generator.process.resolving.scenarios import scenarios_of
from generator.process.resolving.words import WordSets
from generator.scenarios.model import Scenario

SHAPES = {"nhs_number": ("999 999 9999",), "date": ("99 99 9999", "9 99 9999", "99 9 9999", "9 9 9999", "9999 99 99")}
"""The shapes that a kind of identifier brings."""


ABOUT_NAMES = ("CP133", "CP134", "CP145", "CP210")
"""Findings about a name alone: everything declared stands all the same, so stories are held against it too."""


@record
class Resolved:
    """A spec's meaning, its stories, and what is worth a warning."""

    process: Process
    scenarios: tuple[Scenario, ...]
    warnings: tuple[Diagnostic, ...]


def resolve(loaded: Loaded) -> Resolved:
    """The process of a loaded spec. Raises Rejected with every finding of resolving (CP2xx, CP6xx)."""
    resolver = Resolver(loaded)
    process = resolver.process()
    found = [*loaded.strays, *resolver.findings()]
    if any(one.severity == "error" and one.code not in ABOUT_NAMES for one in found):
        raise Rejected(found)
    scenarios, more = scenarios_of(loaded.spec, process)
    return Resolved(process=process, scenarios=scenarios, warnings=require([*found, *more]))


class Resolver:
    """Resolves one spec; every part collects its findings, and `findings` gives them all."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.spec: Spec = loaded.spec
        self.found: list[Diagnostic] = []
        self.facts = Facts(self.spec)
        self.words = WordSets(self.spec)
        self.names: Names = self.facts.names(self.spec, frozenset(self.words.sets))
        self.known = {**section_ids(self.spec), "facts": tuple(self.facts.facts)}
        self.levels = tuple(one.id.text for one in self.spec.urgency)
        self.times = Times(self.known["calendars"], self.levels, self.known)
        self.rules = Rules(self.spec, self.facts.facts, self.parse)
        self.effects = Effects(self.spec, self.times, self.parse)
        self.reports = Reports(self.spec, self.facts.facts, self.parse)

    def findings(self) -> list[Diagnostic]:
        self.effects.check_texts()
        references = dangling(self.spec, self.known, renames(self.spec))
        parts = (self.facts, self.words, self.times, self.rules, self.effects, self.reports)
        found = [*self.found, *references, *(one for part in parts for one in part.found)]
        found += [*taken_away(self.loaded), *unexpected(self.loaded), *filled_in(self.spec), *too_long(self.spec)]
        return sorted(set(found), key=lambda one: (one.span.path, one.span.line, one.span.column, one.code))

    def parse(self, written: Written, where: Where) -> Condition | None:
        tree, found = parsing.parse(written, self.names, where)
        self.found += found
        return tree

    def process(self) -> Process:
        spec = self.spec
        routes = self.routes()
        return Process(
            identity=identity(spec, self.found),
            calendars=calendars(spec, self.found),
            channels=channels(spec, self.found),
            people=people(spec, self.found),
            teams=teams(spec, self.found),
            personas=personas(spec),
            expects=self.expectations(),
            assignment_rule=spec.assignment_rule,
            control=self.control(),
            replies=self.replies(),
            facts=tuple(self.facts.facts.values()),
            reading=self.words.reading(),
            finders=tuple(self.finders()),
            setters=tuple(self.setters()),
            levels=self.level_records(),
            categories=self.categories(),
            special_flags=tuple(flag.id.text for flag in spec.flags if flag.special_handling),
            quiet_flags=tuple(flag.id.text for flag in spec.flags if flag.quiet),
            unreadable_floor=self.rank(spec.unreadable.at_least),
            routes=routes,
            stages=self.stages(),
            clocks=tuple(self.clock(clock) for clock in spec.clocks),
            consents=tuple(self.consents()),
            rules=self.rules.all(),
            effects=self.effects.all(),
            messages=self.messages(),
            reports=self.reports.all(),
            hazards=tuple(
                Hazard(what=f"{' › '.join(one.path)}: {one.what} taken out", why=one.why, because=one.span)
                for one in self.loaded.removals
                if one.why
            ),
            not_automated=tuple(
                NotAutomated(text=one.text, reason=one.reason, because=one.span) for one in self.loaded.remarks
            ),
        )

    def rank(self, level: Written) -> int:
        return self.levels.index(level.text) if level.text in self.levels else 0

    def level_records(self) -> tuple[Level, ...]:
        return tuple(
            Level(
                id=one.id.text,
                label=one.label.text,
                rank=rank,
                priority=one.priority,
                sets=self.words.of(one.lists, f"level.{one.id.text}"),
                only_to=tuple(team.text for team in one.only_to),
                was=one.was.text if one.was else None,
                because=one.id.span,
            )
            for rank, one in enumerate(self.spec.urgency)
        )

    def categories(self) -> tuple[Category, ...]:
        return tuple(
            Category(
                id=one.id.text,
                label=one.label.text,
                rank=rank,
                floor=self.rank(one.at_least),
                sets=self.words.of(one.lists, f"category.{one.id.text}"),
                special=one.special_handling,
                quiet=one.quiet,
                was=one.was.text if one.was else None,
                because=one.id.span,
            )
            for rank, one in enumerate(self.spec.categories)
        )

    def routes(self) -> tuple[Route, ...]:
        """Exceptions, then what cannot be read, then every category; the last takes the rest."""
        found = []
        for one in self.spec.routing:
            holds_when = self.parse(one.when, INTAKE)
            if holds_when is not None:
                found.append(Route(id=one.id.text, when=holds_when, team=one.to.text, because=one.id.span))
        unreadable = FactValue(fact="unreadable", type=Type(kind="yes_no"), because=self.spec.unreadable.span)
        holds = Holds(fact=unreadable, because=self.spec.unreadable.span)
        span = self.spec.unreadable.team.span
        found.append(Route(id="unreadable", when=holds, team=self.spec.unreadable.team.text, because=span))
        type = self.facts.facts["category"].type
        for category in self.spec.categories:
            fact = FactValue(fact="category", type=type, because=category.id.span)
            value = Constant(value=category.id.text, type=type, because=category.id.span)
            is_it = Compare(left=fact, op="=", right=value, because=category.id.span)
            last = category.id.text == self.spec.categories[-1].id.text
            route = f"category.{category.id.text}"
            when = None if last else is_it
            found.append(Route(id=route, when=when, team=category.team.text, because=category.id.span))
        return tuple(found)

    def finders(self) -> Iterable[Finder]:
        for one in self.spec.identifiers:
            shapes = tuple(shape.text for shape in one.written) or SHAPES.get(one.kind, ())
            yield Finder(
                fact=one.id.text,
                kind=one.kind,
                shapes=shapes,
                check="nhs" if one.kind == "nhs_number" else None if one.check == "none" else one.check,
                order=one.order,
                found_on=one.found_on,
                on_find=one.on_find,
                because=one.id.span,
            )

    def setters(self) -> Iterable[Setter]:
        for field in self.spec.fields:
            if field.words:
                sets = self.words.of((), f"field.{field.id.text}")
                yield Setter(fact=field.id.text, sets=sets, when=None, value=True, because=field.id.span)
            for value in field.values if field.detect else ():
                sets = self.words.of((), f"field.{field.id.text}.{value_id(value.text)}")
                yield Setter(fact=field.id.text, sets=sets, when=None, value=value_id(value.text), because=value.span)
        for flag in self.spec.flags:
            when = self.parse(flag.when, INTAKE) if flag.when else None
            sets = self.words.of(flag.lists, f"flag.{flag.id.text}")
            if not sets and flag.when is None:
                self.found.append(self.error("CP221", "a flag needs words, lists or a condition that sets it", flag.id))
            yield Setter(fact=flag.id.text, sets=sets, when=when, value=True, because=flag.id.span)

    def error(self, code: str, message: str, at: Written) -> Diagnostic:
        return Diagnostic(code=code, severity="error", message=message, span=at.span)

    def stages(self) -> tuple[Stage, ...]:
        return tuple(
            Stage(
                id=one.id.text,
                label=one.label.text,
                rank=rank,
                status=one.status.text,
                next=tuple(stage.text for stage in one.next),
                automatic=one.automatic,
                closed=one.closed,
                stall=self.times.per_level(one.stall_after, complete=False),
                help=one.help.text if one.help else None,
                was=one.was.text if one.was else None,
                because=one.id.span,
            )
            for rank, one in enumerate(self.spec.stages)
        )

    def clock(self, one: ClockText) -> Clock:
        within: PerLevel = self.times.per_level(one.within, complete=True)
        extension = None
        if one.extend:
            allowance = self.times.allowance(one.extend.by)
            if allowance is not None and not allowance.days:
                self.found.append(self.error("CP214", "an extension is in days", one.extend.by))
            elif allowance is not None:
                extension = Extension(days=allowance.days, calendar=allowance.calendar, because=one.extend.span)
        return Clock(
            id=one.id.text,
            label=one.label.text,
            when=self.parse(one.when, STORED) if one.when else None,
            starts=self.times.moment(one.starts),
            stops=self.times.moment(one.stops),
            within=within,
            warn=self.times.warning(one.warn),
            extension=extension,
            ladder=tuple(
                Rung(
                    after=after,
                    notify=tuple(name.text for name in rung.notify),
                    text=rung.text.text,
                    because=rung.span,
                )
                for rung in one.ladder
                if (after := self.times.allowance(rung.after))
            ),
            because=one.id.span,
        )

    def consents(self) -> Iterable[Consent]:
        for one in self.spec.consents:
            when = self.parse(one.when, STORED) if one.when else None
            yield Consent(
                id=one.id.text,
                label=one.label.text,
                form=one.form.text,
                when=when,
                before=one.before.text,
                because=one.id.span,
            )

    def messages(self) -> tuple[Message, ...]:
        return tuple(
            Message(
                id=one.id.text,
                label=one.label.text,
                subject=one.subject.text,
                body=one.body.text,
                api_name=one.api_name.text if one.api_name else None,
                because=one.id.span,
            )
            for one in self.spec.messages
        )

    def control(self) -> Control:
        switches = dict.fromkeys(("clocks", "guardrails", "intake", "notifications", "replies", "routing"), True)
        for pair in self.spec.control.switches.pairs:
            if pair.key.text not in switches or pair.value.text not in ("on", "off"):
                message = f"`{pair.key.text}: {pair.value.text}` is no switch that is on or off"
                self.found.append(self.error("CP220", message, pair.key))
            switches[pair.key.text] = pair.value.text == "on"
        return Control(mode=self.spec.control.mode, switches=tuple(sorted(switches.items())))

    def replies(self) -> Replies:
        closed = self.spec.replies.closed
        if closed is None or closed.text.strip() == "new_case":
            return Replies(reopen_within=None)
        after = closed.text.strip().removeprefix("reopen_within ")
        if after == closed.text.strip():
            message = "a reply to a closed case does `reopen_within DURATION` or `new_case`"
            self.found.append(self.error("CP214", message, closed))
            return Replies(reopen_within=None)
        return Replies(reopen_within=self.times.allowance(Written(text=after, inset=None, span=closed.span)))

    def expectations(self) -> Expectations:
        given = self.spec.expects
        user = given.record_type_of_automated_case_user
        return Expectations(
            sender=given.sender.address.text if given.sender else None,
            statuses=tuple(Status(label=one.label.text, closed=one.closed) for one in given.statuses),
            queues=tuple(one.text for one in given.queues),
            fields=tuple(one.text for one in given.fields),
            case_sharing=given.case_sharing,
            person_accounts=given.person_accounts,
            consent=given.consent,
            default_workflow_user=given.default_workflow_user.text if given.default_workflow_user else None,
            no_active_assignment_rule=given.no_active_assignment_rule,
            path=given.path,
            record_type_of_automated_case_user=None if user is None else True if user.text == "true" else user.text,
            identifiers=tuple((one.id.text, one.object.text, one.field.text) for one in given.identifiers),
            because=given.span,
        )
