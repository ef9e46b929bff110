"""What belongs to an object: fields, validation rules, record types, business processes. Spelled as the WSDL does."""

from generator.frozen import record
from generator.metadata.people import FilterItem


@record
class CustomValue:
    fullName: str
    color: str | None = None
    default: bool
    description: str | None = None
    isActive: bool | None = None
    label: str | None = None


@record
class ValueSetValuesDefinition:
    sorted: bool
    value: tuple[CustomValue, ...] = ()


@record
class ValueSettings:
    """Which values a controlling value lets through."""

    controllingFieldValue: tuple[str, ...] = ()
    valueName: str


@record
class ValueSet:
    controllingField: str | None = None
    restricted: bool | None = None
    valueSetDefinition: ValueSetValuesDefinition | None = None
    valueSetName: str | None = None
    valueSettings: tuple[ValueSettings, ...] = ()


@record
class LookupFilter:
    active: bool
    booleanFilter: str | None = None
    description: str | None = None
    errorMessage: str | None = None
    filterItems: tuple[FilterItem, ...] = ()
    infoMessage: str | None = None
    isOptional: bool


@record
class CustomField:
    """A field of an object. Its full name stands in the component, its bare name in `fullName`."""

    fullName: str
    businessStatus: str | None = None
    caseSensitive: bool | None = None
    complianceGroup: str | None = None
    defaultValue: str | None = None
    deleteConstraint: str | None = None
    description: str | None = None
    displayFormat: str | None = None
    displayLocationInDecimal: bool | None = None
    encryptionScheme: str | None = None
    externalId: bool | None = None
    formula: str | None = None
    formulaTreatBlanksAs: str | None = None
    inlineHelpText: str | None = None
    isFilteringDisabled: bool | None = None
    isSortingDisabled: bool | None = None
    label: str | None = None
    length: int | None = None
    lookupFilter: LookupFilter | None = None
    maskChar: str | None = None
    maskType: str | None = None
    metadataRelationshipControllingField: str | None = None
    populateExistingRows: bool | None = None
    precision: int | None = None
    referenceTargetField: str | None = None
    referenceTo: str | None = None
    relationshipLabel: str | None = None
    relationshipName: str | None = None
    relationshipOrder: int | None = None
    reparentableMasterDetail: bool | None = None
    required: bool | None = None
    scale: int | None = None
    securityClassification: str | None = None
    startingNumber: int | None = None
    stripMarkup: bool | None = None
    summarizedField: str | None = None
    summaryFilterItems: tuple[FilterItem, ...] = ()
    summaryForeignKey: str | None = None
    summaryOperation: str | None = None
    trackFeedHistory: bool | None = None
    trackHistory: bool | None = None
    trackTrending: bool | None = None
    type: str | None = None
    unique: bool | None = None
    valueSet: ValueSet | None = None
    visibleLines: int | None = None
    writeRequiresMasterRead: bool | None = None


@record
class ValidationRule:
    fullName: str
    active: bool
    description: str | None = None
    errorConditionFormula: str
    errorDisplayField: str | None = None
    errorMessage: str
    shouldEvaluateOnClient: bool | None = None


@record
class PicklistValue:
    """A value of a record type or of a business process; in XML its text is percent-encoded."""

    fullName: str
    default: bool


@record
class RecordTypePicklistValue:
    picklist: str
    values: tuple[PicklistValue, ...] = ()


@record
class RecordType:
    fullName: str
    active: bool
    businessProcess: str | None = None
    compactLayoutAssignment: str | None = None
    description: str | None = None
    label: str
    picklistValues: tuple[RecordTypePicklistValue, ...] = ()


@record
class BusinessProcess:
    fullName: str
    description: str | None = None
    isActive: bool | None = None
    values: tuple[PicklistValue, ...] = ()


@record
class CustomPermissionDependencyRequired:
    customPermission: str
    dependency: bool


@record
class CustomPermission:
    fullName: str | None = None
    connectedApp: str | None = None
    description: str | None = None
    isLicensed: bool
    label: str
    requiredPermission: tuple[CustomPermissionDependencyRequired, ...] = ()
