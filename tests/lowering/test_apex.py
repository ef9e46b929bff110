"""The generated Apex test class: what it says of scenarios is so, nothing is dropped unsaid, and no text gets out."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compiler import Understood, compile_spec, understand
from generator.lower import lower
from generator.lower.apex import comment, literal, text
from generator.lower.apex_scenarios import tell
from generator.lower.apex_support import permission_sets, receiver
from generator.lower.apex_tests import how_it_runs
from generator.lower.naming import Names, names_of
from generator.lower.stories import cast, names_of_stories
from generator.metadata.apex import ApexClass
from generator.metadata.component import Component
from generator.metadata.flow import Flow
from generator.process.model import Process
from generator.prove.playing import OrgTeller
from generator.scenarios.model import Expect, Scenario
from tests.lowering.apex_reader import Reader, methods, unescaped
from tests.lowering.specs import process_of

SPECS = Path(__file__).resolve().parents[2] / "specs"
NAMES = ("northgate", "ashfell")
ROW = re.compile(r"'(?:[^'\\]|\\.)*'|null")
"""The values of a message in bulk."""
LARGEST = 1_000_000
"""Characters of an Apex class."""
DAYS = (datetime(2026, 6, 17, 13, 37, tzinfo=UTC), datetime(2026, 12, 26, 23, 58, tzinfo=UTC))
"""When an org might run the tests: a working afternoon, and the end of a holiday on a Saturday."""
RESERVED = re.compile(
    "abstract|activate|and|any|array|as|asc|autonomous|begin|bigdecimal|blob|boolean|break|bulk|by|byte|"
    "case|cast|catch|char|class|collect|commit|const|continue|currency|date|datetime|decimal|default|"
    "delete|desc|do|double|else|end|enum|exception|exit|export|extends|false|final|finally|float|for|from|"
    "global|goto|group|having|hint|if|implements|import|in|inner|insert|instanceof|int|integer|interface|"
    "into|join|like|limit|list|long|loop|map|merge|new|not|null|nulls|number|object|of|on|or|outer|"
    "override|package|parallel|pragma|private|protected|public|retrieve|return|rollback|select|set|short|"
    "sobject|sort|static|string|super|switch|synchronized|system|testmethod|then|this|throw|time|"
    "transaction|trigger|true|try|undelete|update|upsert|using|virtual|void|webservice|when|where|while"
)
"""Words that Apex keeps for itself."""


@cache
def understood(name: str) -> Understood:
    return understand(str(SPECS / f"{name}.yaml"))


@cache
def teller(name: str) -> OrgTeller:
    return OrgTeller(understood(name).resolved.process, compile_spec(understood(name)))


def parts(name: str) -> tuple[Process, Names, tuple[Scenario, ...]]:
    resolved = understood(name).resolved
    return resolved.process, names_of(resolved.process), resolved.scenarios


def stories(name: str) -> tuple[Scenario, ...]:
    return tuple(one for one in parts(name)[2] if not one.is_example)


def the_class(process: Process, scenarios: tuple[Scenario, ...] = ()) -> Component:
    (found,) = (one for one in lower(process, None, scenarios)["tests"] if isinstance(one.body, ApexClass))
    return found


@cache
def code(name: str) -> str:
    process, _, scenarios = parts(name)
    content = the_class(process, scenarios).content
    assert content is not None
    return content.decode()


def method_of(name: str, scenario: Scenario) -> str:
    words = names_of_stories(stories(name))[scenario.name]
    return "scenario" + "".join(word[:1].upper() + word[1:] for word in words)


# -- scenarios -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", DAYS, ids=str)
@pytest.mark.parametrize("name", NAMES)
def test_every_method_holds_on_the_emulated_org(name: str, at: datetime) -> None:
    """Whatever the day: what a method of the class does and asserts, read from the code, comes about there."""
    process, names, _ = parts(name)
    lent = receiver(process)
    assert lent is not None
    written = methods(code(name))
    told = 0
    for scenario in stories(name):
        lines = written.get(method_of(name, scenario))
        if lines is not None:
            reader = Reader(teller=teller(name), scenario=scenario, receiving=names.own(lent.id), at=at)
            assert reader.run(lines) == [], scenario.name
            told += 1
    assert told == sum(each.startswith("scenario") for each in written) > 30


@pytest.mark.parametrize("name", NAMES)
def test_an_assertion_that_says_something_else_fails(name: str) -> None:
    """Each method, with one literal of each assertion turned, has an assertion that does not hold."""
    process, names, _ = parts(name)
    lent = receiver(process)
    assert lent is not None
    written = methods(code(name))
    for scenario in stories(name)[::4]:
        lines = written.get(method_of(name, scenario))
        if lines is not None:
            turned = [re.sub(r"^Assert\.is(True|False)\(", lambda it: other[it[1]], line) for line in lines]
            turned = [line.replace("areEqual('", "areEqual('no ").replace("isNull", "isNotNull") for line in turned]
            turned = [line.replace("areEqual(Date.newInstance(1", "areEqual(Date.newInstance(2") for line in turned]
            turned = [
                re.sub(r"new List<String>\{.*\}\);", "new List<String>{'No rule says this.'});", line)
                for line in turned
            ]
            wrong = sum(one != two for one, two in zip(lines, turned, strict=True))
            reader = Reader(teller=teller(name), scenario=scenario, receiving=names.own(lent.id), at=DAYS[0])
            assert len(reader.run(turned)) == wrong > 0, scenario.name


other = {"True": "Assert.isFalse(", "False": "Assert.isTrue("}


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_has_a_method_or_a_reason(name: str) -> None:
    process, names, _ = parts(name)
    lines = code(name).split("\n")
    written = methods(code(name))
    said = " ".join(line.strip().removeprefix("//").strip() for line in lines if line.strip().startswith("//"))
    for scenario in stories(name):
        told = tell(process, names, scenario)
        assert bool(told.lines) == (told.reason is None) == (method_of(name, scenario) in written)
        for why in (told.reason, told.ends):
            assert why is None or f"- {scenario.name}: {why}" in said


@pytest.mark.parametrize("name", NAMES)
def test_each_expectation_is_asserted_or_left_out_by_name(name: str) -> None:
    """Of a story that is told to its end nothing is dropped: what Apex cannot see stands in a comment."""
    process, names, _ = parts(name)
    for scenario in stories(name):
        told = tell(process, names, scenario)
        if told.lines and told.ends is None:
            for one in scenario.steps:
                if isinstance(one, Expect):
                    named = [*one.expected] if isinstance(one.expected, Mapping) else [one.what]
                    for what in named if one.what != "flags" else one.expected or [one.what]:
                        said = (f"'{what}'", f"'{what} is due'", f"Left out: {what}", f"Left out: not {what}")
                        mails = [f"'{id} is due'" for id in one.expected] if one.what == "emailed" else []
                        assert any(each in line for line in told.lines for each in (*said, *mails)), (one, told.lines)


@pytest.mark.parametrize("name", NAMES)
def test_messages_in_bulk_are_as_the_spec_says(name: str) -> None:
    """200 cases a batch, each example at least once, with what the spec expects of it."""
    _, _, scenarios = parts(name)
    batches = {key: lines for key, lines in methods(code(name)).items() if key.startswith("messagesInBulk")}
    rows = [line for lines in batches.values() for line in lines if line.startswith("rows.add(")]
    assert [sum(line.startswith("rows.add(") for line in lines) for lines in batches.values()] == [200] * len(batches)
    texts = {tuple(ROW.findall(row)) for row in rows}
    read = {(unescaped(row[1]), unescaped(row[2])) for row in texts}
    assert {(one.given.subject, one.given.text) for one in scenarios if one.is_example} <= read


# -- flows ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_flow_is_named_and_run_where_a_test_can(name: str) -> None:
    process, _, scenarios = parts(name)
    directories = lower(process, None, scenarios)
    flows = [one for components in directories.values() for one in components if isinstance(one.body, Flow)]
    written = code(name)
    saved = {
        "Case": "insert made;",
        "EmailMessage": "insert new EmailMessage(",
        "AuthorizationFormConsent": "sign(made",
    }
    assert len(flows) > 10
    for one in flows:
        assert isinstance(one.body, Flow)
        assert f"// - {one.name}: " in written
        how = how_it_runs(one.body)
        if how == "launched by name":
            assert f"Flow.Interview.createInterview('{one.name}', " in written
        elif how.startswith("runs when"):
            assert one.body.start is not None
            assert saved[str(one.body.start.object)] in written


def test_a_class_has_room_for_so_much() -> None:
    """What does not go in is said to be left out; of messages in bulk whole batches are."""
    process, _, scenarios = parts("northgate")
    first = next(one for one in stories("northgate") if len(one.steps) == 8)
    example = next(one for one in scenarios if one.is_example)
    wide = replace(first.given, text="word " * 400), replace(example.given, text="word " * 300)
    many = tuple(replace(first, name=f"Long {number}", given=wide[0]) for number in range(500))
    many += tuple(replace(example, name=f"example {number}", given=wide[1]) for number in range(500))
    content = the_class(process, many).content
    assert content is not None
    written = content.decode()
    told = [one for one in methods(written) if one.startswith("scenarioLong")]
    assert 100 < len(told) < 500
    assert written.count("the class has no room") == 500 - len(told)
    assert "messagesInBulk1" in written
    assert len(written) < LARGEST


def test_a_draft_has_no_tests(tmp_path: Path) -> None:
    """No flow of it is active: there is nothing to run."""
    process = process_of(tmp_path, workflow={"id": "inquiry", "status": "draft"})
    assert "tests" not in lower(process)


# -- users ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_users_are_made_for_everybody_who_saves(name: str) -> None:
    process, names, _ = parts(name)
    assigned = permission_sets(process, names, cast(process, stories(name)))
    called = set(re.findall(r"personNamed\('([^']*)'\)|(?<=, )'([^']*)'(?=\);|, new List)", code(name)))
    saving = {one or two for one, two in called} & {*assigned, "nobody"}
    assert {"clerk", "clinician", "receiving user", "overriding user", "loading user"} <= saving
    for user in re.findall(r"personNamed\('([^']*)'\)", code(name)):
        assert user in assigned


# -- texts ---------------------------------------------------------------------------------------------------------


@given(st.text(max_size=80))
def test_a_text_stays_in_its_literal(value: str) -> None:
    """ASCII on one line, closed by the one quote that nothing escapes, and the same when it is read back."""
    spelled = text(value)
    assert spelled.isascii()
    assert spelled.isprintable()
    assert re.fullmatch(r"'(?:[^'\\]|\\(?:u[0-9A-F]{4}|[nrt'\\]))*'", spelled)
    assert unescaped(spelled) == value


@given(st.text(max_size=300))
def test_a_comment_is_a_comment_to_its_end(said: str) -> None:
    for line in comment(said):
        assert line.startswith("// ")
        assert line.isprintable()
        assert "\\" not in line
        assert len(line) <= 110


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (Decimal("30"), "30"),
        (Decimal("1E+2"), "100"),
        (date(2026, 1, 5), "Date.newInstance(2026, 1, 5)"),
        (
            datetime(2026, 1, 5, 9, 30, tzinfo=timezone(timedelta(hours=1))),
            "Datetime.newInstanceGmt(2026, 1, 5, 8, 30, 0)",
        ),
        ("it's", "'it\\'s'"),
        ("😰", "'\\uD83D\\uDE30'"),
    ],
)
def test_values_are_spelled_in_their_type(value: object, spelled: str) -> None:
    assert literal(value) == spelled


@pytest.mark.parametrize("name", NAMES)
def test_the_class_compiles_as_far_as_words_go(name: str) -> None:
    """Within its limit, in names that Apex takes, each method once whatever its case."""
    written = code(name)
    names = re.findall(r"static \S+(?: \S+>)? (\w+)\(", written)
    locals_of = re.findall(
        r"\b(?:String|Id|Case|User|Integer|Boolean|Decimal|SObject)(?:>)* ([a-z]\w*)(?= [=:]|,|\)|;)", written
    )
    assert len(written) < LARGEST
    assert len({one.lower() for one in names}) == len(names) > 40
    for one in [*names, *locals_of]:
        assert not RESERVED.fullmatch(one.lower())
        assert not one.endswith("_")
        assert "__" not in one
        assert len(one) <= 255


def test_names_of_methods_hold_beside_other_scenarios() -> None:
    """A scenario's name is its own, unless two come to one; then both get a digest."""
    all_of = stories("northgate")
    whole = names_of_stories(all_of)
    assert names_of_stories(all_of[:1]) == {all_of[0].name: whole[all_of[0].name]}
    assert len({"".join(words) for words in whole.values()}) == len(all_of)
    one, two = (replace(all_of[0], name=name, steps=()) for name in ("A b c", "Ab c"))
    spelled = names_of_stories((one, two))
    assert spelled["A b c"] != spelled["Ab c"]


