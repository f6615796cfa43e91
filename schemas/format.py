"""Format (mødeform) and Phase (trin): what each phase of each format lets each role do, and what it hides; data, not
code. Nothing asks which format a meeting has: it asks the format's row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from schemas.act import LEADING, PARTICIPANTS, RUNNING, STANDING, Act
from schemas.roles import JOINABLE, Role


class Phase(StrEnum):
    SINCE_LAST = "since_last"
    PROPOSE = "propose"
    TABLES = "tables"
    REVEAL = "reveal"
    GROUP = "group"
    DISCUSS = "discuss"
    VOTE = "vote"
    RESULT = "result"
    AGREE = "agree"
    AGENDA = "agenda"
    HAND_OVER = "hand_over"
    QUEUE = "queue"
    CLOSE = "close"


class Hide(StrEnum):
    IDEAS = "ideas"
    """The text of the meeting's new ideas: nobody sees anybody else's, whatever their role."""
    TOTALS = "totals"
    """The dots given so far in a round."""


@dataclass(frozen=True)
class PhaseRule:
    """One phase: what participants may do in it, what it hides, and whether new ideas are still on time."""

    acts: frozenset[Act]
    hides: frozenset[Hide] = frozenset()
    takes_ideas: bool = False
    asks: bool = False
    """Whether a meeting may put a question of its own in place of the phase's."""
    marks: bool = False
    """Whether the coordinator marks what the room chose aloud, when there are too few people for a secret vote."""
    shows_at_once: bool = False
    """Whether a new idea shows when it is written, or when somebody who moderates has shown it; else the phase hides
    it until the reveal."""
    talks: bool = False
    """Whether the room talks about one idea or case at a time, and is asked about that."""
    at_tables: bool = False
    """Whether people write at their tables: what is written is seen by the table, which chooses what the room sees."""


WRITING = frozenset({Act.PROPOSE, Act.EDIT, Act.WITHDRAW})
SEEN = frozenset({Hide.TOTALS})
UNSEEN = frozenset({Hide.IDEAS, Hide.TOTALS})
PHASES: dict[Phase, PhaseRule] = {
    Phase.SINCE_LAST: PhaseRule(WRITING | {Act.COMMENT}, UNSEEN, takes_ideas=True),
    Phase.PROPOSE: PhaseRule(WRITING | {Act.COMMENT, Act.DONE}, UNSEEN, takes_ideas=True, asks=True),
    Phase.TABLES: PhaseRule(WRITING | {Act.DONE}, UNSEEN, takes_ideas=True, asks=True, at_tables=True),
    Phase.REVEAL: PhaseRule(WRITING | {Act.COMMENT}, SEEN),
    Phase.GROUP: PhaseRule(WRITING | {Act.COMMENT, Act.GROUP, Act.DONE}, SEEN),
    Phase.DISCUSS: PhaseRule(WRITING | {Act.COMMENT, Act.SPEAK}, SEEN, talks=True),
    Phase.VOTE: PhaseRule(frozenset({Act.PROPOSE, Act.VOTE, Act.DONE, Act.COMMENT}), SEEN, marks=True),
    Phase.RESULT: PhaseRule(frozenset({Act.PROPOSE, Act.WITHDRAW, Act.COMMENT}), marks=True),
    Phase.AGREE: PhaseRule(frozenset({Act.PROPOSE, Act.WITHDRAW, Act.COMMENT, Act.SPEAK})),
    Phase.AGENDA: PhaseRule(frozenset({Act.PROPOSE, Act.WITHDRAW, Act.COMMENT, Act.SPEAK}), talks=True),
    Phase.HAND_OVER: PhaseRule(frozenset({Act.PROPOSE, Act.WITHDRAW, Act.COMMENT})),
    Phase.QUEUE: PhaseRule(WRITING | {Act.SUPPORT}, SEEN, takes_ideas=True, shows_at_once=True),
    Phase.CLOSE: PhaseRule(frozenset({Act.PROPOSE, Act.COMMENT})),
}
"""What each phase allows, unless a format's row says otherwise (`FormatRule.differs`).

An idea or comment that arrives after its phase is kept all the same: what people typed is never lost."""


class Written(StrEnum):
    """What is written at a meeting. All screens, letters and files call it so (`server/core/translations.py`)."""

    IDEA = "idea"
    QUESTION = "question"
    ITEM = "item"
    """Of an agenda."""


class Moderated(StrEnum):
    """Whether somebody looks at what members write, and when. What staff write is never looked at."""

    NEVER = "never"
    AFTER = "after"
    """It shows, and somebody looks at it afterwards."""
    BEFORE = "before"
    """Nobody else reads it before somebody has shown it (the gate)."""


