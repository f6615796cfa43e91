"""What moderation holds of people. Part of the map of belongings (`schemas/belongings.py`)."""

from schemas.belonging import N_, Erased, Kept, Kind, Part, Whose, forgotten, link, stays

COUNTED = Erased.COUNTED
OF_THEIRS = """(screening.idea_id IN (SELECT id FROM idea WHERE idea.seat_id = ANY (:seats))
    OR screening.comment_id IN (SELECT id FROM comment WHERE comment.seat_id = ANY (:seats)))"""

SCREENINGS: tuple[Kept, ...] = (
    Kept(
        *("screening", Part.WORDS, N_("Det, der er set efter, før andre læste det"), {Whose.SEAT: OF_THEIRS}),
        (
            *forgotten(Kind.OTHERS, message=N_("Skrevet til dig"), title=N_("Foreslået overskrift")),
            *forgotten(Kind.OTHERS, text=N_("Foreslået tekst")),
            *forgotten(Kind.MARK, looks=N_("Hvad teksten ligner")),
            *stays(Kind.COUNT, COUNTED, verdict=N_("Hvad der blev besluttet"), rule=N_("Efter regel nummer")),
            *stays(Kind.PRESENCE, COUNTED, since=N_("Siden")),
        ),
        N_("Ordene selv står ved dine idéer og kommentarer."),
        order="since",
    ),
    Kept(
        *("screening_line", Part.WORK, N_("Det, du har set efter for andre")),
        {Whose.SEAT: "screening_line.seat_id = ANY (:seats)"},
        (
            *stays(Kind.WORK, COUNTED, deed=N_("Hvad du gjorde"), rule=N_("Efter regel nummer")),
            *stays(Kind.PRESENCE, COUNTED, at=N_("Hvornår")),
            *link(Erased.UNTIED, "seat_id"),
        ),
        order="at",
    ),
)
