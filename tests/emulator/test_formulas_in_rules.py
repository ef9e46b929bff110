"""Formulas as an org's rules and fields work them out: vectors 62 to 93 of the runtime contract."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from generator.emulator.organisation import Org
from generator.formula.values import FormulaError
from tests.emulator.building import Vectors, codes, custom, new, org, rule, saved

vector = Vectors()
FIELDS = (
    custom("N__c", "Number", precision=18, scale=4),
    custom("M__c", "Number", precision=18, scale=4),
    custom("T__c", length=255),
    custom("D__c", "Date"),
    custom("At__c", "DateTime"),
    custom("P__c", values=("Value API", "Other")),
    custom("Rate__c", "Percent", precision=5, scale=2),
)
ERROR = "error"


def case(**given: Any) -> tuple[Org, str]:
    outcome = new(org(*FIELDS, zone=given.pop("zone", "UTC"), **given.pop("org", {})), given)
    return outcome.org, saved(outcome)["Id"]


def of(expression: str, **given: Any) -> Any:
    """The formula on a case with these fields, blanks staying blank."""
    made, id = case(**given)
    try:
        return made.evaluate(id, expression)
    except FormulaError:
        return ERROR


def field(expression: str, type: str = "Number", blanks: str = "BlankAsZero", **given: Any) -> Any:
    """The formula as a field, as a query gives it."""
    made = custom("F__c", type, formula=expression, formulaTreatBlanksAs=blanks, precision=18, scale=4)
    outcome = new(org(*FIELDS, made), given)
    return outcome.org.read(saved(outcome)["Id"], "F__c")


def broken(expression: str, **given: Any) -> bool:
    """Does a validation rule with this formula refuse a new case?"""
    return codes(new(org(*FIELDS, rule("R", expression)), given)) == ["FIELD_CUSTOM_VALIDATION_EXCEPTION"]


def numbers(*values: object) -> list[Any]:
    return [one if one is None or one == ERROR else Decimal(str(one)) for one in values]


@vector(62, "A")
def powers_bind_looser_than_products() -> None:
    assert [of(one) for one in ("2*2^3", "-2^2", "0^0", "2^0.5")] == numbers(64, 4, 1, ERROR)


@vector(63, "A")
def division_by_zero() -> None:
    assert of("1/0") == ERROR
    assert field("1/0") is None


@vector(64, "A")
def rounding_goes_away_from_zero() -> None:
    given = ("ROUND(2.5,0)", "ROUND(-2.5,0)", "ROUND(4.47,-1)", "ROUND(-4.47,1)")
    assert [of(one) for one in given] == numbers(3, -3, 0, -4.5)


@vector(65, "A")
def ceilings_and_floors() -> None:
    given = ("CEILING(-0.4)", "FLOOR(-1.7)", "MCEILING(-1.4)", "MFLOOR(-0.4)")
    assert [of(one) for one in given] == numbers(-1, -1, -1, -1)


@vector(66, "A")
def remainders_take_the_sign_of_the_dividend() -> None:
    assert [of(one) for one in ("MOD(-1,2)", "MOD(46,-456)", "MOD(20.12,1)")] == numbers(-1, 46, 0.12)


@vector(67, "A")
def a_blank_summand_counts_as_the_field_says() -> None:
    assert field("N__c + M__c", M__c=24) == 24
    assert field("N__c + M__c", blanks="BlankAsBlank", M__c=24) is None


@vector(68, "A")
def a_blank_number_differs_from_nothing() -> None:
    assert not broken("N__c <> 1")
    assert broken("N__c <> 1", N__c=2)


@vector(69, "A")
def a_blank_number_is_blank() -> None:
    assert broken("ISBLANK(N__c)")


@vector(70, "A")
def not_of_nothing_is_not_true() -> None:
    assert not broken("NOT(N__c > 5)")
    assert broken("NOT(N__c > 5)", N__c=5)


@vector(71, "A")
def a_blank_text_equals_an_empty_one() -> None:
    assert (broken('T__c = ""'), broken('T__c <> ""')) == (True, False)


@vector(72, "A")
def contains_of_a_blank_is_nothing() -> None:
    assert not broken('NOT(CONTAINS(T__c, "a"))')
    assert broken('NOT(CONTAINS(T__c, "a"))', T__c="xyz")


@vector(73, "A")
def and_or_with_nothing() -> None:
    assert [of(f'IF({one}, "T", "F")') for one in ("AND(N__c > 1, TRUE)", "OR(N__c > 1, TRUE)")] == ["F", "T"]


@vector(74, "A")
def and_stops_at_the_first_that_is_not_true() -> None:
    assert of("AND(D__c > DATE(2000,1,1), VALUE(T__c) > 0)", T__c="abc") is False
    assert of("AND(VALUE(T__c) > 0, D__c > DATE(2000,1,1))", T__c="abc") == ERROR


@vector(75, "A")
def only_the_chosen_arm_is_worked_out() -> None:
    assert of("IF(ISBLANK(N__c), 0, 1/0)") == 0
    assert of("IF(ISBLANK(N__c), 0, 1/0)", N__c=1) == ERROR


@vector(76, "A")
def texts_are_compared_by_code_point() -> None:
    assert (of('"abc" = "ABC"'), of('"FOO" < "foo"')) == (False, True)


@vector(77, "A")
def find_counts_from_one() -> None:
    assert [of(one) for one in ('FIND("Test","FFFFTest",-1)', 'FIND("-","ABC - XYZ",6)')] == numbers(5, 0)


@vector(78, "A")
def parts_of_texts() -> None:
    assert [of(one) for one in ('MID("123456",7,6)', 'LEFT("123456",-1)', "LEN(T__c)")] == numbers(None, None, 0)


@vector(79, "A")
def substitute_replaces_and_deletes() -> None:
    assert of('SUBSTITUTE("Replace All xxx","x","z")') == "Replace All zzz"
    assert of('SUBSTITUTE("a-b","-","")') == "ab"


@vector(80, "A")
def padding_cuts_what_is_longer() -> None:
    assert of('LPAD("string",5)') == "strin"


@vector(81, "A")
def what_is_a_number() -> None:
    assert (of('VALUE("1-234")'), of('ISNUMBER("1-234")')) == (ERROR, False)


@vector(82, "A")
def numbers_as_text() -> None:
    assert of("TEXT(1234567890.0)") == "1234567890"
    assert field("TEXT(N__c)", "Text") == "0"
    assert field("TEXT(N__c)", "Text", blanks="BlankAsBlank") is None


@vector(83, "A")
def a_regular_expression_is_about_the_whole_text() -> None:
    assert (of('REGEX("Text","Te")'), of('REGEX("F.o","F\\\\.o")'), of('REGEX(T__c,"(a*)?")')) == (False, True, True)


@vector(84, "A")
def dates_that_are_none() -> None:
    assert [of(one) for one in ("DATE(2007,2,29)", 'DATEVALUE("2005-02-31")')] == [ERROR, ERROR]
    assert of('DATEVALUE("2005-1-2")') == date(2005, 1, 2)


@vector(85, "A")
def months_end_at_their_end() -> None:
    assert of("ADDMONTHS(D__c, 2)", D__c=date(2004, 12, 31)) == date(2005, 2, 28)
    assert of("ADDMONTHS(D__c, 3)", D__c=date(2020, 4, 30)) == date(2020, 7, 31)


@vector(86, "A")
def instants_as_text_are_in_gmt() -> None:
    now = {"now": datetime(2013, 8, 2, 0, 0, tzinfo=UTC)}
    assert of("TEXT(NOW())", zone="America/Los_Angeles", org=now) == "2013-08-02 00:00:00Z"
    assert of("TEXT(At__c)") in ("Z", None)


@vector(87, "A")
def the_date_of_an_instant_is_the_users() -> None:
    at = datetime(2013, 8, 2, 5, 0, tzinfo=UTC)
    assert of("DATEVALUE(At__c)", zone="America/Los_Angeles", At__c=at) == date(2013, 8, 1)
    assert of("DATEVALUE(At__c)", At__c=at) == date(2013, 8, 2)


@vector(88, "A")
def a_sunday_is_found() -> None:
    expression = "CASE(MOD(D__c - DATE(1900,1,7), 7), 0, 0, 6, 0, 1) = 0"
    assert [of(expression, D__c=date(2026, 3, day)) for day in (1, 2)] == [True, False]


@vector(89, "A")
def change_functions_on_insert() -> None:
    assert not broken("ISCHANGED(Status)")
    assert broken("ISNEW()")
    assert broken("PRIORVALUE(N__c) = 5", N__c=5)


@vector(90, "A")
def a_value_may_not_fall() -> None:
    made = org(*FIELDS, rule("R", "PRIORVALUE(N__c) > N__c"))
    first = new(made, {"N__c": 10})
    assert saved(first)
    down, up = (first.org.update("Case", {"Id": first.result.id, "N__c": n}) for n in (9, 11))
    assert (codes(down), codes(up)) == (["FIELD_CUSTOM_VALIDATION_EXCEPTION"], [])


@vector(91, "A")
def picklists_by_their_api_names() -> None:
    assert of('ISPICKVAL(P__c, "")') is True
    assert of("TEXT(P__c)", P__c="Value API") == "Value API"


@vector(92, "A")
def a_percent_field_is_a_part() -> None:
    assert not broken("Rate__c > 1.0", Rate__c=50)
    assert broken("Rate__c > 0.4", Rate__c=50)


@vector(93, "B")
def parts_of_a_blank_date_are_blank() -> None:
    assert field("MONTH(D__c)") is None
    assert field("DATE(YEAR(D__c), MONTH(D__c), 1)", "Date") is None


@pytest.mark.parametrize("check", vector.held)
def test_vector(check: Callable[[], None]) -> None:
    check()


def test_every_vector_of_the_section_is_here() -> None:
    assert sorted(vector.numbers) == list(range(62, 94))


def test_formula_fields_see_parents_and_the_org() -> None:
    up = custom("Up__c", "Text", formula='Account.Name & "/" & $User.Username', formulaTreatBlanksAs="BlankAsBlank")
    made, (account,) = org(up).with_rows("Account", [{"Name": "A"}])
    outcome = new(made, {"AccountId": account})
    assert outcome.org.read(saved(outcome)["Id"], "Up__c") == "A/admin@example.com"
    assert outcome.org.read(saved(outcome)["Id"], "Owner.Username") == "admin@example.com"


def test_formula_fields_may_name_one_another() -> None:
    one = custom("One__c", "Number", formula="N__c * 2", precision=18, scale=1)
    two = custom("Two__c", "Number", formula="One__c + 0.25", precision=18, scale=1)
    outcome = new(org(*FIELDS, one, two), {"N__c": 3})
    assert outcome.org.read(saved(outcome)["Id"], "Two__c") == Decimal("6.3")
