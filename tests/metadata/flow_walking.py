"""Ways through a flow: its elements, and what each goes on to."""

from collections.abc import Mapping

from generator.metadata.flow import Flow, FlowConnector, FlowNode
from tests.metadata.packages import parts

Flows = Mapping[str, Flow]


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
