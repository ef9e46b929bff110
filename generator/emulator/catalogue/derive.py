"""`python -m generator.emulator.catalogue.derive FACTS`: writes `standard_objects.json` from a catalogue in YAML with
the same keys per field (`objects: {Case: {Subject: {t: string, l: 255}}}`). Notes for people (f, x) are left out."""

import json
import sys
from pathlib import Path
from typing import Any

import yaml

from generator.emulator.catalogue import FILE

KEPT = ("t", "l", "p", "s", "r", "c", "u", "n", "q", "v")
TEXT = {"t": "string", "l": 255, "c": True, "u": True, "n": True}
YES = {"t": "boolean", "c": True, "u": True}
SUPPLEMENT: dict[str, dict[str, dict[str, Any]]] = {
    "CustomNotificationType": {"DeveloperName": TEXT, "MasterLabel": TEXT, "CustomNotifTypeName": TEXT},
    "EmailTemplate": {"DeveloperName": TEXT, "Name": TEXT, "Subject": TEXT, "IsActive": YES},
    "Holiday": {"Name": TEXT, "ActivityDate": {"t": "date", "c": True, "u": True}, "IsAllDay": YES},
    "OrgWideEmailAddress": {"Address": {"t": "email", "l": 255}, "DisplayName": TEXT},
    "Organization": {"Name": TEXT, "TimeZoneSidKey": TEXT, "IsSandbox": YES, "LanguageLocaleKey": TEXT},
    "PermissionSet": {"Name": TEXT, "Label": TEXT},
    "PermissionSetAssignment": {
        "AssigneeId": {"t": "reference", "l": 18, "r": ["User"], "c": True},
        "PermissionSetId": {"t": "reference", "l": 18, "r": ["PermissionSet"], "c": True},
    },
    "Profile": {"Name": TEXT},
    "UserRole": {"DeveloperName": TEXT, "Name": TEXT},
}
"""Objects of administration that flows read and the catalogue leaves out."""
SYSTEM = {
    "Id": {"t": "id", "l": 18},
    "CreatedDate": {"t": "dateTime"},
    "CreatedById": {"t": "reference", "l": 18, "r": ["User"]},
    "LastModifiedDate": {"t": "dateTime"},
    "LastModifiedById": {"t": "reference", "l": 18, "r": ["User"]},
    "SystemModstamp": {"t": "dateTime"},
}


def derived(facts: dict[str, Any]) -> str:
    """The text of the catalogue, one object a line, sorted."""
    objects = {name: {**SYSTEM, **fields} for name, fields in SUPPLEMENT.items()} | facts["objects"]
    lines = []
    for name in sorted(objects):
        fields = {
            field: {key: said[key] for key in KEPT if key in said} for field, said in sorted(objects[name].items())
        }
        lines.append(f"{json.dumps(name)}: {json.dumps(fields, separators=(',', ':'))}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main(arguments: list[str]) -> None:
    facts = yaml.safe_load(Path(arguments[0]).read_text(encoding="utf-8"))
    FILE.write_text(derived(facts), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
