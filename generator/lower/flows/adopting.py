"""The adopt flow: an old case enters the workflow by hand or by a list, without mails or pages."""

from dataclasses import replace

from generator.lower.flows.beginning import first_open
from generator.lower.flows.faults import FAULT_VARIABLES, fault_tail
from generator.lower.flows.here import NOW, Here, program
from generator.lower.flows.waiting import moved
from generator.lower.naming import Names
from generator.lower.programs import Create, Filter, Get, Item, Program, Update, Variable, when, when_found
from generator.lower.trees import call, ref, text
from generator.lower.zones import local_date
from generator.process.model import Process


def adopting(process: Process, names: Names) -> Program:
    """The program of the adopt flow. Promises count from the adoption: the sweep sees to it."""
    here = Here(process=process, names=names)
    last, route = process.categories[-1], process.routes[-1]
    level = process.levels[last.floor]
    status = call("TEXT", ref("Old_Case.Status"))
    known = [part for one in reversed(process.stages) for part in (text(one.status), text(one.id))]
    stage = call("CASE", status, *known, text(first_open(here).id))
    times = ("stage_since", "opened_at", "received_at")
    enter = Update(
        label="Let the case in",
        object="Case",
        filters=(Filter(field="Id", value=ref("Old_Case.Id")),),
        items=(
            Item(target=names.field("workflow"), value=text(process.identity.id)),
            Item(target=names.field("token"), value=moved(f"Old_Case.{names.field('token')}"), kind="Number"),
            Item(target=names.field("stage"), value=stage),
            Item(target=names.field("category"), value=text(last.id)),
            Item(target=names.field("first_category"), value=text(last.id)),
            Item(target=names.field("urgency"), value=text(level.id)),
            Item(target=names.field("first_urgency"), value=text(level.id)),
            Item(target=names.field("classified_by"), value=text("automation")),
            Item(target=names.field("team"), value=text(route.team)),
            Item(target=names.field("route"), value=text("adopted")),
            *(Item(target=names.field(key), value=NOW, kind="DateTime") for key in times),
            Item(target=names.field("received_on"), value=local_date(process.identity.zone, NOW), kind="Date"),
        ),
        what="The last category, as for a message that says nothing: a person classifies it.",
    )
    record = Create(
        label="Record the adoption",
        object=names.object("event"),
        items=(
            Item(target=names.of("case"), value=ref("Old_Case.Id")),
            Item(target=names.of("case_number"), value=ref("Old_Case.CaseNumber")),
            Item(target=names.of("kind"), value=text("adopted")),
            Item(target=names.of("at"), value=NOW, kind="DateTime"),
            Item(target=names.of("who"), value=ref("$User.Id")),
        ),
    )
    outside = call("ISBLANK", ref(f"Old_Case.{names.field('workflow')}"))
    new = when("Is it outside the workflow", outside, (enter, record), yes="It is outside", no="It is in already")
    return replace(
        program(here, "adopt", "Lets an old case in, without mails or notifications. Promises count from now."),
        variables=(
            Variable(name="Case_Id", kind="String", what="The case that enters.", given=True),
            *FAULT_VARIABLES,
        ),
        steps=(
            Get(
                label="Read the case",
                name="Old_Case",
                object="Case",
                filters=(Filter(field="Id", value=ref("Case_Id")),),
                fields=("Id", "CaseNumber", "Status", names.field("workflow"), names.field("token")),
            ),
            when_found("Is the case there", "Old_Case", (new,), yes="The case is there", no="No such case"),
        ),
        on_fault=fault_tail(here, names.own("adopt"), ref("Case_Id"), text("")),
    )