class Names(StrEnum):
    """Whether whoever joins is asked for a name."""

    NEVER = "never"
    """There is no field, and what a request sends all the same is not kept."""
    OPTIONAL = "optional"
    """The field is folded away."""
    ASKED = "asked"
    """The field stands open, and may be left empty."""
    REQUIRED = "required"


class Format(StrEnum):
    PEERBOARD = "peerboard"
    COUNCIL = "council"
    GUIDELINE = "guideline"
    SALON = "salon"
    REPRESENTATIVES = "representatives"
    HEARING = "hearing"
    QUESTION_TIME = "question_time"


@dataclass(frozen=True)
class FormatRule:
    """A meeting form: its phases in order and what differs in them, what is asked at its door, what is written, the
    themes it starts with, and the defaults of a round."""

    phases: tuple[Phase, ...]
    themes: tuple[str, ...]
    differs: Mapping[Phase, PhaseRule] = field(default_factory=dict)
    """The phases that allow or hide something else here than in PHASES."""
    roles: tuple[Role, ...] = JOINABLE
    """What the door asks people to choose from. With none it does not ask: everybody who joins is CITIZEN, and no
    figures are given by role."""
    names: Names = Names.OPTIONAL
    written: Written = Written.IDEA
    moderated: Moderated = Moderated.NEVER
    """What its meetings start with; each may choose otherwise."""
    hands_in: timedelta | None = None
    """How long before a meeting its items are to be handed in, unless its coordinator sets a day. What is handed in is
    read by the coordinator, who puts it on an agenda; what comes later waits for the next one. None: there is no
    agenda, and what is written is shown to all at once."""
    weighs_sides: bool = False
    """Whether pages and minutes say how many lay members and how many of the house are there."""
    dots: int = 5
    most: int = 3
    seats: int = 300
    """How many may join a meeting until its coordinator makes room for more."""
    open_record: bool = False
    """Whether its record is for everybody: whoever writes is asked at once whether their words may stand in it."""
    from_one_address: int | None = None
    """How many may take a seat from one address in ten minutes; None: all who come."""
    waiting: int = 30
    """How many texts of one seat may wait to be looked at, at a time."""
    chosen: int = 3
    """How many ideas a round chooses; ideas tied with the last one are chosen too."""
    tables: bool = False
    """Whether people sit at numbered tables. Each is told at the door, or asked; what is written keeps the number."""
    shared: bool = False
    """Whether the room says who should have an idea together, as a municipality and a region do."""
    table_shows: int = 3
    """How many of its ideas a table shows the room at once; the others stay on its list until the meeting is over."""
    window: timedelta | None = None
    """How long before the meeting's start its members may begin to write; None means as soon as they have come in.
    Until when, and whether after the queue too, is said by the acts of its phases."""
    support: int | None = None
    """From how many people on what they support ("Jeg vil også vide det") is counted aloud and goes first; below that
    the order is shuffled. None: nobody is asked."""

    def in_phase(self, phase: Phase) -> PhaseRule:
        """What holds in a phase of this format."""
        return self.differs.get(phase, PHASES[phase])

    @property
    def opens_with(self) -> Phase:
        """The phase that a meeting begins with when there is nothing to look back on: the first that asks."""
        return next((phase for phase in self.phases if self.in_phase(phase).asks), self.phases[0])

    @property
    def chosen_by(self) -> tuple[str, ...]:
        """Which of a meeting's choices mean something here, by the names that its form has for them."""
        told = {
            "asks": any(self.in_phase(phase).asks for phase in self.phases),
            "tables": self.tables,
            "reveals": Phase.REVEAL in self.phases,
            "groups": Phase.GROUP in self.phases,
            "votes": self.votes,
            "ahead": self.ahead,
            "waits": not self.ahead,
        }
        return tuple(name for name, holds in told.items() if holds)

    @property
    def ahead(self) -> bool:
        """Whether people write from home before the meeting begins; so they must be able to come in as soon as it is
        planned."""
        return self.hands_in is not None or self.window is not None

    @property
    def votes(self) -> bool:
        """Whether anything is voted on, and so whether there are rules for it."""
        return Phase.VOTE in self.phases

    @property
    def queues(self) -> bool:
        """Whether what is written is called up one at a time, and answered there or in writing."""
        return Phase.QUEUE in self.phases

    @property
    def asks_roles(self) -> bool:
        """Whether people say who they are when they join."""
        return bool(self.roles)


