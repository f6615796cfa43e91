"""What the phase "Ved bordene" shows, and which events change it. A table's words are in no frame: each phone there
fetches its own."""

from schemas.format import Phase
from schemas.idea import IdeaHidden, IdeasRevealed, StatusChanged, WordsErased
from schemas.meeting import MeetingChanged, PhaseEntered
from schemas.seat import SeatChanged
from schemas.table import TableMoved
from server.live.pages import STATE, moves, shows
from server.meeting.meetings.fragments import ENDS
from server.meeting.meetings.phases import BEFORE_END, EveryPhase, PhasePart, in_every_phase, in_phase
from server.room.tables.commands import choose_for_the_rest, show_what_was_kept
from server.room.tables.queries import load_own_table, load_tables, table_pictures

in_phase(
    Phase.TABLES,
    PhasePart(
        "room/tables/room.html",
        "room/tables/stage.html",
        "room/tables/desk.html",
        bar="ideas/ideas/bar.html",
        pictures=table_pictures,
        leave=choose_for_the_rest,
    ),
)
OWN = (("table-where", "room/tables/where.html"), ("table", "room/tables/own.html"))
in_every_phase("tables", EveryPhase(load=load_tables))
in_every_phase("table", EveryPhase(load_own=load_own_table, own=OWN))
BEFORE_END.add(show_what_was_kept)
moves(TableMoved, "tables", STATE)
FOR_ALL = (PhaseEntered, IdeasRevealed, MeetingChanged, WordsErased)
"""After these every phone fetches what is its own; after those of a table only the phones whose table is another."""
for region, template in OWN:
    shows("meeting", region, template, *FOR_ALL, *ENDS)
at_a_table = (TableMoved, SeatChanged, IdeaHidden, StatusChanged)
shows("meeting", "table-parts", "room/tables/parts.html", *at_a_table, *FOR_ALL, *ENDS)
shows("desk", "table-seats", "room/tables/seats.html", state=True)
shows("desk", "tools", "meeting/meetings/tools.html", TableMoved)
shows("screen", "stage", "meeting/meetings/stage.html", TableMoved)
