"""The intake flow: before a case is saved for the first time it is read, classified, routed and stamped.

Total by construction (design rule 1): no REGEX, every partial function guarded where it stands, every text cut to its
field, every picklist value one of the field's own.
"""

from collections.abc import Iterator
from dataclasses import replace

from generator.formula.syntax import Formula
from generator.lower import calendars, wording
from generator.lower.flows import keeping, moments, preparing, queues
from generator.lower.flows.beginning import begin_the_way, special
from generator.lower.flows.here import Here, acting, field, program, switches
from generator.lower.flows.intake_deciding import classify, keep_findings, route, set_facts
from generator.lower.flows.reading_text import find_quote, keep_words, read_body, read_subject, read_windows
from generator.lower.flows.reading_words import any_hit, reading_variables, word_resources
from generator.lower.naming import Names
from generator.lower.programs import Item, Program, Resource, Set, Step, Variable, when
from generator.lower.trees import binary, call, choose, contains, equal, negation, number, ref, text
from generator.process.characters import FEWEST_LETTERS, LONGEST_TEXT, TAG
from generator.process.model import Process

ORDER = 100


def intake(process: Process, names: Names) -> Program:
    """The program of the intake flow."""
    here = Here(process=process, names=names)
    read: list[Step] = [
        read_subject(here),
        find_quote(here),
        *read_body(here),
        *read_windows(here),
        keep_words(here),
        classify(here),
        *set_facts(here),
        route(here),
        keep_findings(here),
    ]
    known = when(
        "Is it to be read",
        ref(field(here, "linked")),
        take_over(here),
        yes="A linked case",
        no="A new message",
        otherwise=tuple(read),
        what="A case that stands beside another comes with its category and without a patient's words.",
    )
    ours = when(
        "Is this case ours",
        ref("Is_Ours"),
        (known, *begin_the_way(here)),
        yes="A case of this workflow",
        no="Another case",
        what="Only cases of this workflow's record type; holders of the data load permission pass.",
        because=process.identity.because,
    )
    return replace(
        program(here, "intake", "Reads a new message, decides category, urgency and team, and stamps when it came in."),
        object="Case",
        trigger="RecordBeforeSave",
        on="Create",
        order=ORDER,
        variables=(
            *variables(here),
            *preparing.variables(here),
            *queues.VARIABLES,
            *moments.VARIABLES,
            *keeping.variables(here),
            *calendars.VARIABLES,
            *wording.VARIABLES,
        ),
        resources=(*switches(here), *resources(here)),
        steps=(ours,),
    )


def take_over(here: Here) -> tuple[Step, ...]:
    """A linked case comes with its category and team, and without a patient's words: nothing is read."""
    process = here.process
    floors = [part for one in process.categories for part in (text(one.id), text(process.levels[one.floor].id))]
    category = call("TEXT", ref(field(here, "category")))
    urgency = call("TEXT", ref(field(here, "urgency")))
    priorities = [part for one in process.levels for part in (text(one.id), text(one.priority))]
    floor = text(process.levels[process.categories[-1].floor].id)
    return (
        Set(
            label="Take over what the first case says",
            items=(
                Item(target=field(here, "first_category"), value=category),
                Item(target=field(here, "urgency"), value=call("CASE", category, *floors, floor)),
                Item(target=field(here, "first_urgency"), value=urgency),
                Item(
                    target="$Record.Priority",
                    value=acting(call("CASE", urgency, *priorities, text("High")), "$Record.Priority"),
                ),
                Item(target=field(here, "classified_by"), value=text("automation")),
                Item(target=field(here, "route"), value=text("linked")),
                Item(target="Team", value=call("TEXT", ref(field(here, "team")))),
                special(here),
            ),
        ),
    )


def variables(here: Here) -> Iterator[Variable]:
    yield from reading_variables(here)
    yield Variable(name="Category", kind="String", what="The category that was decided.")
    yield Variable(name="Urgency_Rank", kind="Number", what="The urgency that was decided, 0 the most urgent.")
    yield Variable(name="Urgency", kind="String", what="The urgency that was decided.")
    yield Variable(name="Could_Not_Be_Read", kind="Boolean", what="The text cannot be read by words.")
    yield Variable(name="Route", kind="String", what="The route that decided the team.")
    yield Variable(name="Team", kind="String", what="The team that the case goes to.")


def resources(here: Here) -> Iterator[Resource]:
    """Named formulas: what is decided, one each."""
    process = here.process
    record_type = equal(ref("$Record.RecordType.DeveloperName"), text(process.identity.record_type))
    loads = ref(f"$Permission.{here.names.own('data_load')}")
    ours = call("AND", record_type, negation(loads), ref("Intake_On"))
    yield Resource(name="Is_Ours", kind="Boolean", tree=ours, what="A case of this workflow, not a data load.")
    yield from word_resources(here)
    tree: Formula = text(process.categories[-1].id)
    for category in reversed(process.categories[:-1]):
        tree = choose(any_hit(category.sets), text(category.id), tree)
    yield Resource(
        name="Decided_Category", kind="String", tree=tree, what="The first category with a word that counts."
    )
    floor: Formula = number(process.categories[-1].floor)
    for rank in range(len(process.levels) - 1, -1, -1):
        sets = tuple(id for one in process.categories if one.floor == rank for id in one.sets)
        floor = choose(any_hit(sets), number(rank), floor) if sets else floor
    yield Resource(
        name="Urgency_Floor",
        kind="Number",
        tree=floor,
        what="The lowest urgency that the categories with a word allow.",
    )
    yield Resource(
        name="Unreadable_Text",
        kind="Boolean",
        tree=unreadable(here),
        what="Blank, too short, another script, cut off or HTML.",
    )


def unreadable(here: Here) -> Formula:
    process = here.process
    ids = {id for one in process.categories for id in one.sets} | {id for one in process.levels for id in one.sets}
    counted = [one.id for one in process.reading.sets if one.id in ids]
    letters = binary("-", ref("Letters_And_Unknown"), ref("Unknown_Marks"))
    few = call("AND", binary("<", letters, number(FEWEST_LETTERS)), negation(any_hit(tuple(counted))))
    script = binary(">", ref("Unknown_Marks"), letters)
    cut = binary(">=", call("LEN", here.body), number(LONGEST_TEXT))
    return call("OR", few, script, cut, contains(call("BLANKVALUE", here.body, text(" ")), TAG))
