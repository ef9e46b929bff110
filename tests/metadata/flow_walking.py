"""Ways through a flow: its elements, what each goes on to, and what it speaks of."""

import re
from collections.abc import Mapping

from generator.metadata.flow import Flow, FlowConnector, FlowNode
from tests.metadata.packages import parts, texts

Flows = Mapping[str, Flow]
MERGED = re.compile(r"\{!([$\w]+)")


def nodes(flow: Flow) -> dict[str, FlowNode]:
    return {one.name: one for one in parts(flow) if isinstance(one, FlowNode)}


def targets(value: object) -> list[str]:
    return [one.targetReference for one in parts(value) if isinstance(one, FlowConnector)]


def reached(flow: Flow, first: object) -> set[str]:
    """The elements that can run after what `first` connects to."""
    known, found, waiting = nodes(flow), set[str](), targets(first)
    while waiting:
        name = waiting.pop()
        if name in known and name not in found:
            found.add(name)
            waiting += targets(known[name])
    return found


def speaks_of(flow: Flow, value: object) -> set[str]:
    """The names in a record's references and merge fields, and in those of the formulas that it names."""
    formulas = {one.name: one.expression for one in flow.formulas}
    found, waiting = set[str](), list(texts(value))
    while waiting:
        text = waiting.pop()
        for name in {text.split(".")[0], *MERGED.findall(text)} - found:
            found.add(name)
            if name in formulas:
                waiting.append(formulas[name])
    return found
