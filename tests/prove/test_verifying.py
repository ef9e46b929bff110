"""Identifiers on patients' records: verified is exactly one record and a second identifier that agrees."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator.compiler import compile_spec, understand
from generator.emulator.organisation import found_org
from generator.prove.playing import OrgTeller

SPEC = Path(__file__).resolve().parents[2] / "specs/northgate.yaml"
PATIENT = {"Name": "A", "Hospital_Number__c": "NGH0042871", "PersonBirthdate": date(1980, 5, 4)}
OTHER = {"Name": "B"}
RECORD = {"IdValue": "9991590838"}
ASKS = "My bill is wrong. My number is NGH0042871"


@cache
def northgate() -> OrgTeller:
    understood = understand(str(SPEC))
    return OrgTeller(understood.resolved.process, compile_spec(understood))


@pytest.mark.parametrize(
    ("text", "records", "owner", "verified"),
    [
        (f"{ASKS}, I was born 04/05/1980", [PATIENT], None, "date_of_birth, hospital_number"),
        (f"{ASKS}, I was born 05/05/1980", [PATIENT], None, None),
        (ASKS, [PATIENT], None, None),
        (f"{ASKS}, I was born 04/05/1980", [PATIENT, {**PATIENT, "Name": "B"}], None, None),
        (f"{ASKS}, NHS number 9991590838", [PATIENT], 0, "hospital_number, nhs_number"),
        (f"{ASKS}, NHS number 9991590838, born 04/05/1980", [PATIENT, OTHER], 1, None),
    ],
    ids=["two agree", "another birthday", "one alone", "two records", "an identifier record", "two patients"],
)
def test_verification(text: str, records: list[Mapping[str, Any]], owner: int | None, verified: str | None) -> None:
    told = northgate()
    org = found_org(told.package, datetime(2026, 3, 6, 10, tzinfo=UTC))
    org, accounts = org.with_rows("Account", records)
    if owner is not None:
        org, _ = org.with_rows("Identifier", [{**RECORD, "ParentRecordId": accounts[owner]}])
    message = {"Description": text, "Origin": "Web", "RecordTypeId": told.record_type(org)}
    outcome = org.insert("Case", message)
    assert outcome.result.id is not None
    case, fields = outcome.org.get(outcome.result.id) or {}, told.lexicon.fields
    assert case.get(fields["verified_identifiers"]) == verified
    assert bool(case.get(fields["patient_verified"])) == (verified is not None)
    assert case.get("AccountId") == (accounts[0] if verified else None)
