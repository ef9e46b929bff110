"""What a spec uses must be generated, standard or expected (`expects:`, language.md section 10): said at the word."""

from collections.abc import Iterator

from generator.binding import suggestion
from generator.diagnostics import Diagnostic
from generator.language.rules import Identifier
from generator.language.spec import Spec
from generator.loading import Loaded
from generator.nodes import error
from generator.source import Span


def unexpected(loaded: Loaded) -> Iterator[Diagnostic]:
    """CP231 for what the org must have and nobody expects, CP210 for an expected identifier that is none, and warnings:
    an own assignment rule beside another (CP232), an identifier that nothing can verify (CP233), special handling that
    hides nothing (CP234)."""
    spec = loaded.spec
    yield from existing(spec)
    yield from used(spec)
    yield from identifiers(spec)
    if spec.assignment_rule == "own" and not spec.expects.no_active_assignment_rule:
        node = loaded.merged.get("assignment_rule")
        message = "our assignment rule becomes the active one, and the org may have another"
        help = "write `no_active_assignment_rule: true` under `expects:`, or choose `handoff` or `merge`"
        yield warning("CP232", message, node.span if node else spec.workflow.span, help)
    if spec.expects.case_sharing != "private":
        special = [one.id.span for one in spec.categories if one.special_handling]
        special += [one.id.span for one in spec.flags if one.special_handling]
        if special:
            message = "special handling hides nothing while everybody may open every case, and read its mails"
            yield warning("CP234", message, special[0], "write `case_sharing: private` under `expects:`")


def warning(code: str, message: str, span: Span, help: str) -> Diagnostic:
    return Diagnostic(code=code, severity="warning", message=message, span=span, help=help)


def existing(spec: Spec) -> Iterator[Diagnostic]:
    """Queues and fields that the org has."""
    queues = [one.text for one in spec.expects.queues]
    for team in spec.teams:
        if team.existing and team.api_name and team.api_name.text not in queues:
            help = f"write `queues: [{team.api_name.text}]` under `expects:`"
            message = f"nobody says that the org has the queue `{team.api_name.text}`"
            yield error("CP231", message, team.api_name.span, suggestion(team.api_name.text, queues) or help)
    fields = [one.text for one in spec.expects.fields]
    for field in spec.fields:
        if field.existing and field.api_name and f"Case.{field.api_name.text}" not in fields:
            name = f"Case.{field.api_name.text}"
            message = f"nobody says that the org has the field `{name}`"
            help = suggestion(name, fields) or f"write `fields: [{name}]` under `expects:`"
            yield error("CP231", message, field.api_name.span, help)


def used(spec: Spec) -> Iterator[Diagnostic]:
    """The sender of mails, and consent management."""
    mails = [alert.email.span for alert in spec.alerts if alert.email]
    mails += [alert.id.span for alert in spec.alerts if alert.also_by]
    if mails and spec.expects.sender is None:
        message = "a mail goes out, and nobody says which organisation-wide address it comes from"
        yield error("CP231", message, mails[0], "write `sender: {address: ...}` under `expects:`")
    if spec.consents and not spec.expects.consent:
        message = "a consent is asked for, and nobody says that the org's consent management is on"
        yield error("CP231", message, spec.consents[0].id.span, "write `consent: true` under `expects:`")


def identifiers(spec: Spec) -> Iterator[Diagnostic]:
    """Where identifiers are verified: a place of the org's own, the birth date of a person account, or the identifier
    records that Health Cloud brings."""
    known = [one.id.text for one in spec.identifiers]
    for place in spec.expects.identifiers:
        if place.id.text not in known:
            message = f"there is no identifier `{place.id.text}`"
            yield error("CP210", message, place.id.span, suggestion(place.id.text, known))
    places = {one.id.text for one in spec.expects.identifiers}
    for one in spec.identifiers:
        if one.found_on == "patient" and one.id.text not in places and not is_standard(one, spec):
            message = f"nobody says where on the patient's record `{one.id.text}` is found: only a person can verify it"
            help = f"write `identifiers: {{{one.id.text}: {{object: ..., field: ...}}}}` under `expects:`"
            yield warning("CP233", message, one.id.span, help)


def is_standard(one: Identifier, spec: Spec) -> bool:
    """A person account has a birth date; what is masked is never looked up, and refused elsewhere."""
    return one.on_find == "mask" or (one.kind == "date" and spec.expects.person_accounts)
