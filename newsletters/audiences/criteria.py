"""All that an audience can be narrowed by: each is one class, entered here, and known nowhere else."""

from .attendance import Came, InLine, Seated
from .criterion import Criterion
from .interests import AGoal, Topic
from .membership import Joined, Language, Subscribed
from .work import Kind, OneOrganisation, Region, Role, TheLevel, Unit

# The order in which an editor finds them and a sentence says them.
CRITERIA: dict[str, Criterion] = {
    criterion.name: criterion
    for criterion in (
        Kind(),
        OneOrganisation(),
        Region(),
        Unit(),
        Role(),
        TheLevel(),
        Topic(),
        AGoal(),
        Subscribed(),
        Seated(),
        InLine(),
        Came(),
        Joined(),
        Language(),
    )
}
ORDER = {name: place for place, name in enumerate(CRITERIA)}
