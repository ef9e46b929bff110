"""List views, spelled as the WSDL does."""

from generator.frozen import record
from generator.metadata.sharing import SharedTo


@record
class ListViewFilter:
    field: str
    operation: str
    value: str | None = None


@record
class ListView:
    fullName: str
    booleanFilter: str | None = None
    columns: tuple[str, ...] = ()
    filterScope: str
    filters: tuple[ListViewFilter, ...] = ()
    label: str
    language: str | None = None
    queue: str | None = None
    sharedTo: SharedTo | None = None
