"""What things are called by those who work in the org: labels of fields and values, names of queues, groups, users."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from generator.emulator.organisation import Org
from generator.metadata.objects import CustomField
from generator.prove.playing import PERSON
from generator.reading import Component
from generator.simulating.built import values

MACHINES = {"Automated Process": "automation", PERSON: "whoever verifies patients"}
"""Users of the emulated org that stand for nobody in particular."""


class Labels:
    """Made once for the components of a project and its lock file."""

    def __init__(self, lock: Mapping[str, Any], components: Iterable[Component]) -> None:
        self.lock = lock
        self.zone = ZoneInfo(lock["zone"])
        self.fields = {one.name: one.body for one in components if isinstance(one.body, CustomField)}

    @cached_property
    def choices(self) -> Mapping[str, Mapping[str, str]]:
        """The values of each picklist of Case, by its fact."""
        return {fact: dict(values(self.fields.get(f"Case.{name}"))) for fact, name in self.lock["facts"].items()}

    def field(self, fact: str) -> str:
        """What people call a fact."""
        body = self.fields.get(f"Case.{self.lock['facts'].get(fact, fact)}")
        return fact.replace("_", " ").capitalize() if body is None else str(body.label or fact)

    def clock(self, id: str) -> str:
        """What people call a promise: its fields are called after it."""
        body = self.fields.get(f"Case.{self.lock['clocks'][id]['due']}")
        return id if body is None else str(body.label or id).partition(":")[0]

    def kind(self, value: str) -> str:
        """What people call an event of the record of decisions."""
        event = self.lock["objects"]["event"]
        return dict(values(self.fields.get(f"{event['name']}.{event['fields']['kind']}"))).get(value, value)

    def value(self, fact: str, value: object) -> str:
        """A value as people see it. What stands in a text is not told."""
        if value in (None, ""):
            return "empty"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, datetime):
            return self.local(value)
        if isinstance(value, date):
            return f"{value:%-d %B %Y}"
        if isinstance(value, Decimal):
            return format(value, "f")
        if fact == "route":
            return str(value)  # an id of the spec, which the org has no label for
        choices = self.choices.get(fact)
        return choices.get(str(value), str(value)) if choices else "filled"

    def assigned(self, fact: str, value: object) -> str:
        """What somebody sets a field to; of a text only that there is one."""
        said = self.value(fact, value)
        return f"{self.field(fact)} ({said})" if said == "filled" else f"{self.field(fact)} to {said}"

    def local(self, at: datetime) -> str:
        return f"{at.astimezone(self.zone):%a %-d %b %Y %H:%M}"

    def party(self, org: Org, id: object) -> str:
        """Who has this id: `the queue X`, `the group X`, a user by name."""
        row = org.get(str(id)) if id else None
        if row is None:
            return str(id or "nobody")
        name = str(row.get("Name"))
        if "Username" in row:
            return MACHINES.get(name, name)
        return f"the {'queue' if row.get('Type') == 'Queue' else 'group'} {name}"
