"""An object itself, as source format keeps it: without the parts that have files of their own."""

from generator.frozen import record


@record
class ActionOverride:
    actionName: str | None = None
    comment: str | None = None
    content: str | None = None
    formFactor: str | None = None
    skipRecordTypeSelect: bool | None = None
    type: str | None = None


@record
class SearchLayouts:
    customTabListAdditionalFields: tuple[str, ...] = ()
    excludedStandardButtons: tuple[str, ...] = ()
    listViewButtons: tuple[str, ...] = ()
    lookupDialogsAdditionalFields: tuple[str, ...] = ()
    lookupFilterFields: tuple[str, ...] = ()
    lookupPhoneDialogsAdditionalFields: tuple[str, ...] = ()
    massQuickActions: tuple[str, ...] = ()
    searchFilterFields: tuple[str, ...] = ()
    searchResultsAdditionalFields: tuple[str, ...] = ()
    searchResultsCustomButtons: tuple[str, ...] = ()


@record
class CustomObject:
    fullName: str | None = None
    actionOverrides: tuple[ActionOverride, ...] = ()
    allowInChatterGroups: bool | None = None
    compactLayoutAssignment: str | None = None
    customSettingsType: str | None = None
    deploymentStatus: str | None = None
    description: str | None = None
    enableActivities: bool | None = None
    enableBulkApi: bool | None = None
    enableEnhancedLookup: bool | None = None
    enableFeeds: bool | None = None
    enableHistory: bool | None = None
    enableLicensing: bool | None = None
    enableReports: bool | None = None
    enableSearch: bool | None = None
    enableSharing: bool | None = None
    enableStreamingApi: bool | None = None
    eventType: str | None = None
    externalSharingModel: str | None = None
    label: str | None = None
    nameField: "NameField | None" = None
    pluralLabel: str | None = None
    publishBehavior: str | None = None
    recordTypeTrackFeedHistory: bool | None = None
    recordTypeTrackHistory: bool | None = None
    searchLayouts: SearchLayouts | None = None
    sharingModel: str | None = None
    visibility: str | None = None


@record
class NameField:
    """What a custom object calls its records, a text or a number. A `CustomField` in the WSDL, without a name."""

    description: str | None = None
    displayFormat: str | None = None
    inlineHelpText: str | None = None
    label: str | None = None
    startingNumber: int | None = None
    trackFeedHistory: bool | None = None
    trackHistory: bool | None = None
    type: str | None = None


@record
class CompactLayout:
    fullName: str
    fields: tuple[str, ...] = ()
    label: str
