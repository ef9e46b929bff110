"""What a case records besides the message, the reports made from it, and how long it is kept."""

from generator.handbook.chapter import Chapter, section
from generator.handbook.conditions import sentence
from generator.handbook.decisions import record_of_decisions
from generator.handbook.terms import Terms
from generator.handbook.times import counted
from generator.markdown import Markup, blocks, bold, lines, listed, said, table, text
from generator.process.model import Fact, FactRef, Report, Stamp

KINDS = {
    "yes_no": "yes or no",
    "choice": "a choice",
    "urgency": "an urgency",
    "text": "text",
    "long_text": "long text",
    "number": "a number",
    "date": "a date",
    "moment": "a date and time",
    "person": "a user",
    "identifier": "an identifier",
}
PRIVACY = {"special": "health data", "personal": "personal", "none": "not personal"}
PERIODS = {
    "all": "all cases",
    "this_week": "received this week",
    "this_month": "received this month",
    "this_quarter": "received this quarter",
    "this_year": "received this year",
}
ORIGINS = ("field", "flag", "identifier")


def chapter(terms: Terms) -> Chapter:
    return Chapter(
        title="What is recorded, reported and kept",
        body=blocks(
            section("Fields of a case", facts(terms)),
            record_of_decisions(terms),
            section("Time to triage", Markup(TRIAGE)),
            section("Reports", reports(terms)),
            section("Retention", retention(terms)),
        ),
    )


TRIAGE = (
    "From receipt until a member of the chosen team accepts the case, under the classification that stood. It is "
    "empty until then, never negative, and a re-opened case does not reset it. The first acceptance and the last are "
    "kept as well."
)


def facts(terms: Terms) -> Markup:
    rows = [
        (bold(one.label), kind(one), editors(one, terms), PRIVACY[one.privacy], default(one, terms), one.help or "–")
        for one in terms.process.facts
        if one.origin in ORIGINS
    ]
    return table(("Field", "Holds", "Who fills it in", "Data", "At receipt", "Guidance"), rows)


def kind(fact: Fact) -> Markup:
    if fact.choices:
        return said("one of: {}", listed([one.label for one in fact.choices], "or"))
    return text(KINDS.get(fact.type.kind, fact.type.kind))


def editors(fact: Fact, terms: Terms) -> Markup:
    if fact.editors:
        return said("only {}", listed([terms.personas.get(one, one) for one in fact.editors]))
    if fact.origin == "flag":
        return Markup("set at receipt or by a reply; cleared by people")
    if fact.origin == "identifier":
        return Markup("read from the text, or people")
    if any(one.fact == fact.id for one in terms.process.setters):
        return Markup("set at receipt; people")
    return Markup("people")


def default(fact: Fact, terms: Terms) -> str:
    if isinstance(fact.default, FactRef):
        return f"as {terms.fact(fact.default.fact)}"
    return "–" if fact.default in (None, False) else terms.value(fact.id, fact.default)


def reports(terms: Terms) -> Markup:
    rows = [
        (
            bold(one.label),
            measure(one, terms),
            "every case" if one.where is None else sentence(one.where, terms),
            listed([grouped(by, terms) for by in one.by], none="–"),
            PERIODS[one.period],
            listed([terms.personas.get(seen, seen) for seen in one.seen_by], none="everybody"),
        )
        for one in terms.process.reports
    ]
    return table(("Report", "Shows", "Of cases where", "Grouped by", "Period", "Seen by"), rows)


def measure(report: Report, terms: Terms) -> str:
    if report.measure is None:
        return "number of cases"
    return f"times and share in time of «{terms.clocks.get(report.measure, report.measure)}»"


def grouped(by: str, terms: Terms) -> str:
    return "age" if by == "age" else terms.facts[by].label if by in terms.facts else by


def retention(terms: Terms) -> Markup:
    rows = []
    for one in terms.process.effects:
        if isinstance(one.act, Stamp):
            since = "closing" if one.act.since == "closed" else "receipt"
            when = sentence(one.when, terms)
            rows.append((bold(one.label), when, f"{counted(one.act.years, 'year')} after {since}"))
    if not rows:
        return said("{}: no date is set until which cases are to be kept.", bold("Gap"))
    return blocks(
        table(("Kind", "When", "Kept until"), rows),
        lines(("The date is written when the case is closed. Nothing is ever deleted by this package.",)),
    )
