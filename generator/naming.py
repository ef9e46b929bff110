"""API names: derived once, here. A name is the prefix and the words of an id, within Salesforce's limits."""

LONGEST_NAME = 40
"""A custom field's or object's name without `__c` (FLD catalogue rows); developer names of queues, groups and reports
may be as long or longer."""


def api_name(prefix: str, id: str, longest: int | None = LONGEST_NAME) -> str:
    """`NGH` and `nurse_triage` -> `NGH_Nurse_Triage`, cut to `longest` characters without a trailing underscore."""
    words = "_".join(word.capitalize() for word in id.split("_") if word)
    return f"{prefix}_{words}"[:longest].rstrip("_")


def field_name(prefix: str, id: str) -> str:
    """The API name of a custom field: `NGH_Hospital_Number__c`."""
    return api_name(prefix, id) + "__c"
