"""Which page shows what staff write to each other: the one where they answer, and no page of members."""

from schemas.staff_note import StaffNoteWritten
from server.live.pages import shows

shows("answer", "staff-notes", "work/staff_notes/notes.html", StaffNoteWritten)
