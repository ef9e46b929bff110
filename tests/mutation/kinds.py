"""Every kind of fault, by family."""

from tests.mutation import access, data, flow_calls, flow_data, flows, packages, people, shown

KINDS = (
    *flows.KINDS, *flow_data.KINDS, *flow_calls.KINDS, *data.KINDS, *people.KINDS, *access.KINDS, *shown.KINDS,
    *packages.KINDS,
)  # fmt: skip
