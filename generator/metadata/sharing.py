"""Who is let in beyond the owner: sharing rules, and the shares of lists and folders. Spelled as the WSDL does."""

from generator.frozen import record
from generator.metadata.people import FilterItem


@record
class SharedTo:
    allCustomerPortalUsers: str | None = None
    allInternalUsers: str | None = None
    allPartnerUsers: str | None = None
    group: tuple[str, ...] = ()
    managerSubordinates: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()
    queue: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    roleAndSubordinates: tuple[str, ...] = ()
    roleAndSubordinatesInternal: tuple[str, ...] = ()
    territory: tuple[str, ...] = ()
    territoryAndSubordinates: tuple[str, ...] = ()


@record
class SharingCriteriaRule:
    fullName: str
    accessLevel: str
    description: str | None = None
    label: str
    sharedTo: SharedTo
    booleanFilter: str | None = None
    criteriaItems: tuple[FilterItem, ...] = ()
    includeRecordsOwnedByAll: bool


@record
class SharingOwnerRule:
    fullName: str
    accessLevel: str
    description: str | None = None
    label: str
    sharedTo: SharedTo
    sharedFrom: SharedTo


@record
class SharingRules:
    fullName: str | None = None
    sharingCriteriaRules: tuple[SharingCriteriaRule, ...] = ()
    sharingOwnerRules: tuple[SharingOwnerRule, ...] = ()
