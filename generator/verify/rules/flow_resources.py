"""Variables, constants, texts, custom errors, pauses and screens of flows (deploy rules, section 1.6)."""

from collections.abc import Iterator

from generator.metadata.flow import FlowElementReferenceOrValue
from generator.verify.flows.view import RECORD_TRIGGERS
from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Subject

SCALED = ("Number", "Currency")
NUMBERED_KINDS = ("customNotificationAction", "emailSimple", "chatterPost")


@rule("FLOW-148", "deploy", "comm", "Flow")
def pauses(one: Subject) -> Iterator[Fault]:
    """Pauses stand in flows that are called, and in none that a record or a screen starts.

    "Flows of type "Screen Flow" can't include Pause elements."; "A flow can't include Pause elements when TriggerType
    is set to Record-Run After Save". Use a scheduled path.
    """
    for element in one.body.waits:
        if one.body.processType == "Flow" or one.view.trigger in RECORD_TRIGGERS:
            yield fault(f"`{element.name}` pauses a flow that cannot pause", element, "name", "use a scheduled path")


@rule("FLOW-149", "activation", "comm", "Flow")
def alarms(one: Subject) -> Iterator[Fault]:
    """A pause until a time says the time.

    WAITEVENT_REQUIRED_INPUT_MISSING.
    """
    for element in one.body.waits:
        for event in element.waitEvents:
            given = {each.name for each in event.inputParameters}
            if event.eventType == "AlarmEvent" and "AlarmTime" not in given:
                yield fault(f"`{event.name}` waits for no time", event, "name", "give `AlarmTime`")


@rule("FLOW-150", "run", "doc", "Flow")
def custom_errors(one: Subject) -> Iterator[Fault]:
    """A custom error stands on the immediate path of a flow that a record starts.

    Nobody sees it elsewhere. TRIGGER_TYPE_ELEMENT_NOT_SUPPORTED; yet active flows hold some on later paths.
    """
    for element in one.body.customErrors:
        if one.view.trigger not in RECORD_TRIGGERS:
            yield fault(f"`{element.name}` stands in a flow that no record starts", element, "name")
        elif element.name in one.view.later - one.view.immediate:
            yield fault(f"`{element.name}` stands on a path after the save", element, "name")


@rule("FLOW-151", "activation", "doc", "Flow")
def error_messages(one: Subject) -> Iterator[Fault]:
    """A custom error has messages of at most 255 characters: one for the page, one for a field that it names.

    FLOW_CUSTOM_ERROR checks.
    """
    for element in one.body.customErrors:
        messages = element.customErrorMessages
        if not messages:
            yield fault(f"`{element.name}` says nothing", element, "name")
        yield from (
            fault("a second message for the page", each, "errorMessage")
            for each in [each for each in messages if not each.isFieldError][1:]
        )
        seen: set[str] = set()
        for each in messages:
            if len(each.errorMessage) > 255:
                yield fault(f"a message has at most 255 characters, not {len(each.errorMessage)}", each, "errorMessage")
            if each.isFieldError and not each.fieldSelection:
                yield fault("a message for a field names it", each, "isFieldError", "give `fieldSelection`")
            if each.fieldSelection and each.fieldSelection in seen:
                yield fault(f"a second message for `{each.fieldSelection}`", each, "fieldSelection")
            seen |= {each.fieldSelection or ""}


@rule("FLOW-153", "deploy", "doc", "Flow")
def variables(one: Subject) -> Iterator[Fault]:
    """A record variable names its object, an Apex one its class, a number its scale.

    A scale is from 0 to 17. Records and picklists have no default. VARIABLE_FIELD_REQUIRED_FOR_DATATYPE,
    VARIABLE_SCALE_NULL, VARIABLE_SCALE_EXCEEDS_LIMIT.
    """
    for each in one.body.variables:
        if each.dataType == "SObject" and not each.objectType:
            yield fault(f"`{each.name}` does not name its object", each, "dataType", "give `objectType`")
        if each.dataType == "Apex" and not each.apexClass:
            yield fault(f"`{each.name}` does not name its class", each, "dataType", "give `apexClass`")
        if each.dataType in SCALED and each.scale is None:
            yield fault(f"`{each.name}` is a number without a scale", each, "dataType", "give `scale`")
        if each.scale is not None and not 0 <= each.scale <= 17:
            yield fault(f"a scale is from 0 to 17, not {each.scale}", each, "scale")
        if each.dataType in ("SObject", "Apex", "Multipicklist") and each.value is not None:
            yield fault(f"a {each.dataType} has no default", each, "value")


@rule("FLOW-154", "activation", "code", "Flow")
def constants(one: Subject) -> Iterator[Fault]:
    """A constant holds a written value of a simple type.

    CONSTANT_INCLUDES_REFERENCES.
    """
    for each in one.body.constants:
        there = each.value.elementReference if each.value is not None else None
        text = (each.value.stringValue if each.value is not None else None) or ""
        if (there and not there.startswith("$GlobalConstant")) or "{!" in text:
            yield fault(f"the constant `{each.name}` refers to something", each, "value", "use a formula")
        if each.dataType in ("SObject", "Apex"):
            yield fault(f"a constant holds no {each.dataType}", each, "dataType")


@rule("FLOW-155", "run", "comm", "Flow")
def nothing(one: Subject) -> Iterator[Fault]:
    """Nothing is said by leaving a value out, or by $GlobalConstant.EmptyString.

    The text `null` is a text of four letters.
    """
    for value in one.view.each(FlowElementReferenceOrValue):
        if value.stringValue == "null":
            yield fault("the text `null` is not nothing", value, "stringValue", "leave the value out")


@rule("FLOW-157", "deploy", "code", "Flow")
def screens(one: Subject) -> Iterator[Fault]:
    """Whoever sees a screen can go on or back.

    SCREEN_ALLOWBACK_ALLOWFINISH_BOTH_FALSE.
    """
    for screen in one.view.screens:
        if screen.allowBack is False and screen.allowFinish is False and screen.connector is None:
            yield fault(f"`{screen.name}` lets nobody out", screen, "allowFinish")


@rule("FLOW-158", "run", "doc", "Flow")
def plain_texts(one: Subject) -> Iterator[Fault]:
    """A text that is sent as plain text is marked as one.

    Else its reader sees HTML tags. Set `isViewedAsPlainText`.
    """
    templates = {each.name.lower(): each for each in one.body.textTemplates if not each.isViewedAsPlainText}
    for element in one.body.actionCalls:
        given = {each.name: each for each in element.inputParameters}
        rich = given.get("sendRichBody")
        if element.actionType not in NUMBERED_KINDS or (rich is not None and rich.value and rich.value.booleanValue):
            continue
        for name in ("body", "emailBody", "text"):
            value = given[name].value if name in given else None
            there = value.elementReference if value is not None else None
            if there and there.lower() in templates:
                yield fault(f"`{there}` is sent with its tags", templates[there.lower()], "name")


@rule("FLOW-161", "activation", "doc", "Flow")
def transforms(one: Subject) -> Iterator[Fault]:
    """A transform needs API 59, and its formulas have at most 255 characters.

    FLOW_TRANSFORM checks.
    """
    version = one.body.apiVersion or ""
    for each in one.view.transforms:
        if version.replace(".", "").isdigit() and float(version) < 59:
            yield fault(f"a transform needs API 59, and this flow has {version}", each, "name")
