"""Which page shows what staff write to each other: the answer page, and no page that members see."""

from schemas.staff_note import StaffNoteWritten
from server.live.pages import shows

shows("answer", "staff-notes", "work/staff_notes/notes.html", StaffNoteWritten)
