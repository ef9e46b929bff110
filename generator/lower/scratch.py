"""The definition of a scratch org to try the package in: Health Cloud, and what the spec expects of an org."""

from collections.abc import Mapping
from typing import Any

from generator.process.model import Expectations, Process

ALWAYS = ("DefaultWorkflowUser", "HealthCloudAddOn", "HealthCloudUser", "ServiceCloud")
"""ORG-001, ORG-004, and health-domain 2. The published schema lacks `HealthCloudUser`; the platform has it."""
PERSON_ACCOUNTS = ("ContactsToMultipleAccounts", "PersonAccounts")
SHARING = {"private": "private", "read": "read", "read_write": "readWrite"}
"""An organisation-wide default as a definition spells it."""


def scratch(process: Process) -> Mapping[str, Any]:
    """A definition file's content. What a definition cannot say (queues, senders, statuses) stands in the runbook."""
    expects = process.expects
    features = (*ALWAYS, *(PERSON_ACCOUNTS if expects.person_accounts else ()))
    definition: dict[str, Any] = {
        "orgName": process.identity.label,
        "edition": "Enterprise",
        "hasSampleData": False,
        "features": sorted(features),
        "settings": settings(expects),
    }
    if expects.case_sharing is not None:
        definition["objectSettings"] = {"case": {"sharingModel": SHARING[expects.case_sharing]}}
    return definition


def settings(expects: Expectations) -> Mapping[str, Any]:
    """Enhanced email, without which a mail is no EmailMessage and starts no flow; and what is expected."""
    found: dict[str, Any] = {"emailAdministrationSettings": {"enableEnhancedEmailEnabled": True}}
    if expects.consent:
        # to switch this off purges consents (PartyDataModelSettings), so no package of ours ever holds it
        found["partyDataModelSettings"] = {"enableConsentManagement": True}
    if expects.path:
        found["pathAssistantSettings"] = {"pathAssistantEnabled": True}
    return found
