"""What a board's list holds of its members. Part of the map of belongings (`schemas/belongings.py`)."""

from schemas.belonging import N_, Erased, Kept, Kind, Part, Whose, deleted, link

MEMBERS: tuple[Kept, ...] = (
    Kept(
        *("member", Part.ADDRESSES, N_("Din plads på listen over medlemmer")),
        {
            Whose.SEAT: "member.seat_id = ANY (:seats)",
            Whose.ADDRESS: "member.mail = ANY (:addresses)",
            Whose.NAME: "member.name = ANY (:names) AND member.board_id = ANY (:boards)",
        },
        (
            *deleted(Kind.NAME, name=N_("Navn"), organisation=N_("Valgt af")),
            *deleted(Kind.CHOICE, role=N_("Her som"), asking=N_("Indbydes"), language=N_("Sprog")),
            *deleted(Kind.PRESENCE, starts_on=N_("Periode fra"), ends_on=N_("Periode til")),
            *deleted(Kind.ADDRESS, mail=N_("Mailadresse"), new_mail=N_("Adresse, der ikke har sagt ja")),
            *deleted(Kind.ADDRESS, phone=N_("Telefonnummer")),
            *deleted(Kind.PRESENCE, new_mail_at=N_("Adressen skrevet"), asked_at=N_("Sat på listen")),
            *deleted(Kind.PRESENCE, yes_at=N_("Sagt ja"), left_at=N_("Gået ud af listen")),
            *deleted(Kind.MARK, salt=N_("Mærke, som links laves af"), own_hash=N_("Linket i mails om listen")),
            *deleted(Kind.MARK, yes_hash=N_("Linket til at sige ja")),
            *link(Erased.DELETED, "seat_id", "substitute_id"),
        ),
        order="asked_at",
    ),
)
