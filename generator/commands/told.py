"""What a test says of one story."""

from generator.frozen import record
from generator.scenarios.running import Failure


@record
class Told:
    """A story: its name, what failed, and how it went for those who read a failure."""

    name: str
    failures: tuple[Failure, ...]
    shown: str
