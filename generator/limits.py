"""What an org has no room for: told when everything is known that a package brings, before anything is written."""

from collections.abc import Iterable, Iterator

from generator.diagnostics import Diagnostic
from generator.metadata.component import Component
from generator.metadata.sharing import SharingRules
from generator.nodes import error

MOST_SHARING_RULES = 50
"""Criteria-based rules of one object (help.salesforce.com, "Sharing Rule Considerations")."""


def room(components: Iterable[Component]) -> Iterator[Diagnostic]:
    """More criteria sharing rules of one object than an org has room for, those of others apart (CP564): at what needs
    the first of them that has none."""
    for one in components:
        if isinstance(one.body, SharingRules) and len(one.body.sharingCriteriaRules) > MOST_SHARING_RULES:
            count = len(one.body.sharingCriteriaRules)
            spans = dict(one.parts)
            first = one.body.sharingCriteriaRules[MOST_SHARING_RULES].fullName
            message = f"the package needs {count} sharing rules of {one.name}, and an org has room for 50"
            help = "let fewer people be told of single kinds of case, or join teams"
            yield error("CP564", message, spans.get(first, one.because), help)
