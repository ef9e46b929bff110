"""What goes out by mail: a Classic text template for each text, the alerts on Case that send them, and the fields that
say what a template itself would render by its reader's locale.

A template knows `{!Case.Field}` alone, and renders a date or a value of a picklist by language and locale of whoever
it is made for (runtime-semantics, grade D). So `{received_on}`, `{stage}` and `{team}` are merged from formula fields
that hold the very text. `{reply_by}` and `{stage_since}` would need the zone's clock changes three times over in one
formula, more than a formula field compiles to (FML-003): flows before save write them (`wording.said_by_flows`).

A text of the spec holds no other merge field (CP227), and an open `{!` without its brace merges nothing. Nothing that
a patient wrote is merged. Every mail comes from the organisation-wide address that the spec expects.
"""

import re
from collections.abc import Iterator

from generator.formula.printing import text_of
from generator.formula.syntax import Formula
from generator.lower.fields import COMPLIANCE, SECURITY, made
from generator.lower.naming import Names, mailed, said_in_mails
from generator.lower.trees import call, choose, ref, text
from generator.lower.wording import day_text, labelled
from generator.metadata.component import Component, component
from generator.metadata.folders import EmailFolder
from generator.metadata.messages import (
    CustomNotificationType,
    EmailTemplate,
    Workflow,
    WorkflowAlert,
    WorkflowEmailRecipient,
)
from generator.metadata.objects import CustomField
from generator.process.model import Effect, Mail, Message, Notify, Process
from generator.source import Span

MERGE_FIELD = re.compile(r"\{([a-z_]+)\}")
FIELDS = {
    "received_on": ("Received on, in mails", "The day of receipt as mails spell it."),
    "stage": ("Stage, in mails", "The name of the stage as mails spell it."),
    "team": ("Team, in mails", "The name of the team as mails spell it."),
    "reply_by": ("Reply by, in mails", "The day by which the last promise is due, as mails spell it."),
    "stage_since": ("Stage since, in mails", "When the case entered its stage, as mails spell it."),
}
"""Merge fields that a Case field says: its label, and what it holds."""
LONGEST_LABEL = 200
"""Of a workflow where it begins a subject, which has 230 characters (EML-006)."""
OUTSIDE = {
    "sender": WorkflowEmailRecipient(field="SuppliedEmail", type="email"),
    "patient": WorkflowEmailRecipient(field="ContactId", type="contactLookup"),
}
"""Where mails to people outside go: the address that wrote to us, and the contact that the case is tied to."""


def notification_type(process: Process, names: Names) -> Iterator[Component]:
    """What all notifications of the workflow are: people switch their delivery on and off by it."""
    body = CustomNotificationType(
        customNotifTypeName=names.own("workflow"),
        description=f"Tells people about cases of {process.identity.label}. Never a patient's words."[:255],
        desktop=True,
        masterLabel=process.identity.label[:80],
        mobile=True,
    )
    yield component(names.own("workflow"), body, process.identity.because)


def mail_fields(process: Process, names: Names) -> Iterator[Component]:
    """The fields of Case that mails are merged from, as far as some mail says them."""
    because = process.identity.because
    for merge in said_in_mails(process):
        label, what = FIELDS[merge]
        name, tree = names.field(f"mail_{merge}"), said(process, names, merge)
        if tree is None:
            yield made("Case", name, "Text", label, f"{what} Written by the workflow.", "none", because)
        else:
            yield formula_field(name, label, what, tree, because)


def said(process: Process, names: Names, merge: str) -> Formula | None:
    """The formula of a field that mails are merged from; None for one that flows write."""
    choices = {one.id: one.choices for one in process.facts if one.id in ("stage", "team")}
    if merge in choices:
        return labelled(ref(names.field(merge)), choices[merge])
    if merge == "received_on":
        day = ref(names.field("received_on"))
        return choose(call("ISBLANK", day), text(""), day_text(process, day))
    return None


def formula_field(name: str, label: str, what: str, tree: Formula, because: Span) -> Component:
    body = CustomField(
        fullName=name,
        businessStatus="Active",
        complianceGroup=COMPLIANCE["none"],
        description=what,
        formula=text_of(tree, "rule"),
        formulaTreatBlanksAs="BlankAsBlank",
        label=label,
        required=False,
        securityClassification=SECURITY["none"],
        trackHistory=False,
        type="Text",
        unique=False,
    )
    return component(f"Case.{name}", body, because)


# -- templates and alerts ------------------------------------------------------------------------------------------


def mails(process: Process, names: Names) -> Iterator[Component]:
    """The folder, a template for each text, and the alerts of Case; nothing where nothing is mailed."""
    outside, inside = tuple(mails_outside(process)), tuple(mails_inside(process))
    if not outside and not inside:
        return
    because = process.identity.because
    folder = EmailFolder(
        accessType="Public", name=f"{process.identity.label}: mails"[:80], publicFolderAccess="ReadOnly"
    )
    yield component(names.own("mails"), folder, because)
    messages = {one.id: one for one in process.messages}
    for id in mailed(process):
        yield message_template(process, names, messages[id])
    for effect, clock in dict.fromkeys((effect, clock) for effect, clock, _ in inside):
        yield notice_template(process, names, effect, clock)
    alerts = [outside_alert(process, names, messages[message], to) for message, to in outside]
    alerts += [inside_alert(process, names, *one) for one in inside]
    held = Workflow(alerts=tuple(sorted(alerts, key=lambda one: one.fullName)))
    yield component("Case", held, because, tuple((one.fullName, because) for one in held.alerts))


