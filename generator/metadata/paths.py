"""Paths above a record page, spelled as the WSDL does."""

from generator.frozen import record


@record
class PathAssistantStep:
    fieldNames: tuple[str, ...] = ()
    info: str | None = None
    picklistValueName: str


@record
class PathAssistant:
    fullName: str | None = None
    active: bool
    entityName: str
    fieldName: str
    masterLabel: str
    pathAssistantSteps: tuple[PathAssistantStep, ...] = ()
    recordTypeName: str
