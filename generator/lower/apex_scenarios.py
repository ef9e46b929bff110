"""A scenario in Apex, as far as Apex can tell it: what happens, and what is expected of the case afterwards.

A story ends early where Apex cannot go on: no test of Apex can let time pass, and the paths of record-triggered flows
that run after the transaction, replies among them, are not known to run in one. What cannot be seen is left out, and a
comment says what: notifications, mails on their way, texts with today's dates.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from generator.conditions.syntax import Value
from generator.frozen import record
from generator.lower.apex import comment, literal, text, texts
from generator.lower.naming import Names, mails_outside
from generator.lower.rules import STATUS, STATUS_MESSAGE, needs_consent
from generator.lower.stories import fact_of, hangs_on_the_day, is_stored, message, users_of, values_expected
from generator.process.events import (
    SIGNED,
    Accept,
    Adopt,
    Arrival,
    Edit,
    Event,
    Extend,
    Move,
    Reply,
    SetStatus,
    Sign,
    Switch,
    Verify,
    Wait,
)
from generator.process.model import Fact, Link, MakeTask, Process, Rule
from generator.scenarios.model import Act, Expect, Scenario

PATIENT = "patient.record@example.org"
"""The address in the patient's record, where the patient is not the sender of a mail."""
OWN = {"owner": "OwnerId", "closed": "IsClosed", "channel": "Origin"}
MOST_QUERIES = 90
"""Of the 100 of one transaction. A save makes up to five in the flows, with the test's own; a look makes four."""
OF_A_SAVE, OF_A_LOOK = 6, 4
UNSEEN = {
    "notified": "Apex cannot read notifications",
    "stalled": "it takes time to stall",
}


@record
class Told:
    """A scenario in Apex. `fields`: fields of Case that it looks at. No `lines`: `reason` says why it cannot be told.
    `ends`: why it ends early."""

    scenario: Scenario
    lines: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    reason: str | None = None
    ends: str | None = None


@record
class Teller:
    """`users`: a user's name in the scenario -> the last name of the test's user."""

    process: Process
    names: Names
    users: Mapping[str, str]


def tell(process: Process, names: Names, scenario: Scenario) -> Told:
    """The body of a test method for a scenario."""
    teller = Teller(process=process, names=names, users=users_of(process, scenario))
    if scenario.needs_org:
        return Told(scenario=scenario, reason="it begins in an org that no test of Apex can bring about")
    if scenario.given.answers:
        return Told(scenario=scenario, reason="what was signed before the case is read after the transaction")
    lines, fields = [*guard(teller, scenario), *arrival(teller, scenario)], set[str]()
    looks, seen, queries, ends = 0, 0, OF_A_SAVE * 2, None
    for is_look, group in groupby(scenario.steps, key=lambda step: isinstance(step, Expect)):
        steps = list(group)
        if is_look:
            looked, named = look(teller, [one for one in steps if isinstance(one, Expect)], first=not looks)
            looks += 1
            seen += sum(line.startswith("Assert.") for line in looked)
            queries += OF_A_LOOK
            lines += looked
            fields |= named
            continue
        for act in (one for one in steps if isinstance(one, Act)):
            queries += OF_A_SAVE
            ends = beyond(act.event) or ("one transaction has no more queries" if queries > MOST_QUERIES else None)
            if ends is not None:
                break
            lines += happening(teller, act)
            seen += act.blocked_by is not None
        if ends is not None:
            break
    if not seen:
        return Told(scenario=scenario, reason=ends or "nothing that is expected can be seen in Apex")
    lines += comment(f"Here it ends: {ends}.") if ends else ()
    return Told(scenario=scenario, lines=tuple(lines), fields=tuple(sorted(fields)), ends=ends)


def beyond(event: Event) -> str | None:
    """Why Apex cannot bring an event about."""
    match event:
        case Wait():
            return "a test cannot let time pass"
        case Switch():
            return "switches are for whoever runs the org"
        case Adopt():
            return "the flow that lets an old case in is for people to run"
        case Sign(answer=answer) if answer != SIGNED:
            return "the tests know one answer to a form: Signed"
        case Reply():
            return "the path that reads a reply runs after the transaction, and not in a test"
        case _:
            return None


# -- what happens --------------------------------------------------------------------------------------------------


def guard(teller: Teller, scenario: Scenario) -> Iterator[str]:
    """A story of consents is told only where the directory that asks for them is deployed."""
    asks = {rule.id for rule in teller.process.rules if needs_consent(teller.process, rule)}
    acts = [one for one in scenario.steps if isinstance(one, Act)]
    if any(isinstance(one.event, Sign) or one.blocked_by in asks for one in acts):
        yield "if (!consentsAreKept()) {"
        yield "    return;"
        yield "}"


