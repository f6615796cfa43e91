"""The regions that change when a line is added to an idea's timeline."""

from schemas.moment import MomentAdded
from server.live.pages import shows

shows("idea", "story", "ideas/ideas/story_told.html", MomentAdded)
shows("progress", "progress", "views/progress/stages.html", MomentAdded)
