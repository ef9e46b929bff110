"""Every way in which a spec could be wrong in one place, concept by concept of the language.

What no scenario can see has no mutants: texts and labels, leads, who may read, reports, due dates of tasks, what the
org is expected to have.
"""

from collections.abc import Iterator

from generator.mutants import deciding, happening, ruling, timing, words
from generator.mutants.mutant import Mutant, Subject

CONCEPTS = (words, deciding, ruling, timing, happening)


def mutants(subject: Subject) -> Iterator[Mutant]:
    """All mutants in the order of the language's concepts; none that means the same as the spec."""
    for concept in CONCEPTS:
        for mutant in concept.mutants(subject):
            if mutant.process != subject.process:
                yield mutant
