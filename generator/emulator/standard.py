"""Standard objects as far as the emulator runs them: field -> (kind, longest text). Object Reference, API 66."""

from collections.abc import Mapping

Field = tuple[str, int | None]

CASE: Mapping[str, Field] = {
    "Id": ("text", 18), "CaseNumber": ("text", 30), "Subject": ("text", 255), "Description": ("text", 32_000),
    "Status": ("picklist", 255), "Origin": ("picklist", 255), "Priority": ("picklist", 255), "OwnerId": ("text", 18),
    "RecordTypeId": ("text", 18), "RecordType.DeveloperName": ("text", 80), "SuppliedEmail": ("text", 80),
    "SuppliedName": ("text", 80), "ContactId": ("text", 18), "AccountId": ("text", 18), "ParentId": ("text", 18),
    "IsClosed": ("boolean", None), "CreatedDate": ("datetime", None), "ClosedDate": ("datetime", None),
}  # fmt: skip
GROUP: Mapping[str, Field] = {
    "Id": ("text", 18), "DeveloperName": ("text", 80), "Name": ("text", 40), "Type": ("picklist", 40),
}  # fmt: skip
OBJECTS: Mapping[str, Mapping[str, Field]] = {"Case": CASE, "Group": GROUP}

KIND_OF_TYPE = {
    "Text": "text", "TextArea": "text", "LongTextArea": "text", "Email": "text", "Phone": "text", "Url": "text",
    "Lookup": "text", "Checkbox": "boolean", "Number": "number", "Currency": "number", "Percent": "percent",
    "Date": "date", "DateTime": "datetime", "Time": "time", "Picklist": "picklist",
    "MultiselectPicklist": "multipicklist",
}  # fmt: skip
"""Custom field types and the kinds that formulas know them by."""

KIND_OF_DATA = {
    "String": "text", "Number": "number", "Currency": "number", "Boolean": "boolean", "Date": "date",
    "DateTime": "datetime", "Time": "time", "Picklist": "picklist", "Multipicklist": "multipicklist",
}  # fmt: skip
"""Data types of flow resources."""
CLOSED_STATUSES = frozenset(("Closed",))
