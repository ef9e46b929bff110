"""What belongs to an object: fields, validation rules, record types, business processes. Spelled as the WSDL does."""

from generator.frozen import record


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
class ValueSet:
    controllingField: str | None = None
    restricted: bool | None = None
    valueSetDefinition: ValueSetValuesDefinition | None = None
    valueSetName: str | None = None


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
    label: str | None = None
    length: int | None = None
    maskChar: str | None = None
    maskType: str | None = None
    precision: int | None = None
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
    """A value of a record type or of a business process; in XML its text is percent-encoded (RT catalogue rows)."""

    fullName: str
    default: bool | None = None


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
class CustomPermission:
    description: str | None = None
    isLicensed: bool | None = None
    label: str
