from workforce.models.capacity import CapacityReading, CaseloadStandard, Team
from workforce.models.costs import GradeCost, PayAward
from workforce.models.posts import FundedPost
from workforce.models.recruitment import Cover, Position, RecruitmentEvent

__all__ = [
    "CapacityReading",
    "CaseloadStandard",
    "Cover",
    "FundedPost",
    "GradeCost",
    "PayAward",
    "Position",
    "RecruitmentEvent",
    "Team",
]
