"""Verdicts: what is valid is silent, and a fault is told at its line with the words of its element."""

import pytest

from generator.schemas.validation import validate

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"'
RULE = f"""{HEAD}<ValidationRule {NAMESPACE}>
    <fullName>NGH_Told</fullName>
    <active>true</active>
    <errorConditionFormula>TRUE</errorConditionFormula>
    <errorMessage>No</errorMessage>
</ValidationRule>
"""
VALUE = f"""{HEAD}<CustomMetadata {NAMESPACE} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xmlns:xsd="http://www.w3.org/2001/XMLSchema">
    <label>One</label>
    <protected>false</protected>
    <values>
        <field>Code__c</field>
        <value xsi:type="xsd:string">x</value>
    </values>
    <values>
        <field>Note__c</field>
        <value xsi:nil="true"/>
    </values>
</CustomMetadata>
"""


@pytest.mark.parametrize("text", [RULE, VALUE], ids=["rule", "typed values"])
def test_valid_files_are_silent(text: str) -> None:
    assert validate(text.encode()) == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("<active>true", "<active>yes", 4, "active"),
        ("    <active>true</active>\n", "", 4, "active"),
        ("active>", "isActive>", 4, "isActive"),
        ("<errorMessage>No</errorMessage>", "<errorMessage>No</errorMessage><errorMessage/>", 6, "errorMessage"),
        ("    <fullName>NGH_Told</fullName>\n    <active>true</active>\n",
         "    <active>true</active>\n    <fullName>NGH_Told</fullName>\n", 4, "fullName"),
        ("ValidationRule", "ValidRule", 2, "ValidRule"),
        (NAMESPACE, 'xmlns="urn:another"', 2, "ValidationRule"),
        ("</ValidationRule>", "", 8, "ValidationRule"),
        ('?>\n<', '?>\n<!DOCTYPE x [<!ENTITY y "z">]>\n<', 1, "document type"),
    ],
)  # fmt: skip
def test_faults_are_told_at_their_line(old: str, new: str, line: int, word: str) -> None:
    assert RULE.count(old) >= 1
    found = validate(RULE.replace(old, new).encode())
    assert found
    assert any(one.startswith(f"line {line}: ") and word in one for one in found), found
