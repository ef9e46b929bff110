"""Rows of the catalogue that no rule judges, and why: what only an org knows, what is a behaviour and no rule, what is
advice to those who write metadata. Every row is either here or a rule."""

from collections.abc import Mapping

FLOW: Mapping[str, str] = {
    "FLOW-003": "advice: files are retrieved in alphabetical order, and nothing shows that an org asks for it",
    "FLOW-004": "an element that the schema needs and a file lacks makes it unreadable, which XML-001 says",
    "FLOW-017": "needs the API version of the org",
    "FLOW-026": "needs the versions that the org holds",
    "FLOW-027": "needs the flows that the org holds",
    "FLOW-028": "a behaviour: how many elements one run may come to, which depends on its records",
    "FLOW-029": "needs the org's settings, and whether it is a production org",
    "FLOW-031": "concerns deletions; a tree says what is there",
    "FLOW-032": "needs the permissions of whoever deploys",
    "FLOW-033": "no rule: the element may stand or not",
    "FLOW-059": "the catalogue knows the check by its name alone, and not what it calls re-assigned",
    "FLOW-075": "a behaviour: filters of an update before a save act as a condition",
    "FLOW-076": "a behaviour: an assignment to `$Record` before a save is saved with it",
    "FLOW-090": "needs the org's settings: the default workflow user",
    "FLOW-103": "depends on the day of the deploy, and findings are the same on every day",
    "FLOW-106": "needs the org's settings: the default workflow user",
    "FLOW-107": "needs the org's licences",
    "FLOW-219": "the sources disagree about which API versions ask for the element and which refuse it",
    "FLOW-224": "advice: what to ask an approval step for; an output that stays empty looks like any other",
    "FLOW-233": "advice: an org accepts flows of an older version than that of the deploy; FLOW-230 to FLOW-232 judge "
    "what is too new",
    "FTEST-009": "concerns the command that runs tests",
}
FLOW_ELEMENTS: Mapping[str, str] = {
    "FLOW-139": "a behaviour: a multi-select value is compared as one text",
    "FLOW-152": "advice: the connector may stand or not, and orgs take both",
    "FLOW-156": "a fault path elsewhere is no element that the file may have, which XSD-001 says; before save FLOW-073",
    "FLOW-160": "the catalogue of objects does not hold which operations each allows",
    "FLOW-162": "advice: how to give a case to a queue; a literal id is found by ID rules of scanners",
    "FLOW-163": "advice: how to set a record type",
    "FLOW-178": "needs to know who runs the flow",
    "FLOW-180": "needs the org's setting of deliverability",
    "FLOW-182": "a behaviour: the element may stand or not",
    "FLOW-195": "a list of what may be used; a wrong name is found by FLOW-199",
    "FLOW-196": "not confirmed for every type of flow; a record that is not there is found by FLOW-199",
    "FLOW-197": "a behaviour: only the first 250 characters of such a value are looked at",
    "FLOW-198": "a behaviour: percent fields are divided by 100",
}
FORMULAS: Mapping[str, str] = {
    "FML-004": "a behaviour: a long result is cut when the formula runs, and the result depends on the record",
    "FML-012": "a case of FML-007, which judges it",
    "FML-013": "cases of FML-007, which judges them",
    "FML-016": "advice: how to spell record types and queues; a wrong spelling is found by FML-006",
    "FML-018": "a file with a bare & or < is no XML, which XML-001 says",
    "FML-020": "a behaviour: the formula saves, and cannot be indexed",
}
FIELDS: Mapping[str, str] = {
    "FLD-007": "the sources disagree: one quotes an error, three retrieved fields show the value that it forbids",
    "FLD-023": "needs the field as the org has it now",
    "FLD-032": "needs the org's users and groups",
    "FLD-035": "needs the field as the org has it now",
    "FLD-036": "the limit depends on the org's edition",
    "FLD-037": "a behaviour: a field arrives without access for anybody; permission sets are judged by PERM rules",
    "FLD-038": "a behaviour: what is deployed together is found together",
}
OBJECTS: Mapping[str, str] = {
    "VAL-001": "without them a file cannot be read as a validation rule, which XML-001 says",
    "RTP-006": "concerns deletions; a tree says what is there",
    "RTP-007": "a behaviour: new values wait until a record type lists them",
    "RTP-008": "an org's features decide which of the two names an object has",
    "BPR-004": "a behaviour: these names may hold spaces",
    "BPR-005": "a behaviour: both may come in one deploy",
    "SVS-006": "concerns the manifest; PKG-007 judges it",
    "SVS-004": "a behaviour: values left out are switched off; ORG rules tell of a set that is emitted unasked",
    "SVS-005": "the sources disagree about whether values can be added",
    "OBJ-004": "a description of where history is switched on; FLD-028 judges it",
}

UNJUDGED: Mapping[str, str] = {**FLOW, **FLOW_ELEMENTS, **FORMULAS, **FIELDS, **OBJECTS}
"""Code -> reason, over all sections."""
