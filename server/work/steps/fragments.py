"""Which events change the work that staff see on an idea's page."""

from schemas.answer import AnswerGiven
from schemas.idea import IdeaHidden, StatusChanged, WordsErased
from schemas.moment import MomentAdded
from server.live.pages import shows

shows("idea", "work", "work/steps/work.html", StatusChanged, AnswerGiven, MomentAdded, IdeaHidden, WordsErased)
