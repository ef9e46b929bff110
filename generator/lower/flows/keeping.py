"""The clocks of a case, kept before it is saved: what is due is marked, and what counts anew gets its times.

Any save catches up with what is due by now; a row per clock sees to it that one comes in time (flows/clock.py).
"""

from collections.abc import Iterator

from generator.formula.syntax import Formula
from generator.lower.calendars import Calendars
from generator.lower.conditions import lowered
from generator.lower.flows.here import NOW, Here, before, differs, field, in_stages, place_of, rank_of, running, value
from generator.lower.flows.moments import came, said, say, say_of
from generator.lower.naming import kept_moments, moment_key
from generator.lower.programs import Branch, Each, Item, Set, Step, Variable, when
from generator.lower.trees import (
    FALSE,
    NULL,
    TRUE,
    all_of,
    any_of,
    binary,
    call,
    choose,
    negation,
    number,
    ref,
    text,
)
from generator.process.model import Allowance, Clock, Moment

FROM, FRESH, KEEP = ref("Counts_From"), ref("Counts_Fresh"), ref("Keeps_Its_Time")
RANK, PLACE = ref("Level_Rank"), ref("Stall_Place")
VARIABLES = (
    Variable(name="Level_Rank", kind="Number", what="The urgency as a rank, 0 the most urgent."),
    Variable(name="Stall_Place", kind="Number", what="Stage and urgency as one number: which time of stalling counts."),
    Variable(name="Counts_From", kind="DateTime", what="From when a clock counts anew; empty: it goes on as it was."),
    Variable(name="Counts_Fresh", kind="Boolean", what="The clock begins; else it goes on with another time."),
    Variable(name="Keeps_Its_Time", kind="Boolean", what="The old time is the earlier one and stays."),
)


def mark_due(here: Here) -> Set:
    """Warnings, breaches and stalls whose time has come. A clock warns once and is late once."""
    items: list[Item] = []
    for clock in here.process.clocks:
        runs = running(here, clock.id)
        late = ref(field(here, f"{clock.id}.breached"))
        warned = ref(field(here, f"{clock.id}.warned"))
        warns = all_of((runs, negation(warned), negation(late), reached(here, f"{clock.id}.warn")))
        items += [
            say(warns, "warned", clock.id),
            Item(target=field(here, f"{clock.id}.warned"), value=any_of((warned, warns)), kind="Boolean"),
        ]
        breaks = all_of((runs, negation(late), reached(here, f"{clock.id}.due")))
        items += [
            say(breaks, "breached", clock.id),
            Item(target=field(here, f"{clock.id}.breached"), value=any_of((late, breaks)), kind="Boolean"),
        ]
    stalled = ref(field(here, "stalled"))
    stalls = all_of((negation(stalled), reached(here, "stall_due")))
    items += [
        say_of(stalls, "stalled", value(here, "stage")),
        Item(target=field(here, "stalled"), value=any_of((stalled, stalls)), kind="Boolean"),
    ]
    return Set(label="Mark what is due", items=tuple(items), what="Each clock warns once and is late once.")


def reached(here: Here, key: str) -> Formula:
    time = ref(field(here, key))
    return all_of((negation(call("ISBLANK", time)), binary("<=", time, NOW)))


def keep_clocks(here: Here, *, created: bool) -> Iterator[Step]:
    """Stamps moments, counts anew what has to, lets go of what no longer concerns the case, stops what was kept."""
    yield keep_moments(here)
    for clock in here.process.clocks:
        yield from count_anew(here, clock, created=created)
    yield let_go(here, created=created)
    yield count_stall(here, created=created)


def keep_moments(here: Here) -> Set:
    """When moments came that clocks count from or end with."""

    items = [Item(target="Level_Rank", value=rank_of(here, value(here, "urgency")), kind="Number")]
    for moment in kept_moments(here.process):
        target = field(here, f"{moment_key(moment)}.at")
        items.append(Item(target=target, value=choose(came(here, moment), NOW, ref(target)), kind="DateTime"))
    opened = field(here, "opened_at")
    items.append(Item(target=opened, value=choose(said("handed_over"), NOW, ref(opened)), kind="DateTime"))
    return Set(label="Keep when it happened", items=tuple(items))


def last(here: Here, moment: Moment) -> Formula:
    """When a moment last came; blank: never."""

    if moment.kind == "created":
        return ref(field(here, "received_at"))
    if moment.kind == "entering":
        return ref(field(here, f"{moment.of}.entered"))
    return ref(field(here, f"{moment_key(moment)}.at"))