def arrival(teller: Teller, scenario: Scenario) -> Iterator[str]:
    given = scenario.given
    subject, body = message(scenario)
    patient = "null"
    if given.patient != "unknown":
        patient = f"patient({text(given.sender if given.channel == 'email' else PATIENT)})"
    said = f"{text(origin(teller, given))}, {text(subject)}, {text(body)}, {text(given.sender)}"
    yield f"Id made = arrive({said}, {patient});"
    if given.patient == "verified":
        known = [one.fact for one in teller.process.finders if one.found_on != "nothing"]
        yield f"verify(made, new Set<String>{{{texts(known)}}});"


def origin(teller: Teller, given: Arrival) -> str:
    return next(one.origin for one in teller.process.channels if one.id == given.channel)


def happening(teller: Teller, act: Act) -> Iterator[str]:
    names = teller.names
    match act.event:
        case Accept(by=by):
            yield from saved(teller, act, f"OwnerId = {party(teller, by)}", by)
        case Move(to=to, by=by, through="stage"):
            yield from saved(teller, act, f"{names.field('stage')} = {text(to)}", by)
        case Move(to=to, by=by):
            status = next(one.status for one in teller.process.stages if one.id == to)
            yield from saved(teller, act, f"Status = {text(status)}", by)
        case SetStatus(status=status, by=by):
            yield from saved(teller, act, f"Status = {text(status)}", by)
        case Edit(values=values, by=by):
            written = [f"{field(teller, id)} = {stored(teller, id, value)}" for id, value in values]
            yield from saved(teller, act, ", ".join(written), by)
        case Extend(clock=clock, by=by):
            box = names.field(f"{clock}.extended")
            yield from saved(teller, act, f"{box} = ![SELECT {box} FROM Case WHERE Id = :made].{box}", by)
        case Verify(identifier=identifier):
            yield f"verify(made, new Set<String>{{{text(identifier)}}});"
        case Sign(consent=consent):
            form = next(one.form for one in teller.process.consents if one.id == consent)
            yield f"sign(made, {text(form)});"


def saved(teller: Teller, act: Act, change: str, by: str) -> Iterator[str]:
    """A save by a person, or one that a rule must refuse with its own message."""
    row, who = f"new Case(Id = made, {change})", text(teller.users[by])
    if act.blocked_by is None:
        yield f"save({row}, {who});"
        return
    messages = dict.fromkeys(rule.message[:255] for rule in rules_called(teller.process, act.blocked_by))
    if act.blocked_by == STATUS:
        messages = dict.fromkeys([STATUS_MESSAGE])
    yield f"refused({row}, {who}, new List<String>{{{texts(messages)}}});"


def rules_called(process: Process, name: str) -> Iterator[Rule]:
    """The rules that `blocked_by` means: all of the table for `transition`, a field's editors by the field."""
    for rule in process.rules:
        kind, _, of = rule.id.partition(".")
        if name == {"transition": "transition", "edited_by": of}.get(kind, rule.id):
            yield rule


def field(teller: Teller, id: str) -> str:
    return OWN.get(id) or teller.names.field(id)


def stored(teller: Teller, id: str, value: Value) -> str:
    """A fact's value as its field holds it: people and teams by their ids."""
    fact = fact_of(teller.process, id)
    if value is not None and (id == "owner" or fact.type.kind == "person"):
        return party(teller, str(value))
    return literal(value)


def party(teller: Teller, name: str) -> str:
    """The id of a team's queue or of a user."""
    if name in dict(teller.names.teams):
        return f"queueNamed({text(teller.names.queue(name))})"
    return f"personNamed({text(teller.users[name])}).Id"


# -- what is expected ----------------------------------------------------------------------------------------------


def look(teller: Teller, steps: Sequence[Expect], *, first: bool) -> tuple[list[str], set[str]]:
    """A look at the case and what it asserts, and the fields that it needs. `first`: nothing was looked at before."""
    lines, fields = ["look(made);"], set[str]()
    for one in steps:
        for said, named in mails(teller, one, first) if one.what == "emailed" else expected(teller, one):
            lines.append(said)
            fields |= named
    return lines, fields


Line = tuple[str, set[str]]


def expected(teller: Teller, one: Expect) -> Iterator[Line]:
    match one.what:
        case "category" | "urgency" | "team" | "stage" | "owner" | "fields" | "identifiers":
            yield from facts(teller, one)
        case "flags":
            yield from flags(teller, one)
        case "words":
            yield from among(one, "words", list_of(one), teller.names.field("found_words"))
        case "tasks":
            acts = {each.id: each.act for each in teller.process.effects if isinstance(each.act, MakeTask)}
            yield from among(one, "tasks", [acts[id].subject for id in list_of(one)])
        case "linked":
            acts_of = {each.id: each.act for each in teller.process.effects if isinstance(each.act, Link)}
            found = [f"{acts_of[id].category}/{acts_of[id].team}" for id in list_of(one) if id in acts_of]
            yield from among(one, "linked", found)
        case "audit":
            yield from among(one, "audit", list_of(one))
        case "warned" | "breached":
            yield from clocks(teller, one)
        case "text_has_not":
            for said in list_of(one):
                test = f"holds(seen.row.Description, {text(said)})"
                yield f"Assert.is{'True' if one.negated else 'False'}({test}, 'text');", {"Description"}
        case _:
            yield from left_out(one, UNSEEN[one.what])


