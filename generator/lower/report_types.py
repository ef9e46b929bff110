"""What reports can be made of: cases of the workflow, cases with their clocks, and the record of decisions. No column
holds a patient's words, and what is special is there only because a report names it (who may see that is checked)."""

from collections.abc import Iterable, Iterator

from generator.lower.fields import SECURITY, fields
from generator.lower.metrics import metric_fields
from generator.lower.naming import Names
from generator.lower.objects import clocks, events
from generator.metadata.component import Component, component
from generator.metadata.objects import CustomField
from generator.metadata.reports import ObjectRelationship, ReportLayoutSection, ReportType, ReportTypeColumn
from generator.process.model import Process, Report
from generator.process.resolving.rules import facts_in

CASE_COLUMNS = (
    "CaseNumber", "Status", "Origin", "Priority", "RecordType", "Owner", "IsClosed", "CreatedDate", "ClosedDate",
)  # fmt: skip
"""Standard columns, spelled as in the report types on Case that bcgov/MoH-SAT (GitHub) retrieved from an org."""
SHOWN_FIRST = ("CaseNumber", "Status")
LONGEST_LABEL = 50


def report_types(process: Process, names: Names) -> Iterator[Component]:
    """The three types of the workflow."""
    label = process.identity.label
    case = section("Case", case_columns(process, names))
    yield made(process, names, "cases", "Case", f"{label}: cases", (case,), what=f"Cases of {label}.")
    rows = columns(f"Case.{names.rows('clock')}__r", "Name", of_object(clocks(process, names), names.of("case")))
    yield made(
        process,
        names,
        "cases_with_clocks",
        "Case",
        f"{label}: cases with clocks",
        (case, section("Clocks", rows)),
        what=f"Cases of {label} with each promise that counted for them.",
        join=ObjectRelationship(outerJoin=False, relationship=f"{names.rows('clock')}__r"),
    )
    table = names.object("event")
    decided = section("Decisions", columns(table, "Name", of_object(events(process, names), names.of("case"))))
    what = f"The record of decisions about cases of {label}."
    yield made(process, names, "decisions", table, f"{label}: decisions", (decided,), what=what)


def named(report: Report, process: Process) -> frozenset[str]:
    """The facts that a report selects or groups by; who needs a consent is part of its being missing."""
    found = {*report.by, *facts_in(report.where)}
    for _ in process.consents:  # a consent may need another: at most as many rounds as there are
        found |= {fact for one in process.consents if one.id in found for fact in facts_in(one.when)}
    return frozenset(found)


def made(
    process: Process,
    names: Names,
    id: str,
    base: str,
    label: str,
    sections: tuple[ReportLayoutSection, ...],
    *,
    what: str,
    join: ObjectRelationship | None = None,
) -> Component:
    body = ReportType(
        baseObject=base,
        category="cases" if base == "Case" else "other",
        deployed=True,
        description=f"{what} No field with a patient's words.",
        join=join,
        label=label[:LONGEST_LABEL],
        sections=sections,
    )
    return component(names.own(id), body, process.identity.because)


# -- columns -------------------------------------------------------------------------------------------------------


def section(label: str, columns: tuple[ReportTypeColumn, ...]) -> ReportLayoutSection:
    return ReportLayoutSection(columns=columns, masterLabel=label)


def columns(table: str, *fields: str | Iterable[str]) -> tuple[ReportTypeColumn, ...]:
    flat = [name for one in fields for name in ((one,) if isinstance(one, str) else one)]
    return tuple(
        ReportTypeColumn(checkedByDefault=name in SHOWN_FIRST, field=name, table=table) for name in dict.fromkeys(flat)
    )


def case_columns(process: Process, names: Names) -> tuple[ReportTypeColumn, ...]:
    """Every field of a case that the package or the spec knows, but long texts, and what a spec calls special and
    no report names (category and urgency are needed by whoever works a case)."""
    special = SECURITY["special"]
    asked = frozenset().union(*(named(report, process) for report in process.reports))
    known = [fact for fact in process.facts if fact.type.kind not in ("clock", "consent", "long_text")]
    wanted = {names.field(fact.id) for fact in known if fact.origin == "built_in" or fact.id in asked}
    own = [one.body for one in (*fields(process, names), *metric_fields(process, names))]
    shown = [
        one.fullName
        for one in own
        if isinstance(one, CustomField)
        and one.type != "LongTextArea"
        and (one.securityClassification != special or one.fullName in wanted)
    ]
    theirs = [
        names.field(fact.id) for fact in known if fact.existing and (fact.privacy != "special" or fact.id in asked)
    ]
    return columns("Case", CASE_COLUMNS, shown, theirs)


def of_object(components: Iterable[Component], lookup: str) -> Iterator[str]:
    """The fields of one of our objects, but the lookup: joined it says nothing, alone its number does."""
    for one in components:
        if isinstance(one.body, CustomField) and one.body.fullName != lookup:
            yield one.body.fullName
