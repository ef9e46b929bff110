"""`$User`, `$Permission`, `$Setup` and the like: what formulas and flows see of the org around a record."""

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from generator.emulator.rows import Row
from generator.emulator.schema import NotModelled
from generator.emulator.scopes import Kind, Reference, Scope

if TYPE_CHECKING:
    from generator.emulator.loading import Package
    from generator.emulator.transactions import State, Transaction

OF_EVERYBODY = ("User", "Profile", "Organization", "PermissionSet", "PermissionSetAssignment")
OF_USER = {"$User": "User", "$Profile": "Profile", "$UserRole": "UserRole"}


class Surroundings:
    """Finds what a name that begins with `$` stands for; None when no such thing is known. `objects`: whose rows
    permissions and settings depend on; each of those is worked out once until such a row is written."""

    def __init__(self, package: "Package") -> None:
        self.package = package
        self.objects = set(OF_EVERYBODY)
        self.last: tuple[tuple[Any, ...], dict[Any, Any]] | None = None

    def known(self, state: "State") -> dict[Any, Any]:
        """What has been worked out of permissions and settings in a state, or in the last one before it where all that
        they depend on is the same. A transaction adds to it, as long as it writes nothing of that."""
        held = (state.permissions, *map(state.tables.get, self.objects))
        if self.last is None or self.last[0] != held:
            self.last = held, {}
        return self.last[1]

    def find(self, name: str) -> Reference | None:
        head, _, rest = name.partition(".")
        for prefix, object_name in OF_USER.items():
            if head.lower() == prefix.lower():
                return self.of_user(object_name, rest)
        finders: dict[str, Callable[[str], Reference]] = {
            "$organization": self.organization,
            "$permission": self.permission,
            "$label": self.label,
            "$setup": self.setting,
            "$custommetadata": self.custom_metadata,
            "$api": self.api,
            "$system": lambda rest: constant_kind("datetime", None),
        }
        finder = finders.get(head.lower())
        return finder(rest) if finder and rest else None

    def of_user(self, object_name: str, path: str) -> Reference:
        shape = self.package.schema.shape(object_name)
        found = self.package.paths.read(shape, path.split("."))
        get, link = found.get, {"User": None, "Profile": "ProfileId", "UserRole": "UserRoleId"}[object_name]

        def read(scope: Scope) -> Any:
            row = scope.tx.get("User", scope.tx.user)
            if link is not None and row is not None:
                row = scope.tx.get(object_name, row.get(link))
            return get(row, scope.tx) if row is not None else None

        return Reference(kind=found.kind, get=read)

    def organization(self, path: str) -> Reference:
        shape = self.package.schema.shape("Organization")
        found = self.package.paths.read(shape, path.split("."))
        get = found.get

        def read(scope: Scope) -> Any:
            row = next((row for _, row in scope.tx.rows("Organization")), None)
            return get(row, scope.tx) if row is not None else None

        return Reference(kind=found.kind, get=read)

    def permission(self, name: str) -> Reference:
        if not self.package.open and name not in self.package.custom_permissions:
            raise NotModelled(f"there is no custom permission {name}")
        return Reference(kind=Kind(name="boolean"), get=lambda scope: scope.tx.permitted(name))

    def label(self, name: str) -> Reference:
        value = self.package.labels.get(name.removeprefix("c."))
        if value is None and not self.package.open:
            raise NotModelled(f"there is no label {name}")
        return constant_kind("text", value)

    def setting(self, path: str) -> Reference:
        """A hierarchy setting: the user's value, else the profile's, else the org's."""
        object_name, _, field_name = path.partition(".")
        shape = self.package.schema.shape(object_name)
        found = self.package.paths.field(shape, field_name)
        name, field = shape.name, found.field.name if found.field else field_name
        self.objects.add(name)
        boolean = found.kind.name == "boolean"

        def read(scope: Scope) -> Any:
            tx = scope.tx
            around, key = tx.around, (name, field, tx.user)
            if key not in around:
                around[key] = worked_out(tx)
            return around[key]

        def worked_out(tx: "Transaction") -> Any:
            user = tx.get("User", tx.user) or {}
            organization = next((id for id, _ in tx.rows("Organization")), None)
            for owner in (tx.user, user.get("ProfileId"), organization):
                row = setting_of(tx, name, owner)
                if row is not None and row.get(field) is not None:
                    return row[field]
            return False if boolean else None

        return Reference(kind=found.kind, get=read)

    def custom_metadata(self, path: str) -> Reference:
        """`Type__mdt.Record.Field__c`: a row that stands in the tree."""
        parts = path.split(".")
        if len(parts) < 3:
            raise NotModelled(f"the reference $CustomMetadata.{path}")
        shape = self.package.schema.shape(parts[0])
        found = self.package.paths.read(shape, parts[2:])
        get, name, wanted = found.get, shape.name, parts[1]
        if not self.package.open and (shape.name, wanted) not in self.package.custom_metadata:
            raise NotModelled(f"there is no custom metadata record {parts[0]}.{wanted}")

        def read(scope: Scope) -> Any:
            for _, row in scope.tx.rows_with(name, "DeveloperName", wanted):
                if row.get("DeveloperName") == wanted:
                    return get(row, scope.tx)
            return None

        return Reference(kind=found.kind, get=read)

    def api(self, name: str) -> Reference:
        return constant_kind("text", f"https://example.my.salesforce.com/services/{name}")


def setting_of(tx: "Transaction", object_name: str, owner: Any) -> Row | None:
    if owner is None:
        return None
    rows = tx.rows_with(object_name, "SetupOwnerId", owner)
    return next((row for _, row in rows if row.get("SetupOwnerId") == owner), None)


def constant_kind(kind: str, value: str | Decimal | bool | None) -> Reference:
    return Reference(kind=Kind(name=kind), get=lambda scope: value)
