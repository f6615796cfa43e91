"""What a board's open page holds of people. Part of the map of belongings (`schemas/belongings.py`)."""

from schemas.belonging import N_, Erased, Kept, Kind, Part, Whose, deleted, forgotten, link, stays

OFFICIAL, UNTIED = Erased.OFFICIAL, Erased.UNTIED
OF_THEIRS = """open_idea.idea_id IN (WITH RECURSIVE up AS (
    SELECT mine.id, mine.merged_into_id FROM idea AS mine WHERE mine.seat_id = ANY (:seats) AND NOT mine.on_paper
    UNION SELECT idea.id, idea.merged_into_id FROM idea JOIN up ON idea.id = up.merged_into_id) SELECT id FROM up)"""
"""Retellings of an idea of theirs, or of one that theirs is a part of now."""
BY_STAFF = """{}.{} IN (SELECT sat.id FROM seat AS sat WHERE sat.id = ANY (:seats)
    AND sat.role IN ('leader', 'coordinator'))"""

PUBLICATIONS: tuple[Kept, ...] = (
    Kept(
        *("open_words", Part.WORDS, N_("Om andre må læse din idé")),
        {Whose.SEAT: "open_words.seat_id = ANY (:seats)"},
        (
            *deleted(Kind.CHOICE, yes=N_("Andre må læse den med dine ord")),
            *deleted(Kind.PRESENCE, at=N_("Svaret")),
            *deleted(Kind.MARK, digest=N_("Mærke af de ord, du svarede om")),
            *link(Erased.DELETED, "seat_id"),
        ),
        N_("Du kan altid svare om. Det gør du ved din idé."),
        order="at",
    ),
    Kept(
        *("open_idea", Part.WORDS, N_("Din idé, som koordinatoren fortæller den"), {Whose.SEAT: OF_THEIRS}),
        (
            *forgotten(Kind.OTHERS, title=N_("Fortalt med få ord"), text=N_("Fortællingen")),
            *forgotten(Kind.MARK, digest=N_("Mærke af de ord, der stod på den åbne side")),
        ),
        N_("Koordinatoren har skrevet det til peerboardets åbne side."),
        order="idea_id",
    ),
    Kept(
        *("open_idea", Part.WORK, N_("Idéer, du har sat på en åben side")),
        {Whose.SEAT: BY_STAFF.format("open_idea", "shown_by")},
        link(UNTIED, "shown_by"),
        order="idea_id",
    ),
    Kept(
        *("open_minutes", Part.WORK, N_("Referater, du har sat på en åben side")),
        {Whose.SEAT: BY_STAFF.format("open_minutes", "shown_by")},
        link(UNTIED, "shown_by"),
        order="meeting_id",
    ),
    Kept(
        *("publication", Part.WORK, N_("Åbne sider, du har åbnet")),
        {Whose.SEAT: BY_STAFF.format("publication", "opened_by")},
        (*stays(Kind.OTHERS, Erased.OTHERS, intro=N_("Sidens indledning")), *link(UNTIED, "opened_by")),
        order="board_id",
    ),
)
