"""What a name in a formula stands for: fields of an object and of what it refers to, and the global names of an org."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.verify.world import World

GLOBAL_RECORDS = {"$user": "User", "$organization": "Organization", "$profile": "Profile", "$userrole": "UserRole"}
SESSION = ("uitheme", "uithemedisplayed")
"""What is known of a user's session and is no field."""
OPEN = ("$api", "$system", "$recordtype", "$objecttype", "$action", "$client", "$request", "$site", "$source")
"""Global names that are known, with parts that are not looked into."""
PARTS = {"$label": 2, "$permission": 2, "$setup": 3, "$custommetadata": 4}
"""How many parts the names of these have."""


def names_on(world: "World", object_name: str) -> Callable[[str], str | None]:
    """The kind of each name in a formula on an object; None: there is none; `any`: nobody can say."""

    def kind_of(name: str) -> str | None:
        if name.startswith("$"):
            return global_kind(world, name)
        if not object_name:
            return "any"
        field, _ = world.objects.path(object_name, name)
        return field.kind if field is not None else None

    return kind_of


def global_kind(world: "World", name: str) -> str | None:
    """The kind of a global name, as `$User.Username` or `$Setup.Switches__c.On__c`."""
    head, *rest = name.split(".")
    head = head.lower()
    if head == "$user" and rest and rest[0].lower() in SESSION:
        return "text"
    if head in GLOBAL_RECORDS:
        field, _ = world.objects.path(GLOBAL_RECORDS[head], ".".join(rest)) if rest else (None, "")
        return field.kind if field is not None else None
    if head in OPEN:
        return "any"
    if head not in PARTS or len(rest) + 1 < PARTS[head]:
        return None
    if head == "$label":
        return "text"
    if head == "$permission":
        return "boolean"
    field, _ = world.objects.path(rest[0], rest[-1])
    return field.kind if field is not None else None