# -- what the launching methods look for ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_flows_leave_the_traces_that_the_class_looks_for(name: str) -> None:
    """Messages of one batch stay within the limits of one transaction, and each flow is known by what it leaves."""
    process, names, scenarios = parts(name)
    lent = receiver(process)
    assert lent is not None
    reader = Reader(teller=teller(name), scenario=scenarios[0], receiving=names.own(lent.id), at=DAYS[0])
    traces = "aMessageRunsTheFlowsOfCases"
    lines = [line for line in methods(code(name))[traces] if "COUNT()" not in line]
    lines = [line.replace("'overriding user'", "'person'") for line in lines]
    assert reader.run(lines) == []
    assert len(lines) == len(methods(code(name))[traces]) - 2
    clock, event = (reader.teller.lexicon.objects[one]["name"] for one in ("clock", "event"))
    assert reader.org.rows(clock)
    assert f"FROM {clock} WHERE {names.of('case')} = :made" in code(name)
    kind = reader.teller.lexicon.of("event", "kind")
    assert "fault" not in {row[kind] for row in reader.org.rows(event)}


@pytest.mark.parametrize("name", NAMES)
def test_a_batch_fits_one_transaction(name: str) -> None:
    """Each batch of the class, saved at once, is read as each of its rows says."""
    process, names, scenarios = parts(name)
    lent = receiver(process)
    assert lent is not None
    reader = Reader(teller=teller(name), scenario=scenarios[0], receiving=names.own(lent.id), at=DAYS[0])
    batches = {key: lines for key, lines in methods(code(name)).items() if key.startswith("messagesInBulk")}
    for lines in batches.values():
        rows = [[unescaped(one) if one != "null" else None for one in ROW.findall(line)] for line in lines]
        rows = [row for row in rows if row]
        requests = [
            {"Origin": row[0], "Subject": row[1], "Description": row[2], "SuppliedEmail": row[3] or None}
            for row in rows
        ]
        record_type = reader.teller.record_type(reader.org)
        outcome = reader.org.insert(
            "Case",
            [{**one, "RecordTypeId": record_type} for one in requests],
            user=reader.personNamed("receiving user"),
            all_or_none=True,
        )
        for row, result in zip(rows, outcome.results, strict=True):
            assert result.success, result.errors
            saved = outcome.org.get(str(result.id))
            assert saved is not None
            for what, wanted in zip(("category", "urgency", "team"), row[4:], strict=True):
                assert wanted in (None, saved[names.field(what)]), row
