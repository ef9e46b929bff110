"""Rows of clocks, as the record flow makes them: one for each promise that counts anew, and the one before it ends."""

from collections.abc import Iterator

from generator.formula.syntax import Formula
from generator.lower.flows.here import NOW, Here, field, running, value
from generator.lower.programs import (
    Branch,
    Case,
    Create,
    Filter,
    Item,
    Set,
    Step,
    Update,
)
from generator.lower.trees import (
    FALSE,
    TRUE,
    all_of,
    any_of,
    binary,
    call,
    negation,
    ref,
    text,
)


def clock_rows(here: Here) -> Iterator[Step]:
    """A row for each promise that counts anew; the row before it gives way."""
    names = here.names
    kinds = [(clock.id, f"{clock.id}.due", f"{clock.id}.warn", f"{clock.id}.start") for clock in here.process.clocks]
    kinds.append(("stall", "stall_due", "", "stage_since"))
    for id, due, warn, start in kinds:
        now, was = ref(field(here, due)), ref(field(here, due, "$Record__Prior"))
        differs = binary("<>", call("TEXT", now), call("TEXT", was))
        ended: Formula = FALSE
        if id != "stall":
            stopped, before_that = (ref(field(here, f"{id}.stopped", of)) for of in ("$Record", "$Record__Prior"))
            ended = all_of((negation(call("ISBLANK", stopped)), call("ISBLANK", before_that)))
            began, began_before = (ref(field(here, f"{id}.start", of)) for of in ("$Record", "$Record__Prior"))
            differs = any_of((differs, binary("<>", call("TEXT", began), call("TEXT", began_before))))
        label = next((clock.label for clock in here.process.clocks if clock.id == id), "Stalling")
        fields: list[Item] = [
            row("case", ref("$Record.Id"), here),
            row("case_number", ref("$Record.CaseNumber"), here),
            row("kind", text(id), here),
            row("level", value(here, "urgency"), here),
            row("team", value(here, "team"), here),
            Item(target=f"New_Clock.{names.of('started')}", value=ref(field(here, start)), kind="DateTime"),
            Item(target=f"New_Clock.{names.of('due_at')}", value=now, kind="DateTime"),
            Item(target=f"New_Clock.{names.of('live')}", value=TRUE, kind="Boolean"),
            row("outcome", text("running"), here),
            Item(
                target=f"New_Clock.{names.of('warn_at')}",
                value=call("BLANKVALUE", ref(field(here, warn)), now) if warn else now,
                kind="DateTime",
            ),
            Item(target="New_Clocks", value=ref("New_Clock"), operator="Add"),
        ]
        gone = Item(target="Changed_Clocks", value=text(id), operator="Add")
        counts = negation(call("ISBLANK", now)) if id == "stall" else running(here, id)
        cases = [
            Case(
                label="It counts anew",
                test=all_of((differs, counts)),
                steps=(Set(label=f"Make a row for «{label}»", items=(gone, *fields)),),
            )
        ]
        if id != "stall":
            late = ref(field(here, f"{id}.breached"))
            for outcome, test in (("Late", all_of((ended, late))), ("Kept", ended)):
                item = Item(target=f"{outcome}_Clocks", value=text(id), operator="Add")
                cases.append(
                    Case(
                        label=f"It ended: {outcome.lower()}",
                        test=test,
                        steps=(Set(label=f"«{label}» ended: {outcome.lower()}", items=(item,)),),
                    )
                )
        cases.append(
            Case(
                label="It counts no more", test=differs, steps=(Set(label=f"End the row of «{label}»", items=(gone,)),)
            )
        )
        yield Branch(
            label=f"Does the row of «{label}» change",
            cases=tuple(cases),
            otherwise=(),
            otherwise_label="It stays",
        )
    for collection, outcome, said_of in (
        ("Changed_Clocks", "superseded", "counts anew or no more"),
        ("Kept_Clocks", "kept", "was kept"),
        ("Late_Clocks", "breached", "ended late"),
    ):
        yield Update(
            label=f"End rows: {said_of}",
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
    yield Create(label="Make clock rows", of="New_Clocks", what="Each waits for its times (flow «clock»).")


def row(id: str, tree: Formula, here: Here) -> Item:
    return Item(target=f"New_Clock.{here.names.of(id)}", value=tree)
