"""Rows of clocks, as the record flow makes them: one for each promise that counts anew, and the one before it ends."""

from collections.abc import Iterator

from generator.formula.syntax import Formula
from generator.frozen import record
from generator.lower.flows.here import NOW, Here, field, running, value
from generator.lower.programs import Branch, Case, Create, Filter, Item, Kind, Set, Step, Update
from generator.lower.trees import FALSE, NULL, TRUE, all_of, any_of, binary, call, choose, negation, ref, text

STALL = "stall"
ENDINGS = (
    ("Changed_Clocks", "superseded", "counts anew or no more"),
    ("Kept_Clocks", "kept", "was kept"),
    ("Late_Clocks", "breached", "ended late"),
)
"""Where the flow notes whose row ends, the outcome that the row gets, and how that is said."""


@record
class Promise:
    """A clock of the case, or its stalling: the keys of its fields, and the formulas of what became of it."""

    id: str
    label: str
    start: str
    warn: str
    due: str
    runs: Formula
    stopped: Formula
    ended: Formula
    """It stopped in this save."""
    again: Formula
    """It had stopped and counts again."""
    late: Formula


def promises(here: Here) -> Iterator[Promise]:
    for clock in here.process.clocks:
        stopped, before_that = (ref(field(here, f"{clock.id}.stopped", of)) for of in ("$Record", "$Record__Prior"))
        yield Promise(
            id=clock.id,
            label=clock.label,
            start=f"{clock.id}.start",
            warn=f"{clock.id}.warn",
            due=f"{clock.id}.due",
            runs=running(here, clock.id),
            stopped=stopped,
            ended=all_of((negation(call("ISBLANK", stopped)), call("ISBLANK", before_that))),
            again=all_of((call("ISBLANK", stopped), negation(call("ISBLANK", before_that)))),
            late=ref(field(here, f"{clock.id}.breached")),
        )
        if clock.ladder:
            rung = f"{clock.id}.rung"
            yield Promise(
                id=rung,
                label=f"{clock.label}: next step",
                start=f"{clock.id}.start",
                warn=rung,
                due=rung,
                runs=all_of((running(here, clock.id), negation(ref(field(here, "accepted"))))),
                stopped=NULL,
                ended=FALSE,
                again=FALSE,
                late=FALSE,
            )
    filled = negation(call("ISBLANK", ref(field(here, "stall_due"))))
    yield Promise(
        id=STALL,
        label="Stalling",
        start="stage_since",
        warn="stall_due",
        due="stall_due",
        runs=filled,
        stopped=NULL,
        ended=FALSE,
        again=FALSE,
        late=FALSE,
    )


def clock_rows(here: Here) -> Iterator[Step]:
    """A row for each promise that counts anew; the row before it gives way."""
    for promise in promises(here):
        yield change_row(here, promise)
    for collection, outcome, how in ENDINGS:
        yield end_rows(here, collection, outcome, how)
    yield Create(label="Make clock rows", of="New_Clocks", what="Each waits for its times (flow «clock»).")


def change_row(here: Here, promise: Promise) -> Branch:
    filled = negation(call("ISBLANK", ref(field(here, promise.due))))
    changed = (
        binary("<>", *(call("TEXT", ref(field(here, key, of))) for of in ("$Record", "$Record__Prior")))
        for key in (promise.due, promise.start)
    )
    differs = any_of((*changed, promise.again))
    cases = [("It counts anew", all_of((differs, filled)), "Changed_Clocks", new_row(here, promise))]
    if promise.ended != FALSE:
        cases.append(("It ended late", all_of((promise.ended, promise.late)), "Late_Clocks", ()))
        cases.append(("It was kept", promise.ended, "Kept_Clocks", ()))
    cases.append(("It counts no more", differs, "Changed_Clocks", ()))
    return Branch(
        label=f"Does the row of «{promise.label}» change",
        cases=tuple(
            Case(
                label=label,
                test=test,
                steps=(
                    Set(
                        label=f"Note «{promise.label}»: {label.lower()}",
                        items=(Item(target=collection, value=text(promise.id), operator="Add"), *more),
                    ),
                ),
            )
            for label, test, collection, more in cases
        ),
        otherwise=(),
        otherwise_label="It stays",
    )


def new_row(here: Here, promise: Promise) -> tuple[Item, ...]:
    """The fields of a new row. A time of warning that there is not is the due time: waking a case twice does no harm,
    and nothing rests on a path without a time (runtime-semantics 1.7, grade C)."""
    due = ref(field(here, promise.due))
    ended = choose(promise.late, text("breached"), text("kept"))
    fields: tuple[tuple[str, Formula, Kind], ...] = (
        ("case", ref("$Record.Id"), "String"),
        ("case_number", ref("$Record.CaseNumber"), "String"),
        ("kind", text(promise.id), "String"),
        ("level", value(here, "urgency"), "String"),
        ("team", value(here, "team"), "String"),
        ("started", ref(field(here, promise.start)), "DateTime"),
        ("warn_at", call("BLANKVALUE", ref(field(here, promise.warn)), due), "DateTime"),
        ("due_at", due, "DateTime"),
        ("stopped_at", promise.stopped, "DateTime"),
        ("live", promise.runs, "Boolean"),
        ("outcome", choose(promise.runs, text("running"), ended), "String"),
    )
    items = (Item(target=f"New_Clock.{here.names.of(id)}", value=tree, kind=kind) for id, tree, kind in fields)
    return (*items, Item(target="New_Clocks", value=ref("New_Clock"), operator="Add"))


def end_rows(here: Here, collection: str, outcome: str, how: str) -> Update:
    names = here.names
    return Update(
        label=f"End rows: {how}",
        object=names.object("clock"),
        filters=(
            Filter(field=names.of("case"), value=ref("$Record.Id")),
            Filter(field=names.of("live"), value=TRUE),
            Filter(field=names.of("kind"), value=ref(collection), operator="In"),
        ),
        items=(
            Item(target=names.of("live"), value=FALSE, kind="Boolean"),
            Item(target=names.of("stopped_at"), value=NOW, kind="DateTime"),
            Item(target=names.of("outcome"), value=text(outcome)),
        ),
    )
