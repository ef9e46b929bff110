"""From each regulation or standard to the rules that serve it; and what nothing here automates."""

from generator.handbook.chapter import Chapter
from generator.handbook.conditions import sentence
from generator.handbook.guardrails import occasion
from generator.handbook.terms import Terms
from generator.markdown import Markup, blocks, bold, code, lines, listed, said, table, text
from generator.process.model import Rule

KINDS = {"guardrail": "guardrail", "consent": "consent", "edited_by": "field protection", "extension": "extension"}


def chapter(terms: Terms) -> Chapter:
    return Chapter(title="Traceability", body=blocks(cited(terms), uncited(terms)))


def cited(terms: Terms) -> Markup:
    sources = sorted({cite for rule in terms.process.rules for cite in rule.cites})
    rows = []
    for source in sources:
        serving = [rule for rule in terms.process.rules if source in rule.cites]
        rows.append(
            (
                bold(source),
                lines([said("{} {}", one.label, code(one.id)) for one in serving]),
                lines([requirement(one, terms) for one in serving]),
            )
        )
    if not rows:
        return said("{}: no rule names a regulation or standard that it serves.", bold("Gap"))
    return blocks(
        Markup("What the spec says its rules serve. Whether they suffice is for the reviewer to judge."),
        table(("Requirement", "Served by", "Which asks, on a save by a person"), rows),
    )


def requirement(rule: Rule, terms: Terms) -> str:
    when = f", where {sentence(rule.when, terms)}" if rule.when else ""
    return f"{occasion(rule, terms)}{when}: {sentence(rule.require, terms)}"


def uncited(terms: Terms) -> Markup:
    rest = [one for one in terms.process.rules if not one.cites and one.kind in KINDS]
    if not rest:
        return Markup("")
    return said("Without a named source: {}.", listed([f"«{one.label}» ({KINDS[one.kind]})" for one in rest]))


def not_automated(terms: Terms) -> Chapter:
    rows = [(text(one.text), one.reason or "–") for one in terms.process.not_automated]
    empty = Markup("The spec names nothing that it leaves to people.")
    return Chapter(
        title="Not automated",
        body=blocks(
            Markup("Rules of the organisation that the workflow does not carry out, and why. People must see to them."),
            table(("Rule", "Why it is not automated"), rows) or empty,
        ),
    )