ALL_PHASES = tuple(phase for phase in Phase if phase not in {Phase.AGENDA, Phase.HAND_OVER, Phase.QUEUE, Phase.TABLES})
"""An evening that ends with who does what."""
HANDING_OVER = (
    *(Phase.PROPOSE, Phase.REVEAL, Phase.GROUP),
    *(Phase.VOTE, Phase.RESULT, Phase.HAND_OVER, Phase.CLOSE),
)
"""An evening that ends with one document for others to work with."""
AT_TABLES = tuple(Phase.TABLES if phase is Phase.PROPOSE else phase for phase in ALL_PHASES)
"""An evening in which people write at tables, and each table chooses what it shows."""
HEARING = (
    *(Phase.PROPOSE, Phase.GROUP, Phase.DISCUSS),
    *(Phase.VOTE, Phase.RESULT, Phase.AGREE, Phase.CLOSE),
)
"""An evening that anybody may come to: nothing is revealed, since what was looked at shows at once."""
FORMATS: dict[Format, FormatRule] = {
    Format.PEERBOARD: FormatRule(ALL_PHASES, ("Hverdagen på afsnittet", "Samtaler og svar", "Overgange", "Pårørende")),
    Format.COUNCIL: FormatRule(ALL_PHASES, ("Kommunikation", "Fysiske omgivelser", "Samarbejde")),
    Format.GUIDELINE: FormatRule(
        HANDING_OVER,
        ("Virkninger, der betyder noget", "Bivirkninger, der betyder noget", "Valg af behandling", "Hverdagen med det"),
        # There is no step for talking: people talk while they group.
        differs={Phase.GROUP: PhaseRule(WRITING | {Act.COMMENT, Act.GROUP, Act.SPEAK}, SEEN)},
        names=Names.NEVER,  # what somebody asks about side effects may be their own illness
        written=Written.QUESTION,
        chosen=10,
    ),
    Format.SALON: FormatRule(
        AT_TABLES,
        ("Mellem sygehus og kommune", "Tæt på, hvor vi bor", "Samtaler og svar", "Hverdagen hjemme"),
        roles=(),  # at a table are few: who says that they are ill or a relative would be known
        tables=True,
        shared=True,
    ),
    Format.REPRESENTATIVES: FormatRule(
        (Phase.SINCE_LAST, Phase.AGENDA, Phase.CLOSE),
        ("Kvalitet", "Patientforløb", "Kommunikation", "Økonomi og drift"),
        names=Names.REQUIRED,  # a management meeting minutes who is there, and an agenda says whose an item is
        written=Written.ITEM,
        hands_in=timedelta(days=10),
        weighs_sides=True,
    ),
    Format.HEARING: FormatRule(
        HEARING,
        ("Trafik og adgang", "Natur og omgivelser", "Hverdagen imens", "Tid og penge"),
        # What was shown stands there at once, so people go on writing while they read, group and talk.
        differs={
            Phase.PROPOSE: PhaseRule(WRITING | {Act.COMMENT}, SEEN, takes_ideas=True, asks=True, shows_at_once=True),
            Phase.GROUP: PhaseRule(WRITING | {Act.COMMENT, Act.GROUP}, SEEN, takes_ideas=True, shows_at_once=True),
            Phase.DISCUSS: PhaseRule(
                WRITING | {Act.COMMENT, Act.SPEAK}, SEEN, takes_ideas=True, shows_at_once=True, talks=True
            ),
        },
        roles=(),
        names=Names.NEVER,  # anybody may come, and the record stays; a typed name proves nothing and may be another's
        moderated=Moderated.BEFORE,
        open_record=True,
        seats=1000,
        from_one_address=600,  # a full hall behind one address, twice
        waiting=3,
    ),
    Format.QUESTION_TIME: FormatRule(
        (Phase.PROPOSE, Phase.QUEUE, Phase.CLOSE),
        ("Sygehuse", "Læger og forløb", "Trafik", "Miljø", "Andet"),
        # What is asked is read at once: others are to see it, and to say that they want to know it too.
        differs={
            Phase.PROPOSE: PhaseRule(WRITING | {Act.SUPPORT}, SEEN, takes_ideas=True, asks=True, shows_at_once=True),
            Phase.CLOSE: PhaseRule(frozenset()),
        },
        roles=(),
        written=Written.QUESTION,
        moderated=Moderated.BEFORE,
        open_record=True,
        window=timedelta(days=60),
        support=5,
    ),
}
DEFAULT_FORMAT = Format.PEERBOARD
"""What a board has until somebody chooses."""


def may(rule: FormatRule, role: Role, phase: Phase, act: Act) -> bool:
    """Whether `role` may do `act` while a meeting of the format `rule` is in `phase`."""
    if act in RUNNING or (act is Act.GROUP and role is Role.COORDINATOR):
        return role is Role.COORDINATOR
    if act in LEADING:
        return role in {Role.COORDINATOR, Role.LEADER}
    if act in STANDING:
        return True
    return role in PARTICIPANTS and act in rule.in_phase(phase).acts
