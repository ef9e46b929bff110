"""The advance flow: before a case of ours is saved again, everything that follows from the change is decided.

Status and stage are brought together, a new classification is routed, an acceptance is judged, clocks are kept. Each
step writes down what happened; the flow after the save carries it out.
"""

from collections.abc import Iterator
from dataclasses import replace

from generator.formula.syntax import Formula
from generator.lower import calendars, wording
from generator.lower.conditions import lowered, verified_in
from generator.lower.flows import keeping, moments, preparing, queues
from generator.lower.flows.beginning import special
from generator.lower.flows.here import (
    NOW,
    Here,
    acting,
    before,
    differs,
    field,
    in_stages,
    is_ours,
    place_of,
    program,
    rank_of,
    switches,
    value,
)
from generator.lower.flows.keeping import climb, keep_clocks, mark_due
from generator.lower.flows.moments import say, write_down
from generator.lower.flows.owning import back_to_queue, new_owner
from generator.lower.flows.preparing import prepare
from generator.lower.naming import Names
from generator.lower.programs import Branch, Case, Item, Program, Set, Step, Variable, when
from generator.lower.trees import (
    FALSE,
    NULL,
    TRUE,
    all_of,
    any_of,
    binary,
    call,
    choose,
    equal,
    negation,
    number,
    ref,
    text,
)
from generator.lower.wording import said_by_flows
from generator.process.model import Fact, Process

ORDER = 110
BY_AUTOMATION, ANEW, NEW_OWNER, TEAM, ROUTE = (
    ref(name) for name in ("By_Automation", "Classified_Anew", "New_Owner", "Team", "Route")
)
WAS_CLOSED, MOVED = ref("Was_Closed"), ref("Handed_Over")
CLASS = ("category", "urgency")
NOT_EDITED = ("stage", "category", "urgency", "owner", "patient_verified", "verified_identifiers")
"""Facts whose change by a person is an event of its own kind."""


def advance(process: Process, names: Names) -> Program:
    """The program of the advance flow."""
    here = Here(process=process, names=names)
    steps: list[Step] = [
        see_what_changed(here),
        mark_due(here),
        *climb(here),
        classified(here),
        *route_anew(here),
        *back_to_queue(here),
        new_owner(here),
        enter_stage(here),
        *keep_clocks(here, created=False),
        prepare(here),
        mark_due(here),
        Set(label="Write down what happened", items=(*said_by_flows(process, names), *write_down(here))),
    ]
    ours = all_of(
        (
            is_ours(here),
            is_ours(here, "$Record__Prior"),
        )
    )
    whole = when(
        "Is this case ours",
        ours,
        tuple(steps),
        yes="A case of this workflow",
        no="Another case",
        what="Only cases that the workflow let in; all others are left as they are.",
    )
    return replace(
        program(
            here,
            "advance",
            "Decides what follows from a change of a case: stage, classification, team, acceptance, clocks.",
        ),
        object="Case",
        trigger="RecordBeforeSave",
        on="Update",
        order=ORDER,
        variables=(
            Variable(name="By_Automation", kind="Boolean", what="The workflow itself writes, not a person."),
            Variable(name="Classified_Anew", kind="Boolean", what="Category or urgency changed."),
            Variable(name="New_Owner", kind="Boolean", what="A person changed the owner."),
            Variable(name="Was_Closed", kind="Boolean", what="The case was closed before this save."),
            Variable(name="Handed_Over", kind="Boolean", what="Another team has the case now."),
            Variable(name="Team", kind="String", what="The team that the case belongs to."),
            Variable(name="Route", kind="String", what="The route that decided the team."),
            *preparing.variables(here),
            *queues.VARIABLES,
            *moments.VARIABLES,
            *keeping.variables(here),
            *calendars.VARIABLES,
            *wording.VARIABLES,
        ),
        resources=tuple(switches(here)),
        steps=(whole,),
    )


