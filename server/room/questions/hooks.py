"""What questions do at the moments of others."""

from server.core.erasing import SEAT_ERASED
from server.core.losses import LOST
from server.ideas.ideas.commands import BEFORE_PROPOSING
from server.meeting.meetings.phases import SETTLED
from server.meeting.meetings.setup import PLANNED
from server.room.questions.asking import may_ask
from server.room.questions.carrying import bring_along, put_off_the_rest
from server.room.questions.erasing import erase_asker
from server.room.questions.supporting import forget_supporters, support_again

BEFORE_PROPOSING.add(may_ask)
PLANNED.add(bring_along)
SETTLED.add(put_off_the_rest)
SETTLED.add(forget_supporters)
LOST.add(support_again)
SEAT_ERASED.add(erase_asker)
