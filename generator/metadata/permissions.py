"""Permission sets, spelled as the WSDL does."""

from generator.frozen import record


@record
class PermissionSetApplicationVisibility:
    application: str
    visible: bool


@record
class PermissionSetApexClassAccess:
    apexClass: str
    enabled: bool


@record
class PermissionSetCustomMetadataTypeAccess:
    enabled: bool
    name: str


@record
class PermissionSetCustomPermissions:
    enabled: bool
    name: str


@record
class PermissionSetCustomSettingAccess:
    enabled: bool
    name: str


@record
class PermissionSetFieldPermissions:
    editable: bool
    field: str
    readable: bool | None = None


@record
class PermissionSetFlowAccess:
    enabled: bool
    flow: str


@record
class PermissionSetObjectPermissions:
    allowCreate: bool
    allowDelete: bool
    allowEdit: bool
    allowRead: bool
    modifyAllRecords: bool
    object: str
    viewAllFields: bool | None = None
    viewAllRecords: bool


@record
class PermissionSetApexPageAccess:
    apexPage: str
    enabled: bool


@record
class PermissionSetRecordTypeVisibility:
    recordType: str
    visible: bool


@record
class PermissionSetTabSetting:
    tab: str
    visibility: str


@record
class PermissionSetUserPermission:
    enabled: bool
    name: str


@record
class PermissionSet:
    fullName: str | None = None
    applicationVisibilities: tuple[PermissionSetApplicationVisibility, ...] = ()
    classAccesses: tuple[PermissionSetApexClassAccess, ...] = ()
    customMetadataTypeAccesses: tuple[PermissionSetCustomMetadataTypeAccess, ...] = ()
    customPermissions: tuple[PermissionSetCustomPermissions, ...] = ()
    customSettingAccesses: tuple[PermissionSetCustomSettingAccess, ...] = ()
    description: str | None = None
    fieldPermissions: tuple[PermissionSetFieldPermissions, ...] = ()
    flowAccesses: tuple[PermissionSetFlowAccess, ...] = ()
    hasActivationRequired: bool | None = None
    label: str
    license: str | None = None
    objectPermissions: tuple[PermissionSetObjectPermissions, ...] = ()
    pageAccesses: tuple[PermissionSetApexPageAccess, ...] = ()
    recordTypeVisibilities: tuple[PermissionSetRecordTypeVisibility, ...] = ()
    tabSettings: tuple[PermissionSetTabSetting, ...] = ()
    userPermissions: tuple[PermissionSetUserPermission, ...] = ()