def see_what_changed(here: Here) -> Set:
    process = here.process
    token = [call("BLANKVALUE", one, number(0)) for one in (value(here, "token"), before(here, "token"))]
    replies = (value(here, "replies"), before(here, "replies"))
    by_person = negation(BY_AUTOMATION)
    statuses: list[Formula] = []
    for stage in process.stages:
        if sum(one.status == stage.status for one in process.stages) == 1:
            statuses += [text(stage.status), text(stage.id)]
    status, stage_now = call("TEXT", ref("$Record.Status")), value(here, "stage")
    asked = binary("<>", status, call("TEXT", ref("$Record__Prior.Status")))
    wanted = call("CASE", status, *statuses, stage_now) if statuses else stage_now
    items = [
        Item(target="By_Automation", value=binary("<>", *token), kind="Boolean"),
        Item(target="Classified_Anew", value=any_of(differs(here, one) for one in CLASS), kind="Boolean"),
        Item(
            target="New_Owner",
            value=all_of((by_person, binary("<>", ref("$Record.OwnerId"), ref("$Record__Prior.OwnerId")))),
            kind="Boolean",
        ),
        Item(target="Was_Closed", value=in_stages(here, before(here, "stage"), closed=True), kind="Boolean"),
        Item(target="Handed_Over", value=FALSE, kind="Boolean"),
        Item(target="Team", value=value(here, "team")),
        Item(
            target=field(here, "stage"),
            value=choose(all_of((asked, negation(differs(here, "stage")))), wanted, stage_now),
        ),
        moments.begin(),
        say(binary("<>", *(call("BLANKVALUE", one, number(0)) for one in replies)), "replied"),
    ]
    for fact in process.facts:
        if fact.written_by == "people" and fact.id not in NOT_EDITED and fact.type.kind not in ("clock", "consent"):
            items.append(say(all_of((by_person, differs(here, fact.id))), "edited", fact.id))
            if is_awaited(here, fact):
                items.append(say(all_of((by_person, was_filled(here, fact))), "filled", fact.id))
    for finder in process.finders:
        if finder.found_on != "nothing":
            items.append(say(newly_verified(here, finder.fact), "verified", finder.fact))
    for consent in process.consents:
        signed = field(here, f"{consent.id}.signed")
        was = ref(field(here, f"{consent.id}.signed", "$Record__Prior"))
        items.append(say(all_of((ref(signed), negation(was))), "consent", consent.id))
    for clock in process.clocks:
        if clock.extension:
            ticked = field(here, f"{clock.id}.extended")
            was = ref(field(here, f"{clock.id}.extended", "$Record__Prior"))
            items.append(say(all_of((by_person, ref(ticked), negation(was))), "extended", clock.id))
    return Set(label="See what changed", items=tuple(items), what="What was asked for in this save, and by whom.")


def is_awaited(here: Here, fact: Fact) -> bool:
    """Whether some clock or effect waits for the fact to be filled."""
    moments_of = [one for clock in here.process.clocks for one in (clock.starts, clock.stops)]
    moments_of += [one.on for one in here.process.effects]
    return any(one.kind == "filled" and one.of == fact.id for one in moments_of)


def was_filled(here: Here, fact: Fact) -> Formula:
    now, was = value(here, fact.id), before(here, fact.id)
    if fact.type.kind == "yes_no":
        return all_of((now, negation(was)))
    return all_of((negation(call("ISBLANK", now)), call("ISBLANK", was)))


def newly_verified(here: Here, identifier: str) -> Formula:
    now = verified_in(value(here, "verified_identifiers"), identifier)
    return all_of((now, negation(verified_in(before(here, "verified_identifiers"), identifier))))


def classified(here: Here) -> Branch:
    process = here.process
    by_person = negation(BY_AUTOMATION)
    priorities = [part for one in process.levels for part in (number(one.rank), text(one.priority))]
    priority = call("CASE", rank_of(here, value(here, "urgency")), *priorities, text("High"))
    again = field(here, "reclassified")
    by = field(here, "classified_by")
    items = (
        Item(target=again, value=any_of((ref(again), by_person)), kind="Boolean"),
        Item(target=by, value=choose(by_person, text("person"), call("TEXT", ref(by)))),
        Item(target="$Record.Priority", value=acting(priority, "$Record.Priority")),
        say(by_person, "reclassified"),
        say(BY_AUTOMATION, "raised"),
    )
    return when(
        "Was it classified anew",
        ANEW,
        (Set(label="Keep who classified it", items=items),),
        yes="Category or urgency changed",
        no="As before",
    )


