"""What each type of custom field must and must not say (deploy rules, section 3)."""

import re
from collections.abc import Iterator

from generator.metadata.objects import CustomField
from generator.verify.rule import Fault, fault, rule, said
from generator.verify.subject import Subject


@rule("FLD-004", "deploy", "maint", "CustomField")
def short_area(one: Subject) -> Iterator[Fault]:
    """A text area says no length.

    It has 255 characters always: "Can not specify 'length' for a CustomField of type TextArea". Remove the element, or
    make it a LongTextArea.
    """
    if one.body.type == "TextArea" and said(one.body.length):
        yield fault("a TextArea says no length", field="length", help="remove it")


@rule("FLD-005", "deploy", "inf", "CustomField")
def text_lengths(one: Subject) -> Iterator[Fault]:
    """A text field says its length, from 1 to 255; an encrypted one up to 175, with mask character and mask.

    Without a length the org has no column to make. Give `length`.
    """
    body = one.body
    if body.formula is not None or not one.is_custom:
        return
    most = {"Text": 255, "EncryptedText": 175}.get(body.type or "")
    if most is None:
        return
    if body.length is None:
        yield fault(f"a field of type {body.type} needs a length", field="type")
    elif not 1 <= body.length <= most:
        yield fault(f"the length of a {body.type} is from 1 to {most}, not {body.length}", field="length")
    if body.type == "EncryptedText":
        for field in ("maskChar", "maskType"):
            if not said(getattr(body, field)):
                yield fault(f"an EncryptedText needs `{field}`", field="type")


@rule("FLD-006", "deploy", "maint", "CustomField")
def long_texts(one: Subject) -> Iterator[Fault]:
    """Long and rich texts say length and visible lines; multi-select picklists visible lines.

    A length is from 256 to 131,072. An org reports a required field as missing.
    """
    body = one.body
    if body.type in ("LongTextArea", "Html") and one.is_custom:
        if body.length is None:
            yield fault(f"a {body.type} needs a length", field="type", help="256 to 131072")
        elif not 256 <= body.length <= 131_072:
            yield fault(f"the length of a {body.type} is from 256 to 131072, not {body.length}", field="length")
    if body.type in ("LongTextArea", "Html", "MultiselectPicklist") and one.is_custom and body.visibleLines is None:
        yield fault(f"a {body.type} needs `visibleLines`", field="type")


@rule("FLD-008", "deploy", "maint", "CustomField")
def numbers(one: Subject) -> Iterator[Fault]:
    """Numbers, currencies and percents say precision, of at most 18, and scale within it.

    A formula of these types says them too. Give `precision` (all digits) and `scale` (those behind the point).
    """
    body = one.body
    if body.type not in ("Number", "Currency", "Percent") or not one.is_custom:
        return
    for field in ("precision", "scale"):
        if getattr(body, field) is None and body.formula is None:
            yield fault(f"a {body.type} needs `{field}`", field="type")
    if body.precision is not None and not 1 <= body.precision <= 18:
        yield fault(f"a precision is from 1 to 18, not {body.precision}", field="precision")
    elif body.scale is not None and body.precision is not None and not 0 <= body.scale <= body.precision:
        yield fault(f"the scale {body.scale} does not fit the precision {body.precision}", field="scale")


@rule("FLD-009", "deploy", "inf", "CustomField")
def checkboxes(one: Subject) -> Iterator[Fault]:
    """A checkbox says its default, true or false, and is never required.

    All 991 retrieved ones do. Give `defaultValue`, and take `required` out: a box that is not ticked says no.
    """
    body = one.body
    if body.type != "Checkbox" or body.formula is not None or not one.is_custom:
        return
    if body.defaultValue is None:
        yield fault("a Checkbox needs `defaultValue`", field="type", help="true or false")
    if body.required:
        yield fault("a Checkbox cannot be required", field="required")


@rule("FLD-022", "deploy", "maint", "CustomField")
def formula_fields(one: Subject) -> Iterator[Fault]:
    """A formula field has a result type and none of the marks of a stored field.

    "Can not specify unique/externalId for CustomFields that have a formula"; required, length and default likewise.
    """
    body: CustomField = one.body
    if body.formula is None:
        return
    if body.type not in ("Text", "Number", "Currency", "Percent", "Date", "DateTime", "Time", "Checkbox"):
        yield fault(f"a formula gives no {body.type}", field="type")
    for field in ("required", "unique", "externalId", "length", "defaultValue"):
        if getattr(body, field) not in (None, False):
            yield fault(f"a formula field says no `{field}`", field=field, help="remove it")


@rule("FLD-024", "deploy", "inf", "CustomField")
def unique_fields(one: Subject) -> Iterator[Fault]:
    """Only texts, numbers and mail addresses are unique; these and numbers given by the org are external ids.

    No retrieved field of another type is. Take `unique` or `externalId` out, or copy the value into a text field.
    """
    body = one.body
    if not one.is_custom:
        return
    if body.unique and body.type not in ("Text", "Number", "Email", "MetadataRelationship"):
        yield fault(f"a {body.type} cannot be unique", field="unique")
    if body.externalId and body.type not in ("Text", "Number", "Email", "AutoNumber"):
        yield fault(f"a {body.type} cannot be an external id", field="externalId")


NEVER_REQUIRED = ("LongTextArea", "Html", "MultiselectPicklist", "AutoNumber", "Summary", "Location")


@rule("FLD-025", "deploy", "inf", "CustomField")
def required_fields(one: Subject) -> Iterator[Fault]:
    """Long texts, multi-select picklists, numbers given by the org, summaries and locations are never required.

    No retrieved one is. Ask for a value with a validation rule.
    """
    if one.body.required and one.body.type in NEVER_REQUIRED:
        yield fault(f"a {one.body.type} cannot be required", field="required")


@rule("FLD-026", "deploy", "inf", "CustomField")
def numbered(one: Subject) -> Iterator[Fault]:
    """An auto-number's format holds a counter, and the field says no length and no default.

    As `N-{0000}`: without a counter every record would have the same number. Put one in braces, and take `length` and
    `defaultValue` out.
    """
    body = one.body
    if body.type != "AutoNumber":
        return
    if body.displayFormat is not None and not re.search(r"\{0+\}", body.displayFormat):
        yield fault(f"`{body.displayFormat}` holds no counter", field="displayFormat", help="write it as N-{0000}")
    for field in ("length", "defaultValue"):
        if said(getattr(body, field)):
            yield fault(f"an AutoNumber says no `{field}`", field=field)


@rule("FLD-027", "deploy", "inf", "CustomField")
def locations(one: Subject) -> Iterator[Fault]:
    """A location says its scale and whether it is shown in decimals.

    All retrieved ones do. Give `scale` and `displayLocationInDecimal`.
    """
    if one.body.type == "Location" and one.is_custom:
        for field in ("scale", "displayLocationInDecimal"):
            if getattr(one.body, field) is None:
                yield fault(f"a Location needs `{field}`", field="type")
