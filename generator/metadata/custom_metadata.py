"""Records of custom metadata types, spelled as the WSDL does."""

from generator.frozen import record


@record
class TypedValue:
    """A value that says its type in an attribute: `xsd:string`, `xsd:boolean`, `xsd:double`, `xsd:date` and so on."""

    type: str
    text: str


@record
class CustomMetadataValue:
    """Without a value, the field is null, and the element says so (`xsi:nil`)."""

    field: str
    value: TypedValue | None = None


@record
class CustomMetadata:
    fullName: str | None = None
    description: str | None = None
    label: str | None = None
    protected: bool | None = None
    values: tuple[CustomMetadataValue, ...] = ()
