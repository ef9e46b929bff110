"""Types of fields, as metadata spells them, and the kinds that formulas and flows know them by."""

from collections.abc import Mapping

KINDS = {
    "string": "text", "textarea": "text", "email": "text", "phone": "text", "url": "text", "encryptedstring": "text",
    "id": "id", "reference": "id", "picklist": "picklist", "combobox": "picklist", "multipicklist": "multipicklist",
    "boolean": "boolean", "int": "number", "double": "number", "long": "number", "currency": "number",
    "percent": "percent", "date": "date", "dateTime": "datetime", "time": "time", "address": "any", "anyType": "any",
    "junctionIdList": "any", "location": "geolocation", "base64": "any",
}  # fmt: skip
"""Field types of the object reference and the kinds that formulas know them by."""

CUSTOM_KINDS = {
    "Text": "text", "TextArea": "text", "LongTextArea": "text", "Html": "text", "EncryptedText": "text",
    "Email": "text", "Phone": "text", "Url": "text", "AutoNumber": "text", "Lookup": "id", "MasterDetail": "id",
    "Hierarchy": "id", "ExternalLookup": "text", "IndirectLookup": "text", "MetadataRelationship": "text",
    "Checkbox": "boolean", "Number": "number", "Currency": "number", "Percent": "percent", "Summary": "number",
    "Date": "date", "DateTime": "datetime", "Time": "time", "Picklist": "picklist",
    "MultiselectPicklist": "multipicklist", "Location": "geolocation", "Address": "any", "File": "any",
}  # fmt: skip
PARTS: Mapping[str, Mapping[str, tuple[str, int | None]]] = {
    "Location": {"Latitude": ("number", None), "Longitude": ("number", None)},
    "Address": {
        "Street": ("text", 255), "City": ("text", 40), "PostalCode": ("text", 20), "StateCode": ("picklist", None),
        "CountryCode": ("picklist", None), "Latitude": ("number", None), "Longitude": ("number", None),
        "GeocodeAccuracy": ("picklist", None),
    },
}  # fmt: skip
"""Fields that a compound custom field is made of: `Home__c` has `Home__City__s`, with a kind and a length."""
LENGTHS = {"TextArea": 255, "Email": 80, "Phone": 40, "Url": 255, "Picklist": 255, "MultiselectPicklist": 4099}

SYSTEM = (
    ("Id", "id", "id", ()), ("Name", "text", "string", ()), ("OwnerId", "id", "reference", ("User", "Group")),
    ("CreatedDate", "datetime", "dateTime", ()), ("CreatedById", "id", "reference", ("User",)),
    ("LastModifiedDate", "datetime", "dateTime", ()), ("LastModifiedById", "id", "reference", ("User",)),
    ("SystemModstamp", "datetime", "dateTime", ()), ("IsDeleted", "boolean", "boolean", ()),
    ("RecordTypeId", "id", "reference", ("RecordType",)), ("CurrencyIsoCode", "picklist", "picklist", ()),
    ("SetupOwnerId", "id", "reference", ("User", "Profile", "Organization")), ("DeveloperName", "text", "string", ()),
    ("MasterLabel", "text", "string", ()),
)  # fmt: skip
"""Fields that custom objects, settings and metadata types have by themselves."""