def mails_outside(process: Process) -> Iterator[tuple[str, str]]:
    """Each message and to whom it goes, once."""
    acts = [one.act for one in process.effects if isinstance(one.act, Mail)]
    yield from dict.fromkeys((act.message, act.to) for act in acts)


def mails_inside(process: Process) -> Iterator[tuple[Effect, str | None, str]]:
    """Notifications that go by mail as well: the effect, the clock that it tells of where its text names one that only
    the moment decides, and one who is told (`told_by_mail`)."""
    for effect in process.effects:
        if isinstance(effect.act, Notify) and effect.act.also_by_email:
            clocks = [one.id for one in process.clocks] if tells_any_clock(effect) else [None]
            told = dict.fromkeys(who for one in effect.act.to for who in told_by_mail(process, one))
            yield from ((effect, clock, who) for clock in clocks for who in told)


def told_by_mail(process: Process, recipient: str) -> tuple[str, ...]:
    """Whom a recipient may stand for in a mail: people, teams or `owner`. An alert's recipients are fixed, so there is
    one alert for each lead or team, and the flow takes the one of the case's team."""
    if recipient == "team_lead":
        return tuple(dict.fromkeys(one.lead for one in process.teams if one.lead))
    return tuple(one.id for one in process.teams) if recipient == "team" else (recipient,)


def tells_any_clock(effect: Effect) -> bool:
    """Whether the text names a clock, and any clock may have come."""
    return isinstance(effect.act, Notify) and "{clock}" in effect.act.text and effect.on.of is None


def mail_alert(names: Names, message: str, to: str) -> str:
    """The action that mails a message to `sender` or `patient`: what a flow calls an `emailAlert` by."""
    return f"Case.{names.joined(message, 'to', to)}"


def internal_alert(names: Names, effect: Effect, recipient: str, clock: str | None = None) -> str:
    """The action that mails a notification to one of `told_by_mail`. `clock`: the one that warned or is late; it only
    counts where the text names it and the effect leaves it open."""
    return f"Case.{names.joined(*notice(effect, clock), 'to', recipient)}"


def notice(effect: Effect, clock: str | None) -> tuple[str, ...]:
    """The ids that name the template of a notification."""
    return (effect.id, clock) if clock is not None and tells_any_clock(effect) else (effect.id,)


def message_template(process: Process, names: Names, message: Message) -> Component:
    what = f"Goes to people outside. Case fields of {process.identity.label} are merged in, never a patient's words."
    subject, body = merged(names, message.subject), merged(names, message.body)
    return template(names, template_name(names, message), message.label, what, subject, body, message.because)


def template_name(names: Names, message: Message) -> str:
    return message.api_name or names.own(message.id)


def notice_template(process: Process, names: Names, effect: Effect, clock: str | None) -> Component:
    assert isinstance(effect.act, Notify)
    labels = {one.id: one.label for one in process.clocks}
    body = merged(names, effect.act.text, labels.get(clock or effect.on.of or "", ""))
    what = f"The notification «{effect.label}» as a mail to colleagues."
    subject = f"{process.identity.label[:LONGEST_LABEL]} {{!Case.CaseNumber}}"
    label = f"{effect.label}, {labels[clock]}" if clock else effect.label
    name = names.joined("notice", *notice(effect, clock))
    return template(names, name, label, what, subject, f"{body}\n\n{{!Case.Link}}\n", effect.because)


def template(names: Names, name: str, label: str, what: str, subject: str, body: str, because: Span) -> Component:
    made = EmailTemplate(
        available=True,
        description=what[:255],
        encodingKey="UTF-8",
        name=label[:80],
        style="none",
        subject=subject,
        type="text",
        uiType="Aloha",
    )
    return component(f"{names.own('mails')}/{name}", made, because, content=body.encode())


def merged(names: Names, given: str, clock: str = "") -> str:
    """A text of the spec as a template says it; `clock` is the label of the clock that it tells of."""

    def field(match: re.Match[str]) -> str:
        merge = match.group(1)
        if merge == "clock":
            return clock
        return f"{{!Case.{'CaseNumber' if merge == 'case_number' else names.field(f'mail_{merge}')}}}"

    return MERGE_FIELD.sub(field, given)


def outside_alert(process: Process, names: Names, message: Message, to: str) -> WorkflowAlert:
    said = f"{message.label}: to the {to}"
    return alert(process, names, mail_alert(names, message.id, to), said, OUTSIDE[to], template_name(names, message))


def inside_alert(process: Process, names: Names, effect: Effect, clock: str | None, told: str) -> WorkflowAlert:
    said = f"{effect.label}{f' ({clock})' if clock else ''}: to {told.replace('_', ' ')}"
    held = names.joined("notice", *notice(effect, clock))
    return alert(
        process, names, internal_alert(names, effect, told, clock), said, colleague(process, names, told), held
    )


def colleague(process: Process, names: Names, told: str) -> WorkflowEmailRecipient:
    if told == "owner":
        return WorkflowEmailRecipient(type="owner")
    people = {one.id for one in process.people}
    return WorkflowEmailRecipient(recipient=names.group(told) if told in people else names.members(told), type="group")


def alert(
    process: Process, names: Names, action: str, said: str, recipient: WorkflowEmailRecipient, held: str
) -> WorkflowAlert:
    sender = process.expects.sender
    return WorkflowAlert(
        fullName=action.removeprefix("Case."),
        description=said[:255],
        protected=False,
        recipients=(recipient,),
        senderAddress=sender,
        senderType="OrgWideEmailAddress" if sender else "CurrentUser",
        template=f"{names.own('mails')}/{held}",
    )
