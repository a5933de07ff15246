from workforce.models.capacity import CapacityReading, CaseloadStandard, Team, TeamRetirement
from workforce.models.costs import EnteredCost, GradeCost, PayAward
from workforce.models.posts import FundedPost, PostStatus
from workforce.models.recruitment import Cover, Position, PostSentence, RecruitmentEvent

__all__ = [
    "CapacityReading",
    "CaseloadStandard",
    "Cover",
    "EnteredCost",
    "FundedPost",
    "GradeCost",
    "PayAward",
    "Position",
    "PostSentence",
    "PostStatus",
    "RecruitmentEvent",
    "Team",
    "TeamRetirement",
]
