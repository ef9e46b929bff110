"""Custom fields: names, labels, classification, history (deploy rules, section 3)."""

import re
from collections.abc import Iterator

from generator.verify.rule import Fault, fault, rule
from generator.verify.subject import Subject
from generator.verify.world import World

NAME = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9])*")
LONGEST_NAME, LONGEST_LABEL, LONGEST_TEXT, LONGEST_HELP = 40, 40, 1_000, 510


def bare(one: Subject) -> str:
    """The name without object, suffix and namespace."""
    return one.name.partition(".")[2].removesuffix("__c").rpartition("__")[2]


@rule("FLD-001", "deploy", "comm", "CustomField")
def field_names(one: Subject) -> Iterator[Fault]:
    """A custom field's name has at most 40 characters before `__c`.

    It begins with a letter and holds letters, digits and single underscores, not one at its end; and no object has two
    fields of one name. An org answers "Value too long for field: Name maximum length is: 40". Shorten the name.
    """
    if not one.is_custom:
        return
    name = bare(one)
    if not NAME.fullmatch(name):
        yield fault(
            f"`{name}` is no API name", field="fullName", help="letters, digits and single underscores, a letter first"
        )
    elif len(name) > LONGEST_NAME:
        yield fault(f"the name `{name}` has {len(name)} characters, and {LONGEST_NAME} are allowed", field="fullName")
    first = one.world.find("CustomField", one.name)
    if first is not None and first is not one and first.root == one.root and first.is_source == one.is_source:
        yield fault(f"`{one.name}` is in {first.path} already", field="fullName", help="keep one of the files")


@rule("FLD-002", "deploy", "inf", "CustomField")
def field_labels(one: Subject) -> Iterator[Fault]:
    """A field's label has at most 40 characters.

    No retrieved field has a longer one. Shorten it, and say the rest in the help text.
    """
    label = one.body.label or ""
    if len(label) > LONGEST_LABEL:
        yield fault(f"the label has {len(label)} characters, and {LONGEST_LABEL} are allowed", field="label")


@rule("FLD-003", "deploy", "inf", "CustomField")
def field_texts(one: Subject) -> Iterator[Fault]:
    """A description has at most 1,000 characters, a help text 510.

    Longer ones are refused, but for the texts that Salesforce gives its own fields. Shorten them.
    """
    if not one.is_custom:
        return
    for field, most in (("description", LONGEST_TEXT), ("inlineHelpText", LONGEST_HELP)):
        text = getattr(one.body, field) or ""
        if len(text) > most:
            yield fault(f"`{field}` has {len(text)} characters, and {most} are allowed", field=field)


@rule("FLD-028", "deploy", "inf", "CustomField")
def tracked(one: Subject) -> Iterator[Fault]:
    """A field's history needs history on its object, and formulas, summaries and auto-numbers have none.

    Set `enableHistory` (`enableFeeds` for feeds) in the object's file.
    """
    body = one.body
    if (body.trackHistory or body.trackFeedHistory) and (body.formula or body.type in ("Summary", "AutoNumber")):
        yield fault("what is worked out is not tracked", field="trackHistory")
    declared = one.world.objects.object(one.parent).declared
    if declared is None or not one.parent.endswith("__c") or declared.label is None:
        return
    if body.trackHistory and not declared.enableHistory:
        yield fault(f"{one.parent} keeps no history", field="trackHistory", help="set `enableHistory` on the object")


@rule("FLD-029", "deploy", "inf")
def tracked_fields(world: World) -> Iterator[Fault]:
    """An object keeps the history of at most twenty fields.

    More need a feature of the org. Switch `trackHistory` off where nobody asks who changed it.
    """
    counts: dict[str, int] = {}
    for one in world.of("CustomField"):
        if one.body.trackHistory and one.is_custom and one.parent.endswith("__c") and not one.context:
            counts[one.parent] = counts.get(one.parent, 0) + 1
            if counts[one.parent] == 21:
                yield fault(f"{one.parent} tracks more than twenty fields", field="trackHistory", of=one)


@rule("FLD-030", "deploy", "doc", "CustomField")
def classes(one: Subject) -> Iterator[Fault]:
    """A field's classification and state are words that the org knows.

    Classification: Public, Internal, Confidential, Restricted, MissionCritical; state: Active, DeprecateCandidate,
    Hidden.
    """
    words: dict[str, tuple[str, ...]] = {
        "securityClassification": ("Public", "Internal", "Confidential", "Restricted", "MissionCritical"),
        "businessStatus": ("Active", "DeprecateCandidate", "Hidden"),
    }
    for field, known in words.items():
        if getattr(one.body, field) not in (None, *known):
            yield fault(f"`{getattr(one.body, field)}` is none of {', '.join(known)}", field=field)


@rule("FLD-031", "warning", "doc", "CustomField")
def groups(one: Subject) -> Iterator[Fault]:
    """Compliance groups are CCPA, COPPA, GDPR, HIPAA, PCI and PII, with semicolons between them.

    An org may have added others to its list; one that has not refuses them like any unknown value.
    """
    known = {"CCPA", "COPPA", "GDPR", "HIPAA", "None", "PCI", "PII"}
    for word in (one.body.complianceGroup or "").split(";"):
        if word.strip() and word.strip() not in known:
            yield fault(
                f"`{word.strip()}` is no compliance group", field="complianceGroup", help=", ".join(sorted(known))
            )


@rule("FLD-034", "deploy", "inf", "CustomField")
def defaults(one: Subject) -> Iterator[Fault]:
    """The default of a text is a formula: quoted.

    Without quotes it is read as the name of a field. Write `"Text"`, with the quotes.
    """
    body = one.body
    text = (body.defaultValue or "").strip()
    spelled = body.type in ("Text", "TextArea", "Url", "Phone", "Email") and re.fullmatch(r"[A-Za-z][A-Za-z ]*", text)
    if spelled and one.world.objects.object(one.parent).field(text) is None:
        yield fault(f"the default `{text}` has no quotes", field="defaultValue", help=f'write "{text}"')


@rule("FLD-039", "deploy", "comm")
def objects_of_fields(world: World) -> Iterator[Fault]:
    """A field's object is in the tree or in the org, and a field without `__c` is one of its standard fields.

    "no CustomObject named X found". Objects of Health Cloud and person accounts come with features. Told once of each
    object.
    """
    nowhere: dict[str, list[Subject]] = {}
    for one in world.subjects:
        if one.kind == "CustomField" and not one.context and world.objects.exists(one.parent) is False:
            nowhere.setdefault(one.parent, []).append(one)
    for name, (first, *others) in nowhere.items():
        more = f" ({len(others)} more of its fields are here)" if others else ""
        yield fault(f"there is no object {name}{more}", field="fullName", missing=True, of=first)


@rule("FLD-040", "deploy", "maint", "CustomField", "CustomObject", "Flow", "ValidationRule")
def comments_first(one: Subject) -> Iterator[Fault]:
    """No comment stands before the root element.

    The command line's converter fails on it (ConversionError). Move it inside.
    """
    head = one.world.files.get(one.path, b"")[:2_000].partition(b"<!--")
    if head[1] and re.fullmatch(rb"\s*(\xef\xbb\xbf)?(<\?xml[^>]*\?>)?\s*", head[0]):
        yield fault("a comment stands before the root element", help="move it inside")
