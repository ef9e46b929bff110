"""Standard objects and their fields, API 66: `standard_objects.json`, written by `derive`.

A field is a map: t type, l length, p precision, s scale, r what it refers to, c createable, u updateable, n nillable,
q needed on create, v values.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("standard_objects.json")

PREFIXES: Mapping[str, str] = {
    "Account": "001", "AuthorizationForm": "0cK", "AuthorizationFormConsent": "0cM", "AuthorizationFormDataUse": "0cN",
    "AuthorizationFormText": "0cL", "BusinessHours": "01m", "Campaign": "701", "Case": "500", "CaseComment": "00a",
    "CaseHistory": "017", "CaseMilestone": "555", "Contact": "003", "Contract": "800", "CustomNotificationType": "0ML",
    "DataUsePurpose": "0ZW", "EmailMessage": "02s", "EmailTemplate": "00X", "Entitlement": "550", "Event": "00U",
    "Group": "00G", "GroupMember": "011", "Holiday": "0C0", "Individual": "0PK", "Lead": "00Q", "Opportunity": "006",
    "OrgWideEmailAddress": "0D2", "Organization": "00D", "PermissionSet": "0PS", "PermissionSetAssignment": "0Pa",
    "Product2": "01t", "Profile": "00e", "QueueSobject": "03g", "RecordType": "012", "Task": "00T", "User": "005",
    "UserRole": "00E",
}  # fmt: skip
"""Key prefixes of ids (Object Reference); objects that are not listed get one when a tree is loaded."""

VALUE_SETS: Mapping[str, tuple[str, str]] = {
    "CaseOrigin": ("Case", "Origin"), "CasePriority": ("Case", "Priority"), "CaseReason": ("Case", "Reason"),
    "CaseStatus": ("Case", "Status"), "CaseType": ("Case", "Type"), "TaskPriority": ("Task", "Priority"),
    "TaskStatus": ("Task", "Status"), "TaskType": ("Task", "Type"),
}  # fmt: skip
"""Standard value sets and the fields that they belong to."""

DEFAULTS: Mapping[tuple[str, str], str] = {
    ("Case", "Status"): "New", ("Case", "Priority"): "Medium",
    ("Task", "Status"): "Not Started", ("Task", "Priority"): "Normal",
}  # fmt: skip
"""Defaults of standard picklists in a fresh org (runtime-semantics 6.6)."""

CHILDREN: tuple[tuple[str, str, str, str], ...] = (
    ("Account", "Contacts", "Contact", "AccountId"), ("Account", "Cases", "Case", "AccountId"),
    ("Account", "Tasks", "Task", "WhatId"), ("Case", "Cases", "Case", "ParentId"), ("Case", "Tasks", "Task", "WhatId"),
    ("Case", "CaseComments", "CaseComment", "ParentId"), ("Case", "EmailMessages", "EmailMessage", "ParentId"),
    ("Contact", "Cases", "Case", "ContactId"), ("Contact", "Tasks", "Task", "WhoId"),
)  # fmt: skip
"""Child relationships of standard objects: parent, name, child, field."""

CLOSED: Mapping[str, frozenset[str]] = {"Case": frozenset(("Closed",)), "Task": frozenset(("Completed",))}
"""Closed statuses of a fresh org."""

READ_ONLY = frozenset(
    (
        "Id", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp", "IsDeleted",
        "LastViewedDate", "LastReferencedDate", "CaseNumber", "IsClosed", "IsClosedOnCreate", "ClosedDate",
        "ContactEmail", "ContactFax", "ContactMobile", "ContactPhone", "MilestoneStatus", "MasterRecordId",
    )
)  # fmt: skip
"""Fields of standard objects that nobody sets."""

MIRRORS: Mapping[tuple[str, str], str] = {
    ("Case", "ContactEmail"): "Contact.Email", ("Case", "ContactFax"): "Contact.Fax",
    ("Case", "ContactMobile"): "Contact.MobilePhone", ("Case", "ContactPhone"): "Contact.Phone",
}  # fmt: skip
"""Read-only copies of a parent's fields (runtime-semantics 1.3)."""


@cache
def standard_objects() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Object -> field -> what is known of it."""
    found: Mapping[str, Mapping[str, Mapping[str, Any]]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found
