"""Reports: what they group by, and who may see it."""

from collections.abc import Callable, Mapping

from generator.binding import names
from generator.conditions.naming import REPORT, Where
from generator.conditions.syntax import Condition
from generator.diagnostics import Diagnostic
from generator.language.rules import Report as ReportText
from generator.language.spec import Spec
from generator.language.values import Written
from generator.nodes import error
from generator.process.model import Fact, Report
from generator.process.resolving.rules import facts_in

Parse = Callable[[Written, Where], Condition | None]
UNGROUPED = ("long_text", "clock")
MOST_GROUPS = 3
"""Two across and one down (Metadata API Developer Guide, Report)."""


class Reports:
    """The reports of one spec; collects findings (CP206, CP235, CP237)."""

    def __init__(self, spec: Spec, facts: Mapping[str, Fact], parse: Parse) -> None:
        self.spec = spec
        self.facts = facts
        self.parse = parse
        self.found: list[Diagnostic] = []

    def all(self) -> tuple[Report, ...]:
        return tuple(self.report(one) for one in self.spec.reports)

    def report(self, one: ReportText) -> Report:
        where = self.parse(one.where, REPORT) if one.where else None
        self.check_grouping(one)
        self.check_readers(one, where)
        return Report(
            id=one.id.text,
            label=one.label.text,
            measure=one.measure.text if one.measure else None,
            where=where,
            by=tuple(fact.text for fact in one.by),
            period=one.period,
            seen_by=tuple(persona.text for persona in one.seen_by),
            api_name=one.api_name.text if one.api_name else None,
            because=one.id.span,
        )

    def check_grouping(self, one: ReportText) -> None:
        if len(one.by) > MOST_GROUPS:
            message = f"a report has at most {MOST_GROUPS} groups, and this is the next"
            self.found.append(error("CP237", message, one.by[MOST_GROUPS].span, "make two reports"))
        for name in one.by:
            kind = self.facts[name.text].type.kind if name.text in self.facts else ""
            if kind in UNGROUPED:
                message = f"a report cannot group by a {kind.replace('_', ' ')}: `{name.text}`"
                help = "name it in `measure:`" if kind == "clock" else "group by a choice, or by another short fact"
                self.found.append(error("CP206", message, name.span, help))

    def check_readers(self, one: ReportText, where: Condition | None) -> None:
        """Nobody learns a confidential fact from a report: not by its groups, nor by what it selects."""
        shown = [name.text for name in one.by] + sorted(facts_in(where))
        secret = [id for id in dict.fromkeys(shown) if id in self.facts and is_confidential(self.facts[id])]
        allowed = {persona.id.text for persona in self.spec.personas if persona.confidential}
        known = {persona.id.text for persona in self.spec.personas}
        if not secret:
            return
        for reader in one.seen_by:
            if reader.text in known - allowed:
                message = f"`{reader.text}` sees {names(secret)} in this report, and is not `confidential`"
                self.found.append(error("CP235", message, reader.span, "take one of the two out"))
        if not one.seen_by and known - allowed:
            message = f"everybody sees {names(secret)} in this report, and not everybody is `confidential`"
            help = f"write `seen_by:` with {' or '.join(f'`{id}`' for id in sorted(allowed))}" if allowed else None
            self.found.append(error("CP235", message, one.id.span, help or "take it out of the report"))


def is_confidential(fact: Fact) -> bool:
    """What the spec itself calls special. Category and urgency are needed by whoever works a case."""
    return fact.privacy == "special" and fact.origin != "built_in"
