"""What all flows over cases call by the same names: the process, its fields before and after the save, and how
conditions are written where `$Record` is a case."""

from collections.abc import Iterator

from generator.conditions.syntax import Constant, FactValue, Found, Is
from generator.formula.syntax import Formula
from generator.frozen import record
from generator.lower.conditions import Place, literal, lowered, verified_in
from generator.lower.naming import Names
from generator.lower.programs import Filter, Program, Resource
from generator.lower.trees import (
    TRUE,
    all_of,
    any_of,
    binary,
    call,
    choose,
    equal,
    joined,
    negation,
    number,
    ref,
    text,
)
from generator.lower.zones import local_date
from generator.process.model import Process

NOW = ref("$Flow.CurrentDateTime")
SUBJECT, BODY = ref("$Record.Subject"), ref("$Record.Description")
MANY = 1440
"""Minutes of a day."""


@record
class Here:
    """`case`: what the flow calls the case; `subject` and `body`: the text that it reads, if it reads one."""

    process: Process
    names: Names
    case: str = "$Record"
    subject: Formula = SUBJECT
    body: Formula = BODY

    @property
    def levels(self) -> list[Formula]:
        """Pairs of a level's id and its rank, for CASE."""
        return [part for one in self.process.levels for part in (text(one.id), number(one.rank))]


def program(here: Here, id: str, what: str, *, label: str = "") -> Program:
    """What all programs of a process share, to `replace` the rest in: called by `id`, labelled by the process and
    `label` (else `id`), active when the process is."""
    identity = here.process.identity
    return Program(
        api_name=here.names.own(id),
        label=f"{identity.label}: {label or id}",
        what=what,
        active=identity.status == "active",
        because=identity.because,
    )


def field(here: Here, key: str, of: str | None = None) -> str:
    return f"{of or here.case}.{here.names.field(key)}"


def let_in(here: Here) -> Filter:
    """Which records a flow on cases runs for: those that the workflow let in."""
    return Filter(field=here.names.field("workflow"), value=text(here.process.identity.id))


def is_ours(here: Here, of: str | None = None) -> Formula:
    """Whether the workflow let the case in."""
    return equal(ref(field(here, "workflow", of)), text(here.process.identity.id))


def value(here: Here, key: str, of: str | None = None) -> Formula:
    """A field of the case; a choice as the text of its id."""
    there = ref(field(here, key, of))
    kind = next((one.type.kind for one in here.process.facts if one.id == key), "")
    return call("TEXT", there) if kind in ("choice", "urgency") else there


def before(here: Here, key: str) -> Formula:
    """The same before the save."""
    return value(here, key, "$Record__Prior")


def differs(here: Here, key: str) -> Formula:
    """Whether the save changes a field; never blank."""
    kind = next((one.type.kind for one in here.process.facts if one.id == key), "")
    now, was = value(here, key), before(here, key)
    if kind in ("number", "date", "moment"):
        now, was = call("TEXT", now), call("TEXT", was)
    return binary("<>", now, was)


def rank_of(here: Here, level: Formula) -> Formula:
    """The rank of a level's id, 0 the most urgent; that of a missing one is the most urgent too."""
    return call("CASE", level, *here.levels, number(0))


def in_stages(here: Here, stage: Formula, *, closed: bool) -> Formula:
    """Whether a stage's id is one of the closed (or open) stages."""
    return any_of(equal(stage, text(one.id)) for one in here.process.stages if one.closed == closed)


def minutes_between(start: Formula, end: Formula) -> Formula:
    """Whole minutes, never negative; `start` and `end` are filled."""
    seconds = call("ROUND", binary("*", binary("-", end, start), number(MANY * 60)), number(0))
    return call("MAX", number(0), call("MFLOOR", binary("/", seconds, number(60))))


def switched_on(here: Here, switch: str) -> Formula:
    """Whether a part of the workflow is switched on; an empty setting means what the spec says."""
    default = "on" if dict(here.process.control.switches).get(switch, True) else "off"
    return binary("<>", call("LOWER", call("BLANKVALUE", setting(here, switch), text(default))), text("off"))


def live(here: Here) -> Formula:
    """Whether the workflow acts; in shadow it classifies and records and touches nothing."""
    mode = call("BLANKVALUE", setting(here, "mode"), text(here.process.control.mode))
    return binary("<>", call("LOWER", mode), text("shadow"))


def switches(here: Here) -> Iterator[Resource]:
    """The switches that flows on a case ask for, by name."""
    lives = live(here)
    given = (
        ("Is_Live", lives, "The workflow acts; in shadow it only classifies and records."),
        ("Intake_On", switched_on(here, "intake"), "New messages are read."),
        ("Routing_On", all_of((lives, switched_on(here, "routing"))), "Cases are given to the queues of their teams."),
        ("Clocks_On", switched_on(here, "clocks"), "Promises count."),
        ("Mails_On", all_of((lives, switched_on(here, "replies"))), "Mails go out."),
        ("Notices_On", all_of((lives, switched_on(here, "notifications"))), "People are told."),
    )
    for name, tree, what in given:
        yield Resource(name=name, kind="Boolean", tree=tree, what=what)


def acting(decided: Formula, target: str) -> Formula:
    """What the workflow decides for a standard field; in shadow what stands there already."""
    return choose(ref("Is_Live"), decided, call("TEXT", ref(target)))


def setting(here: Here, id: str) -> Formula:
    return ref(f"$Setup.{here.names.object('control')}.{here.names.of(id)}")


def found_token(one: Found) -> str:
    return f"|{one.what}.{one.name}|"


def place_of(here: Here) -> Place:
    """How conditions are written where `$Record` is the case as it is being saved."""
    process = here.process
    origins = {one.id: one.origin for one in process.channels}
    consents = {one.id: one for one in process.consents}

    def fact(one: FactValue) -> Formula:
        of = "$Record__Prior" if one.was else None
        if one.fact == "closed":
            return in_stages(here, value(here, "stage", of), closed=True)
        return value(here, one.fact, of)

    def changed(one: FactValue) -> Formula:
        return differs(here, one.fact)

    def found(one: Found) -> Formula:
        return call("CONTAINS", joined((text("|"), ref(field(here, "sets_found")))), text(found_token(one)))

    def constant(one: FactValue, given: Constant) -> Formula:
        return text(origins[str(given.value)]) if one.fact == "channel" else literal(given)

    def nowhere(_: object) -> Formula:
        raise ValueError("a flow cannot ask who saves")

    def state(one: Is) -> Formula:
        id = one.fact.fact
        match one.state:
            case "verified":
                return verified_in(ref(field(here, "verified_identifiers")), id)
            case "signed":
                return ref(field(here, f"{id}.signed"))
            case "missing":
                needed = consents[id].when
                needs = lowered(needed, place) if needed else TRUE
                return all_of((negation(ref(field(here, f"{id}.signed"))), needs))
            case "warned" | "breached":
                return ref(field(here, f"{id}.{one.state}"))
            case "running":
                return running(here, id)
            case _:
                soon = binary("<=", ref(field(here, f"{id}.due")), binary("+", NOW, number(one.days or 0)))
                return all_of((running(here, id), soon))

    place = Place(
        fact=fact,
        changed=changed,
        found=found,
        user_is=nowhere,
        state=state,
        today=local_date(process.identity.zone, NOW),
        constant=constant,
    )
    return place


def running(here: Here, clock: str) -> Formula:
    """Whether a clock concerns the case and was not stopped."""
    due, stopped = (call("ISBLANK", ref(field(here, f"{clock}.{part}"))) for part in ("due", "stopped"))
    return all_of((negation(due), stopped))