def count_anew(here: Here, clock: Clock, *, created: bool) -> Iterator[Step]:
    label, id = clock.label, clock.id
    part = {name: field(here, f"{id}.{name}") for name in ("start", "warn", "due", "stopped", "warned", "breached")}
    runs = running(here, id)
    absent = call("ISBLANK", ref(part["due"]))
    concerns = lowered(clock.when, place_of(here)) if clock.when else TRUE
    open_now = negation(in_stages(here, value(here, "stage"), closed=True))
    begins = all_of((absent, concerns, open_now))
    never_stopped = call("ISBLANK", last(here, clock.stops))
    late_start: Formula = last(here, clock.starts)
    if not created:
        begun = negation(call("ISBLANK", late_start))
        late_start = choose(all_of((begun, differs(here, "urgency"))), NOW, late_start)
    since = choose(all_of((begins, never_stopped)), late_start, NULL)
    since = choose(all_of((begins, came(here, clock.starts))), NOW, since)
    if not created:
        since = choose(
            all_of((runs, raised(here))), NOW, choose(all_of((runs, lowered_level(here))), ref(part["start"]), since)
        )
        if id == "triage":
            opens_again = all_of((said("handed_over"), open_now, negation(call("ISBLANK", ref(part["stopped"])))))
            since = choose(opens_again, NOW, since)
    since = choose(ref("Clocks_On"), since, NULL)
    yield Set(
        label=f"From when does «{label}» count",
        items=(
            Item(target="Counts_From", value=since, kind="DateTime"),
            Item(target="Counts_Fresh", value=negation(runs), kind="Boolean"),
        ),
        because=clock.because,
    )
    due, warn = ref("Count_Due"), ref("Count_Warn")
    none = call("ISBLANK", due)
    earlier = all_of((negation(FRESH), negation(none), binary("<=", ref(part["due"]), due)))
    keep = FALSE if created else all_of((earlier, raised(here)))
    anew = any_of((FRESH, none))
    items = [
        *Calendars(here.process).due_and_warning(clock, RANK, FROM),
        Item(target="Keeps_Its_Time", value=keep, kind="Boolean"),
        Item(target=part["start"], value=choose(none, NULL, choose(FRESH, FROM, ref(part["start"]))), kind="DateTime"),
        Item(target=part["warned"], value=choose(anew, FALSE, ref(part["warned"])), kind="Boolean"),
        Item(target=part["breached"], value=choose(anew, FALSE, ref(part["breached"])), kind="Boolean"),
        Item(target=part["stopped"], value=choose(anew, NULL, ref(part["stopped"])), kind="DateTime"),
        Item(target=part["warn"], value=choose(KEEP, ref(part["warn"]), warn), kind="DateTime"),
        Item(target=part["due"], value=choose(KEEP, ref(part["due"]), due), kind="DateTime"),
    ]
    if clock.extension:
        target = field(here, f"{id}.extended")
        items.append(Item(target=target, value=choose(anew, FALSE, ref(target)), kind="Boolean"))
    if clock.ladder:
        items += begin_ladder(here, clock, none)
    yield when(
        f"Does «{label}» count anew",
        negation(call("ISBLANK", FROM)),
        (Set(label=f"Work out when «{label}» is due", items=tuple(items), because=clock.because),),
        yes="It does",
        no="It goes on",
        because=clock.because,
    )
    if clock.extension and not created:
        yield extend(here, clock)


def extend(here: Here, clock: Clock) -> Branch:
    """A person ticked the extension; the rules have said whether that may be."""
    assert clock.extension is not None
    ticked = said("extended", clock.id)
    due, warn = field(here, f"{clock.id}.due"), field(here, f"{clock.id}.warn")
    warns = all_of((negation(call("ISBLANK", ref(warn))), negation(ref(field(here, f"{clock.id}.warned")))))
    calendars = Calendars(here.process)
    items = (
        *calendars.later(clock.extension, ref(due)),
        Item(target=due, value=ref("Count_Due"), kind="DateTime"),
        *calendars.later(clock.extension, call("BLANKVALUE", ref(warn), ref(due))),
        Item(target=warn, value=choose(warns, ref("Count_Due"), ref(warn)), kind="DateTime"),
    )
    return when(
        f"Was «{clock.label}» extended",
        ticked,
        (Set(label=f"Extend «{clock.label}»", items=items),),
        yes="It was",
        no="It was not",
        because=clock.because,
    )


def begin_ladder(here: Here, clock: Clock, none: Formula) -> Iterator[Item]:
    """The ladder begins with its clock, and goes on when the clock only gets another time."""
    rungs, rung = field(here, f"{clock.id}.rungs"), field(here, f"{clock.id}.rung")
    first = Calendars(here.process).due(clock.ladder[0].after, number(0), FROM)
    yield from first
    yield Item(target=rungs, value=choose(FRESH, number(0), ref(rungs)), kind="Number")
    begun = choose(FRESH, ref("Count_Due"), ref(rung))
    yield Item(target=rung, value=choose(none, NULL, begun), kind="DateTime")


