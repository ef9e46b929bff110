"""A condition as the author writes it, and as the clinic reads it."""

import pytest

from generator.conditions.naming import Names, Where
from generator.conditions.parsing import parse
from generator.conditions.syntax import Condition
from generator.handbook.conditions import sentence
from generator.handbook.terms import Terms
from generator.language.values import Written
from generator.source import NOWHERE
from tests.handbook.specs import process_at

ASHFELL = process_at("specs/ashfell.yaml")
TERMS = Terms(ASHFELL)
ANYWHERE = Where(name="a test", found=True, was=True, changed=True, user=True, due_within=True)
NAMES = Names(
    facts={one.id: one.type for one in ASHFELL.facts},
    labels={one.id: {said: value.id for value in one.choices for said in (value.label, value.id)}
            for one in ASHFELL.facts if one.choices},
    word_lists={one.id: one.id for one in ASHFELL.reading.sets},
    categories={one.id: one.id for one in ASHFELL.categories},
    identifiers=frozenset(one.fact for one in ASHFELL.finders),
    personas=frozenset(one.id for one in ASHFELL.personas),
    levels=tuple(one.id for one in ASHFELL.levels),
    people_fill=frozenset(),
)  # fmt: skip

SENTENCES = (
    ("category = complaint", "the category is NHS complaint"),
    ("category != complaint", "the category is not NHS complaint"),
    ("not category = complaint", "the category is not NHS complaint"),
    ("not category != complaint", "the category is NHS complaint"),
    ("category in [complaint, referral]", "the category is NHS complaint or Referral status"),
    ("not category in [complaint, referral]", "the category is not NHS complaint or Referral status"),
    ("urgency >= urgent", "the urgency is at least Urgent"),
    ("not urgency >= urgent", "the urgency is not at least Urgent"),
    ("urgency < was urgency", "the urgency is lower than what it was before"),
    ("was urgency > urgency", "the urgency is lower than what it was before"),
    ("was urgency = emergency", "the urgency (before this change) was Emergency"),
    ("category != was category", "the category is not what it was before"),
    ("patient_verified", "the patient is verified"),
    ("not patient_verified", "the patient is not verified"),
    ("third_party", "«Sender is not the patient» is ticked"),
    ("not third_party", "«Sender is not the patient» is not ticked"),
    ("outcome is filled", "«Outcome» is filled in"),
    ("not outcome is filled", "«Outcome» is empty"),
    ("nhs_number is verified", "«NHS number» is verified"),
    ("found nhs_number", "a «NHS number» stands in the message"),
    ("found crisis", "the message holds one of «crisis»"),
    ("not found complaint", "the message does not hold one of the words of the category NHS complaint"),
    ("user is clinician or user is safeguarding_officer",
     "the person who saves is Clinical staff or Safeguarding officer"),
    ("not (user is clinician or user is safeguarding_officer)",
     "the person who saves is neither Clinical staff nor Safeguarding officer"),
    ("owner = complained_about", "the owner is «Person complained about»"),
    ("not (category = complaint and owner = complained_about)",
     "the category is not NHS complaint, or the owner is not «Person complained about»"),
    ("category = complaint and (third_party or closed)",
     "the category is NHS complaint, and («Sender is not the patient» is ticked or the case is closed)"),
    ("received_on < today - 1 days", "the day of receipt is before today less 1 day"),
    ("received_on >= today", "the day of receipt is on or after today"),
    ("records is due within 7 days", "«Records supplied» is due within 7 days"),
    ("not triage is breached", "«Time to triage» is not late"),
    ("category changed", "the category has just been changed"),
    ('override_reason = "said | <b>"', "«Why the rule was set aside» is “said | <b>”"),
)  # fmt: skip


def parsed(text: str) -> Condition:
    tree, found = parse(Written(text=text, inset=None, span=NOWHERE), NAMES, ANYWHERE)
    assert tree is not None, found
    return tree


@pytest.mark.parametrize(("written", "expected"), SENTENCES)
def test_condition_reads_as_a_clause(written: str, expected: str) -> None:
    assert sentence(parsed(written), TERMS) == expected


def test_no_condition_holds_always() -> None:
    assert sentence(None, TERMS) == "always"