def decided_route(here: Here) -> tuple[Item, Item]:
    """Route := the first that holds, Team := its team."""
    process = here.process
    place = place_of(here)
    route: Formula = text(process.routes[-1].id)
    for one in reversed(process.routes[:-1]):
        assert one.when is not None
        route = choose(lowered(one.when, place), text(one.id), route)
    teams = [part for one in process.routes for part in (text(one.id), text(one.team))]
    return (
        Item(target="Route", value=route),
        Item(target="Team", value=call("CASE", ROUTE, *teams, text(process.routes[-1].team))),
    )


def route_anew(here: Here) -> Iterator[Step]:
    """Routing runs again unless a person chose the owner in the same save. Another team begins triage again."""
    yield Set(label="Decide special handling", items=(special(here),))
    kept = field(here, "time_to_triage")
    another = Set(
        label="Hand it over",
        what="Another team has the case: nobody of it has accepted yet.",
        items=(
            Item(target="Handed_Over", value=TRUE, kind="Boolean"),
            Item(target=field(here, "accepted"), value=FALSE, kind="Boolean"),
            Item(target=kept, value=choose(MOVED, NULL, ref(kept)), kind="Number"),
            say(None, "routed"),
            say(None, "handed_over"),
        ),
    )
    keep = Set(
        label="Keep team and route",
        items=(
            Item(target=field(here, "team"), value=TEAM),
            Item(target=field(here, "route"), value=call("LEFT", ROUTE, number(80))),
        ),
    )
    differs_now = when(
        "Is it another team",
        binary("<>", TEAM, value(here, "team")),
        (another,),
        yes="Another team",
        no="The same team",
    )
    routed = (Set(label="Decide the team", items=decided_route(here)), differs_now, keep)
    yield when(
        "Is the team decided anew",
        all_of((ANEW, negation(NEW_OWNER))),
        routed,
        yes="Routing runs again",
        no="The team stays",
        what="A person who changed the owner in the same save has chosen.",
    )


def enter_stage(here: Here) -> Branch:
    process = here.process
    stage, was = value(here, "stage"), before(here, "stage")
    closed = in_stages(here, stage, closed=True)
    reopened = field(here, "reopened")
    opens = all_of((WAS_CLOSED, negation(closed)))
    status = status_of(here)
    items = [
        say(None, "stage"),
        *(say(equal(was, text(one.id)), "leaving", one.id) for one in process.stages),
        say(opens, "reopened"),
        *(say(equal(stage, text(one.id)), "entering", one.id) for one in process.stages),
        say(all_of((closed, negation(WAS_CLOSED))), "closed"),
        Item(target=field(here, "stage_since"), value=NOW, kind="DateTime"),
        Item(target=field(here, "stalled"), value=FALSE, kind="Boolean"),
        Item(target=reopened, value=any_of((ref(reopened), opens)), kind="Boolean"),
        Item(target="$Record.Status", value=acting(status, "$Record.Status")),
        *entered(here),
    ]
    enter = Set(label="Enter the stage", items=tuple(items), what="Status follows the stage.")
    other = binary("<>", call("TEXT", ref("$Record.Status")), status)
    back = Set(
        label="Put the status back",
        items=(Item(target="$Record.Status", value=status),),
        what="A status that no one stage has says nothing; people are told by a rule.",
    )
    return Branch(
        label="Has the stage changed",
        cases=(
            Case(label="Another stage", test=differs(here, "stage"), steps=(enter,)),
            Case(label="Only the status", test=all_of((other, BY_AUTOMATION, ref("Is_Live"))), steps=(back,)),
        ),
        otherwise=(),
        otherwise_label="The same stage",
    )


def status_of(here: Here) -> Formula:
    """The status of the stage."""
    statuses = [part for one in here.process.stages for part in (text(one.id), text(one.status))]
    return call("CASE", value(here, "stage"), *statuses, call("TEXT", ref("$Record.Status")))


def entered(here: Here) -> Iterator[Item]:
    """Stamps of the stage that the case is in now."""
    stage = value(here, "stage")
    for one in here.process.stages:
        latest, first = (field(here, f"{one.id}.{part}") for part in ("entered", "first_entered"))
        there = equal(stage, text(one.id))
        yield Item(target=latest, value=choose(there, NOW, ref(latest)), kind="DateTime")
        begins = all_of((there, call("ISBLANK", ref(first))))
        yield Item(target=first, value=choose(begins, NOW, ref(first)), kind="DateTime")
