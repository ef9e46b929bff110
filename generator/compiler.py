"""The pipeline, and the only module that knows its order: load -> resolve -> check -> lower -> render."""

from collections.abc import Mapping
from pathlib import PurePath

from generator.collisions import one_field, one_name
from generator.diagnostics import Diagnostic, require
from generator.extra import brought
from generator.frozen import record
from generator.handbook import rulebook
from generator.limits import room
from generator.loading import Loaded, load
from generator.lower import lower
from generator.lower.lock import lock
from generator.lower.naming import names_of
from generator.lower.scratch import scratch
from generator.lower.waivers import waivers
from generator.metadata.people import AssignmentRules
from generator.packaging import EXTRA, project
from generator.process.checks import check
from generator.process.resolving import Resolved, resolve
from generator.runbook import runbook
from generator.source import Source


@record
class Understood:
    """A spec whose meaning is known and in order."""

    loaded: Loaded
    resolved: Resolved
    warnings: tuple[Diagnostic, ...]

    @property
    def sources(self) -> Mapping[str, Source]:
        return self.loaded.sources


def understand(path: str) -> Understood:
    """The meaning of the spec at `path`, checked. Raises Rejected with the findings of the first stage that has one."""
    loaded = load(path)
    resolved = resolve(loaded)
    warnings = require([*resolved.warnings, *check(resolved.process)])
    return Understood(loaded=loaded, resolved=resolved, warnings=warnings)


def compile_spec(understood: Understood, theirs: AssignmentRules | None = None) -> dict[str, bytes]:
    """The project that a spec becomes, path -> bytes. `theirs`: the rules of the org that `assignment_rule: merge`
    merges into; without them the project leaves assignment to the org, as `handoff` does. Raises Rejected
    when two things become one field or component, when an org has no room for them, or when a file of `extra` is
    generated too or no metadata."""
    process, path = understood.resolved.process, understood.loaded.path
    names = names_of(process)
    require(one_field(process, names))
    directories = lower(process, theirs, understood.resolved.scenarios)
    everything = tuple(one for components in directories.values() for one in components)
    require([*one_name(everything), *room(everything)])
    extra = brought(understood.loaded.extra, everything)
    if extra.components:
        directories = {**directories, EXTRA: extra.components}
    known = lock(process, names, (*everything, *extra.components), path)
    files = project(PurePath(path).stem, directories, known, scratch(process), extra.files)
    files |= waivers(process, everything)
    files["RULEBOOK.md"] = rulebook(process).encode()
    files["RUNBOOK.md"] = runbook(process, names, directories).encode()
    return files
