"""Act: a thing that a seat may do. `format.py` says which role may do it in which phase."""

from enum import StrEnum

from schemas.roles import Role


class Act(StrEnum):
    PROPOSE = "propose"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    DONE = "done"
    VOTE = "vote"
    COMMENT = "comment"
    SUPPORT = "support"
    """ "Jeg vil også vide det": support somebody's question, or take that back."""
    SPEAK = "speak"
    """ "Jeg vil gerne sige noget": stand in the queue, or step out of it."""
    TABLE = "table"
    """Sit down at a table, choose what it shows, ask for help there."""
    GROUP = "group"
    """Group ideas, ungroup them, and name a group."""
    LEAVE = "leave"
    FOLLOW = "follow"
    ADD = "add"
    """Add words to your own idea, or ask for attention to it; after the meeting too."""
    HEARD = "heard"
    """Answer "Blev du hørt?" on leaving."""
    FELT = "felt"
    """Say whether an idea that was carried out can be felt, and whether it helped."""
    RUN = "run"
    """Phases, timer, door, voting rules."""
    SEATS = "seats"
    ADMIT = "admit"
    SEND = "send"
    """Send an idea to a leader."""
    MERGE = "merge"
    MODERATE = "moderate"
    """Hide a comment or an idea, with a reason that its author sees; show it again."""
    NOTE = "note"
    PAPER = "paper"
    """Enter ideas and ballots for people without a phone; a table's scribe may too."""
    AGREE = "agree"
    SET_UP = "set_up"
    """Board, meetings, invitations."""
    PUBLISH = "publish"
    """Open the board's page to everybody, and put ideas and minutes on it."""
    OPEN_WORDS = "open_words"
    """Say whether everybody may read one's own words, or no longer; at any time."""
    REWORD = "reword"
    """Answer those who moderate about one's own words; at any time."""
    CLOSE_BOARD = "close_board"
    """Close the board, and open it again."""
    TAKE_ON = "take_on"
    """Find a coordinator for a board that has none."""
    ANSWER = "answer"
    PROGRESS = "progress"


PARTICIPANTS = frozenset({Role.PATIENT, Role.RELATIVE, Role.CITIZEN, Role.PROFESSIONAL, Role.LEADER})
"""Who proposes and votes. A leader's dots count like everybody else's."""


def voting(*, leaders_vote: bool) -> frozenset[Role]:
    """The roles that vote in a meeting; a meeting may leave leaders out."""
    return PARTICIPANTS if leaders_vote else PARTICIPANTS - {Role.LEADER}


RUNNING = frozenset(
    {
        *(Act.RUN, Act.SEATS, Act.ADMIT, Act.SEND, Act.MERGE),
        *(Act.MODERATE, Act.NOTE, Act.PAPER, Act.AGREE, Act.SET_UP, Act.CLOSE_BOARD, Act.PUBLISH),
    }
)
"""What a coordinator does, in any phase."""
LEADING = frozenset({Act.TAKE_ON, Act.ANSWER, Act.PROGRESS})
STANDING = frozenset({Act.LEAVE, Act.TABLE, Act.FOLLOW, Act.HEARD, Act.FELT, Act.OPEN_WORDS, Act.REWORD})
WORDS = frozenset({Act.PROPOSE, Act.EDIT, Act.COMMENT, Act.ADD, Act.REWORD})
"""What puts words before others, and is refused to a seat that was closed for (`Seat.muted_at`)."""
AFTER_TERM = frozenset({Act.LEAVE, Act.FOLLOW, Act.OPEN_WORDS, Act.REWORD})
"""What is left to a seat whose term is over, besides reading (`Seat.acts_as`)."""
WHILE_CLOSED = frozenset(
    {
        *(Act.LEAVE, Act.FOLLOW, Act.WITHDRAW, Act.OPEN_WORDS),
        *(Act.MODERATE, Act.SEATS, Act.CLOSE_BOARD),
    }
)
"""What may still be done on a board that is closed: whatever takes something away, and opening it again."""