def climb(here: Here) -> Iterator[Step]:
    """Steps of ladders whose time has come, until a member of the team has the case."""
    for clock in here.process.clocks:
        if not clock.ladder:
            continue
        rungs, rung = field(here, f"{clock.id}.rungs"), field(here, f"{clock.id}.rung")
        step = binary("+", call("BLANKVALUE", ref(rungs), number(0)), number(1))
        afters = tuple(one.after for one in clock.ladder)
        due = reached(here, f"{clock.id}.rung")
        comes = all_of((running(here, clock.id), negation(ref(field(here, "accepted"))), due))
        last = binary("<=", ref(rungs), number(len(afters) - 1))
        told = Set(
            label=f"Note a step of «{clock.label}»",
            items=(
                Item(target=rungs, value=step, kind="Number"),
                say_of(TRUE, f"rung.{clock.id}", call("TEXT", ref(rungs))),
                *Calendars(here.process).due(afters, ref(rungs), ref(field(here, f"{clock.id}.start"))),
                Item(target=rung, value=choose(last, ref("Count_Due"), NULL), kind="DateTime"),
            ),
            because=clock.because,
        )
        steps = (f"Rung_{clock.id}_{number_}" for number_ in range(1, len(afters) + 1))
        yield Set(
            label=f"Look at the ladder of «{clock.label}»",
            items=tuple(Item(target=f"Rungs_{clock.id}", value=text(one), operator="Add") for one in steps),
        )
        yield Each(
            label=f"Each step of «{clock.label}»",
            name=f"Rung_of_{clock.id}",
            of=f"Rungs_{clock.id}",
            steps=(when(f"Has a step of «{clock.label}» come", comes, (told,), yes="It has", no="It has not"),),
            because=clock.because,
        )


def variables(here: Here) -> Iterator[Variable]:
    yield from VARIABLES
    for clock in here.process.clocks:
        if clock.ladder:
            what = f"The steps of the ladder of «{clock.label}»."
            yield Variable(name=f"Rungs_{clock.id}", kind="String", what=what, many=True)


def let_go(here: Here, *, created: bool) -> Set:
    """Clocks that do not concern the case lose their times; those that were kept, and all of a closed case, stop."""
    place = place_of(here)
    items: list[Item] = []
    for clock in here.process.clocks:
        part = {name: field(here, f"{clock.id}.{name}") for name in ("start", "warn", "due", "stopped")}
        if clock.when is not None and not created:
            concerns = lowered(clock.when, place)
            for name in ("warned", "breached"):
                target = field(here, f"{clock.id}.{name}")
                items.append(Item(target=target, value=all_of((ref(target), concerns)), kind="Boolean"))
            for target in part.values():
                items.append(Item(target=target, value=choose(concerns, ref(target), NULL), kind="DateTime"))
        if clock.ladder and clock.when is not None and not created:
            target = field(here, f"{clock.id}.rung")
            items.append(
                Item(target=target, value=choose(lowered(clock.when, place), ref(target), NULL), kind="DateTime")
            )
        stops = any_of((came(here, clock.stops), said("closed")))
        stopped = part["stopped"]
        ends = all_of((running(here, clock.id), stops))
        items.append(Item(target=stopped, value=choose(ends, NOW, ref(stopped)), kind="DateTime"))
    return Set(
        label="Stop clocks",
        items=tuple(items),
        what="A clock ends with its moment or with the case; one that no longer concerns the case has no time.",
    )


def count_stall(here: Here, *, created: bool) -> Branch:
    """When the case counts as stalled: since it entered its stage, at its urgency."""
    process = here.process
    table: list[Allowance | None] = []
    for stage in process.stages:
        table += [None if stage.closed else one for one in stage.stall]
    stages = [part for one in process.stages for part in (text(one.id), number(one.rank * len(process.levels)))]
    place = binary("+", call("CASE", value(here, "stage"), *stages, number(0)), RANK)
    since = ref(field(here, "stage_since"))
    items: tuple[Item, ...] = ()
    if any(table):
        items = (
            Item(target="Stall_Place", value=place, kind="Number"),
            *Calendars(process).due(tuple(table), PLACE, since),
        )
    target = field(here, "stall_due")
    items += (Item(target=target, value=ref("Count_Due"), kind="DateTime"),) if items else ()
    changed = TRUE if created else any_of((said("stage"), differs(here, "urgency")))
    return when(
        "Does it stall at another time",
        changed,
        (Set(label="Work out when it stalls", items=items),) if items else (),
        yes="It does",
        no="It does not",
    )


def raised(here: Here) -> Formula:
    return binary("<", rank_of(here, value(here, "urgency")), rank_of(here, before(here, "urgency")))


def lowered_level(here: Here) -> Formula:
    return binary(">", rank_of(here, value(here, "urgency")), rank_of(here, before(here, "urgency")))
