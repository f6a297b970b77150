"""Return policies as values: windows, fees, exclusions, and how they combine."""

from postpurchase.returning.policies.parts import (
    CONDITIONS,
    REQUIRED,
    Exclusion,
    Photos,
    Restocking,
    Review,
    Segment,
    Step,
    Way,
)
from postpurchase.returning.policies.policy import Policies, Policy, combine
from postpurchase.returning.policies.windows import (
    NO_RETURNS,
    UNLIMITED,
    Season,
    Window,
)

__all__ = [
    "CONDITIONS",
    "NO_RETURNS",
    "REQUIRED",
    "UNLIMITED",
    "Exclusion",
    "Photos",
    "Policies",
    "Policy",
    "Restocking",
    "Review",
    "Season",
    "Segment",
    "Step",
    "Way",
    "Window",
    "combine",
]
