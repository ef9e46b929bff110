"""What must hold before a person may save, and whom it does not bind."""

from generator.handbook.chapter import Chapter, section
from generator.handbook.conditions import sentence
from generator.handbook.terms import Terms
from generator.markdown import Markup, blocks, bold, bullets, lines, listed, said, table, text
from generator.process.model import Rule


def chapter(terms: Terms) -> Chapter:
    return Chapter(
        title="Guardrails and consents",
        body=blocks(
            Markup("These stop a save by a person until what they ask for is there."),
            bullets(exempt(terms)),
            section("Guardrails", rules(terms, "guardrail")),
            section("Consents", consents(terms)),
            section("Fields that only some may change", rules(terms, "edited_by")),
            section("Extensions", rules(terms, "extension")),
        ),
    )


def exempt(terms: Terms) -> list[Markup]:
    bypass = [one.label for one in terms.process.personas if one.bypass]
    return [
        Markup("They never stop a message from coming in, and never what automation writes."),
        said("They do not bind: {}.", bold(listed(bypass)) if bypass else "nobody is exempt"),
        Markup("A guardrail without a stage is checked when something that it speaks of is changed."),
    ]


def rules(terms: Terms, kind: str) -> Markup:
    rows = [
        (bold(one.label), occasion(one, terms), concerns(one, terms), needs(one, terms), one.message, cites(one))
        for one in terms.process.rules
        if one.kind == kind
    ]
    return table(("Name", "Checked", "Concerns a case", "What must hold", "What the user reads", "Serves"), rows)


def occasion(rule: Rule, terms: Terms) -> str:
    if rule.kind == "extension":
        return "when somebody extends the promise"
    if rule.on is None:
        return "on a change of " + ", ".join(dict.fromkeys(named(one, terms) for one in rule.reads))
    verb = "entering" if rule.on.kind == "entering" else "leaving"
    return f"on {verb} {terms.stage(rule.on.of or '')}"


def named(fact: str, terms: Terms) -> str:
    known = terms.facts.get(fact)
    return f"«{known.label}»" if known else fact


def concerns(rule: Rule, terms: Terms) -> str:
    return "every" if rule.when is None else f"when {sentence(rule.when, terms)}"


def needs(rule: Rule, terms: Terms) -> str:
    return sentence(rule.require, terms)


def cites(rule: Rule) -> Markup:
    return lines(rule.cites) if rule.cites else text("–")


def consents(terms: Terms) -> Markup:
    rules_by_id = {one.id: one for one in terms.process.rules if one.kind == "consent"}
    rows = []
    for one in terms.process.consents:
        rule = rules_by_id.get(one.id)
        needed = "every case" if one.when is None else f"when {sentence(one.when, terms)}"
        message = rule.message if rule else "–"
        rows.append((bold(one.label), one.form, needed, f"on entering {terms.stage(one.before)}", message))
    if not rows:
        return Markup("")
    return blocks(
        table(("Consent", "Form that must be signed", "Needed", "Checked", "What the user reads"), rows),
        bullets(
            (
                "The newest answer to the form counts, by whichever of the patient's records it was given.",
                "It is looked up when the case is made, when it gets another patient, and when the patient answers.",
                "This part goes in only where the org keeps consents; elsewhere it asks for nothing.",
            )
        ),
    )


def closing_rules(terms: Terms) -> list[Rule]:
    """Guardrails on the way into a closed stage."""
    closed = {one.id for one in terms.process.stages if one.closed}
    return [one for one in terms.process.rules if one.kind == "guardrail" and one.on and one.on.of in closed]


def names_of(rules: list[Rule]) -> Markup:
    return listed([f"«{one.label}»" for one in rules])
