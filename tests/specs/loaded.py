"""The real specs, loaded once: their process, their stories, and the stories' timelines."""

from functools import cache

from generator.interpret.telling import Interpreter
from generator.loading import Loaded, load
from generator.process.resolving import Resolved, resolve
from generator.scenarios.running import Result, run
from tests.conftest import ROOT

ORGANISATIONS = ("northgate", "ashfell")
CLIENTS = ("clients/northgate-boston", "clients/northgate-leeds", "clients/ashfell-marlow")
SPECS = (*ORGANISATIONS, *CLIENTS)


@cache
def loaded(name: str) -> Loaded:
    return load(str(ROOT / "specs" / f"{name}.yaml"))


@cache
def resolved(name: str) -> Resolved:
    return resolve(loaded(name))


@cache
def results(name: str) -> tuple[Result, ...]:
    """Every scenario and example of a spec that its meaning tells of, played on the interpreter."""
    process = resolved(name).process
    teller = Interpreter(process)
    return tuple(run(scenario, process, teller) for scenario in resolved(name).scenarios if not scenario.needs_org)
