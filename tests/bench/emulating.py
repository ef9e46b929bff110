"""The emulator: how many cases a second go through the whole of Northgate, whether memory grows with those that are
finished, and how long the commands take that play histories. CPU seconds of a process of its own; of a command also the
seconds that a person waits."""

import json
import resource
import sys
import time

from generator.frozen import record
from tests.bench.scaling import run

LEAST_CREATIONS = 300.0
"""Cases a second, on one core."""
MOST_MEMORY = 1.1
"""How much more a process may hold after all cases than after a tenth of them."""
CREATING = """
import json, resource, sys, time
from generator.compiler import compile_spec, understand
from generator.prove.playing import OrgTeller

understood = understand("specs/northgate.yaml")
teller = OrgTeller(understood.resolved.process, compile_spec(understood))
given = [one.given for one in understood.resolved.scenarios if not one.needs_org]
org = teller.peopled(given[0])
requests = [
    {
        "Subject": one.subject, "Description": one.text, "Origin": teller.lexicon.lock["origins"][one.channel],
        "SuppliedEmail": one.sender or None, "RecordTypeId": teller.record_type(org),
    }
    for one in given
]


def create(number):
    made = org.insert("Case", requests[number % len(requests)], channel="web")
    assert made.result.success and made.org.rows("NGH_Clock__c") and made.org.rows("NGH_Event__c")


def largest():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


count = int(sys.argv[1])
for number in range(len(requests)):
    create(number)
began = time.process_time()
for number in range(count // 10):
    create(number)
early = largest()
for number in range(count // 10, count):
    create(number)
print(json.dumps([time.process_time() - began, early, largest()]))
"""
"""Every case begins from the same org, which is a value: what becomes of one is let go before the next. All flows,
rules and paths run, those after the save and those that are due at once too. Each message has come once before the
count."""


@record
class Creations:
    """So many cases in one process: CPU seconds, and the largest resident size after a tenth and after all of them."""

    count: int
    seconds: float
    early: float
    late: float

    @property
    def per_second(self) -> float:
        return self.count / self.seconds

    @property
    def growth(self) -> float:
        return self.late / self.early

    @property
    def within(self) -> bool:
        return self.per_second >= LEAST_CREATIONS and self.growth <= MOST_MEMORY


@record
class Command:
    """A command, run once: the seconds that a person waits for it, and those of all cores together."""

    name: str
    waited: float
    worked: float
    limit: float

    @property
    def within(self) -> bool:
        return self.waited <= self.limit


def creations(count: int) -> Creations:
    seconds, early, late = json.loads(run([sys.executable, "-c", CREATING, str(count)]).stdout)
    return Creations(count=count, seconds=seconds, early=early, late=late)


def scenarios() -> Command:
    specs = ("specs/northgate.yaml", "specs/ashfell.yaml")
    return command("carepath test of both specs, on both", "test", *specs, "--on", "both", limit=3.0)


def proof(cases: int) -> Command:
    return command(
        f"carepath prove --cases {cases}", "prove", "specs/northgate.yaml", "--cases", str(cases), limit=60.0
    )


def command(name: str, *arguments: str, limit: float) -> Command:
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    run([sys.executable, "-m", "generator", *arguments])
    waited, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Command(name=name, waited=waited, worked=worked, limit=limit)