def list_of(one: Expect) -> list[str]:
    return list(one.expected) if isinstance(one.expected, tuple) else [str(one.expected)]


def left_out(one: Expect, why: str) -> Iterator[Line]:
    said = ", ".join(list_of(one)) if not isinstance(one.expected, dict) else ", ".join(one.expected)
    for line in comment(f"Left out: {'not ' if one.negated else ''}{one.what} {said or 'none'} ({why})."):
        yield line, set()


def facts(teller: Teller, one: Expect) -> Iterator[Line]:
    for fact, value in values_expected(teller.process, one):
        if not is_stored(fact) or hangs_on_the_day(teller.process, fact):
            why = "it hangs on the day" if is_stored(fact) else "no field holds it"
            yield from ((line, set()) for line in comment(f"Left out: {fact.id} ({why})."))
        else:
            name = field(teller, fact.id)
            yield asserted(teller, fact, name, value, negated=one.negated), {name}


def asserted(teller: Teller, fact: Fact, name: str, value: Value, *, negated: bool) -> str:
    """Numbers are compared as numbers (2 is 2.00), all else as values of their own type."""
    there, said = f"seen.row.{name}", text(fact.id)
    if value is None:
        return f"Assert.is{'Not' if negated else ''}Null({there}, {said});"
    if fact.id == "owner" or fact.type.kind == "person":
        wanted = party(teller, str(value))
    elif fact.id == "channel":
        wanted = text(next(one.origin for one in teller.process.channels if one.id == value))
    else:
        wanted = literal(value)
    if fact.type.kind == "number":
        return f"Assert.isTrue({there} {'!=' if negated else '=='} {wanted}, {said});"
    return f"Assert.are{'Not' if negated else ''}Equal({wanted}, {there}, {said});"


def flags(teller: Teller, one: Expect) -> Iterator[Line]:
    """`none` means that no yes/no fact holds; not `none`, that one does."""
    boxes = [fact for fact in teller.process.facts if fact.type.kind == "yes_no"]
    if one.expected == ():
        names = [field(teller, fact.id) for fact in boxes]
        test = " || ".join(f"seen.row.{name}" for name in names)
        yield f"Assert.is{'True' if one.negated else 'False'}({test}, 'flags');", set(names)
        return
    for fact, _ in values_expected(teller.process, one):
        name = field(teller, fact.id)
        yield asserted(teller, fact, name, not one.negated, negated=False), {name}


def among(one: Expect, what: str, found: Sequence[str], *fields: str) -> Iterator[Line]:
    """What has come since the look before: all of it, or none of it."""
    said = text(what)
    if not found:
        yield f"Assert.is{'False' if one.negated else 'True'}(seen.{what}.isEmpty(), {said});", set(fields)
    for each in found:
        test = f"seen.{what}.contains({text(each)})"
        yield f"Assert.is{'False' if one.negated else 'True'}({test}, {said});", set(fields)


def clocks(teller: Teller, one: Expect) -> Iterator[Line]:
    """Without waiting nothing has warned and nothing is late."""
    names = [teller.names.field(f"{id}.{one.what}") for id in list_of(one)]
    every = [teller.names.field(f"{clock.id}.{one.what}") for clock in teller.process.clocks]
    wanted = one.expected != () and not one.negated
    for name in names or every:
        yield f"Assert.areEqual({literal(wanted)}, seen.row.{name}, {text(one.what)});", {name}


def mails(teller: Teller, one: Expect, first: bool) -> Iterator[Line]:
    """A case knows when a mail was last due; the mail itself goes out after the transaction."""
    asked = [(message, teller.names.field(f"{key}.asked")) for key, message, _ in mails_outside(teller.process)]
    if one.negated or (one.expected == () and not first):
        yield from left_out(one, "a case keeps only the last time that a mail was due")
    elif one.expected == ():
        for _, name in asked:
            yield f"Assert.isNull(seen.row.{name}, 'emailed');", {name}
    else:
        for id in list_of(one):
            names = [name for message, name in asked if message == id]
            test = " || ".join(f"seen.row.{name} != null" for name in names)
            yield f"Assert.isTrue({test}, {text(f'{id} is due')});", set(names)


def fields_of(told: Iterable[Told]) -> tuple[str, ...]:
    """Fields of Case that any of these stories looks at."""
    return tuple(sorted({name for one in told for name in one.fields}))
