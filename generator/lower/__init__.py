"""Process -> components: every Salesforce decision, in package directories, each deployable over those before it:
`foundation` (fields, queues, groups, permissions, record type), `workflow` (flow, rules, reports), `optional-consent`
(what an org without consent management leaves out), `optional-verification` (what one without identifiers on patients'
records leaves out), `org` (what is merged into the org's own) and `tests` (what an org
tries it with)."""

from collections.abc import Mapping, Sequence

from generator.lower.access import permission_sets, permissions
from generator.lower.apex_tests import apex_tests
from generator.lower.assemble import assemble
from generator.lower.assignment import assignment, merged
from generator.lower.dashboards import reporting
from generator.lower.fields import fields
from generator.lower.flow_tests import flow_tests
from generator.lower.flows.adopting import adopting
from generator.lower.flows.advance import advance
from generator.lower.flows.alerting import alerting
from generator.lower.flows.consenting import consenting
from generator.lower.flows.intake import intake
from generator.lower.flows.mailing import mailing
from generator.lower.flows.notifying import notifying
from generator.lower.flows.recording import recording
from generator.lower.flows.replying import replying
from generator.lower.flows.sweeping import HOURS, sweeping
from generator.lower.flows.verifying import verifying
from generator.lower.flows.waiting import waiting
from generator.lower.mails import mail_fields, mails, notification_type
from generator.lower.metrics import metric_fields
from generator.lower.naming import Names, names_of
from generator.lower.objects import objects
from generator.lower.people import people, record_type
from generator.lower.rules import consent_rules, rules
from generator.lower.sharing import sharing
from generator.metadata.component import Component
from generator.metadata.people import AssignmentRules
from generator.process.model import Process
from generator.scenarios.model import Scenario

Directories = Mapping[str, tuple[Component, ...]]


def lower(process: Process, theirs: AssignmentRules | None = None, scenarios: Sequence[Scenario] = ()) -> Directories:
    """The components of a process by package directory, in the order in which they deploy; a directory that would be
    empty is left out. `theirs`: the org's rules that assign cases, where the process is to be merged into them.
    `scenarios`: the stories that the org is to hold as well."""
    names = names_of(process)
    foundation = [
        *fields(process, names),
        *metric_fields(process, names),
        *mail_fields(process, names),
        *objects(process, names),
        *people(process, names),
        *permissions(process, names),
        *record_type(process, names),
        *notification_type(process, names),
    ]
    foundation += permission_sets(process, names, foundation)
    workflow = [
        *flows(process, names),
        *mails(process, names),
        *rules(process, names),
        *assignment(process, names),
        *reporting(process, names),
    ]
    consent = [
        *consent_rules(process, names),
        *(assemble(one) for one in consenting(process, names)),
    ]
    org = [*merged(process, names, theirs), *sharing(process, names)]
    directories = {
        "foundation": foundation,
        "workflow": workflow,
        "optional-consent": consent,
        "optional-verification": [assemble(one) for one in verifying(process, names)],
        "org": org,
    }
    ran = in_order([one for components in directories.values() for one in components if one.kind == "Flow"])
    directories["tests"] = [*apex_tests(process, names, scenarios, ran), *flow_tests(process, names, scenarios)]
    return {name: in_order(components) for name, components in directories.items() if components}


def flows(process: Process, names: Names) -> tuple[Component, ...]:
    """The flows that stand on what every org has."""
    programs = (
        intake(process, names),
        advance(process, names),
        alerting(process, names),
        recording(process, names),
        notifying(process, names),
        waiting(process, names),
        replying(process, names),
        *mailing(process, names),
        *(sweeping(process, names, hour) for hour in HOURS),
        adopting(process, names),
    )
    return tuple(assemble(one) for one in programs)


def in_order(components: list[Component]) -> tuple[Component, ...]:
    return tuple(sorted(components, key=lambda one: (one.kind, one.name)))
