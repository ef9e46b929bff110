"""`python -m tests.conformance.verify_foreign DIR...`: what verify says of projects of others. An org accepted active
flows and retrieved files, so an error there is a name that the tree lacks or a false alarm; each is listed. Of every
rule: how often it is told, where most, and the first that it tells."""

import re
import sys
import time
from collections import Counter
from pathlib import Path

from generator.reading import kind_of
from generator.reading.folders import folder_below
from generator.verify.families import rules
from generator.verify.finding import Finding
from generator.verify.verifying import left_out, verify
from generator.verify.world import may_matter

STATUS = re.compile(rb"<status>(\w+)</status>")


def judged(folder: Path) -> tuple[dict[str, bytes], tuple[Finding, ...], float]:
    """The files of a project, the findings, and the seconds of processor time."""
    held = folder_below(folder, may_matter)
    begun = time.process_time()
    found = (*left_out(held), *verify(held.files))
    return held.files, found, time.process_time() - begun


def accepted(files: dict[str, bytes], one: Finding) -> bool:
    """Whether an org took the file as it is: an active flow, or any other file."""
    named = kind_of(one.span.path)
    status = STATUS.search(files.get(one.span.path, b""))
    return named is None or named[0].name != "Flow" or (status is not None and status[1] == b"Active")


def main(folders: list[str]) -> None:
    rules()
    totals: Counter[tuple[str, str]] = Counter()
    projects: dict[tuple[str, str], Counter[str]] = {}
    samples: dict[tuple[str, str], str] = {}
    errors: list[str] = []
    handled = with_errors = 0
    print(f"{'project':58} {'files':>6} {'errors':>6} {'warnings':>8} {'files with errors':>17} {'seconds':>7}")
    for folder in sorted(map(Path, folders)):
        files, found, seconds = judged(folder)
        count = sum(kind_of(path) is not None for path in files)
        wrong = [one for one in found if one.severity == "error" and accepted(files, one)]
        handled, with_errors = handled + count, with_errors + len({one.span.path for one in wrong})
        for one in found:
            key = one.code, one.severity
            totals[key] += 1
            projects.setdefault(key, Counter())[folder.name] += 1
            samples.setdefault(key, f"{folder.name}/{one.span.path}:{one.span.line}: {one.message}")
        errors += [f"{one.code} {folder.name}/{one.span.path}:{one.span.line}: {one.message}" for one in wrong]
        warnings = sum(one.severity == "warning" for one in found)
        alone = len({one.span.path for one in wrong})
        print(f"{folder.name:58} {count:6} {len(wrong):6} {warnings:8} {alone:17} {seconds:7.1f}")
    print(f"\n{handled} files of kinds that are read, {with_errors} with an error that stands in an accepted file")
    for (code, severity), count in totals.most_common():
        most, of_it = projects[code, severity].most_common(1)[0]
        print(f"  {code:12} {severity:8} {count:6}, {of_it} of them in {most}\n      {samples[code, severity]}")
    print("\n" + "\n".join(errors))


if __name__ == "__main__":
    main(sys.argv[1:])
