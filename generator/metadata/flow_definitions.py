"""Which version of a flow is the active one; in no package of ours but the one that switches all flows off. Spelled as
the WSDL does."""

from generator.frozen import record


@record
class FlowDefinition:
    """`activeVersionNumber` 0: none, and that wins over the status that a flow's own file says."""

    fullName: str | None = None
    activeVersionNumber: int | None = None
    description: str | None = None
    masterLabel: str | None = None
