"""package.xml: what a directory of components holds."""

from generator.frozen import record

API_VERSION = "66.0"


@record
class PackageTypeMembers:
    members: tuple[str, ...] = ()
    name: str


@record
class Package:
    fullName: str | None = None
    description: str | None = None
    types: tuple[PackageTypeMembers, ...] = ()
    version: str
