"""What kind of value stands behind a name in a flow."""

from generator.frozen import record

DATA_KINDS = {
    "String": "text", "Number": "number", "Currency": "number", "Boolean": "boolean", "Date": "date",
    "DateTime": "datetime", "Time": "time", "Picklist": "picklist", "Multipicklist": "multipicklist",
    "SObject": "record", "Apex": "apex",
}  # fmt: skip
"""Data types of a flow's resources, and the kinds that formulas know them by."""


@record
class FlowType:
    """`kind` as formulas know it, or `record`, `apex`, `any` (not known). `object`: of records. `many`: of several."""

    kind: str
    object: str | None = None
    many: bool = False

    @property
    def one(self) -> "FlowType":
        return FlowType(kind=self.kind, object=self.object)


ANY = FlowType(kind="any")
TEXT = FlowType(kind="text")


def of_data(data: str | None, object_name: str | None = None, *, many: bool = False) -> FlowType:
    """The type of a resource that says its data type."""
    return FlowType(kind=DATA_KINDS.get(data or "", "any"), object=object_name, many=many)
