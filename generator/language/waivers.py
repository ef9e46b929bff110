"""Waivers: findings that a team has looked at and lives with."""

from generator.frozen import because, record
from generator.language.values import DateText, Text, said
from generator.source import Span


@record
class Waiver:
    rule: Text = said("code of a rule, as FLOW-014")
    scope: Text = said("a component (NGH_Intake, Case.NGH_Stage__c) or a file, with * for any text")
    reason: Text = said("why the finding stands")
    until: DateText | None = said("the last day on which it is waived", default=None)
    span: Span = because()


@record
class Waivers:
    waivers: tuple[Waiver, ...] = said("findings that stand, each with its reason")
    span: Span = because()
