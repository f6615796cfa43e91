"""What questions at a meeting hold of people. Part of the map of belongings (`schemas/belongings.py`)."""

from schemas.belonging import N_, Erased, Kept, Kind, Part, Whose, deleted, link, stays

QUESTIONS: tuple[Kept, ...] = (
    Kept(
        *("asker", Part.WHO, N_("Det, du har sagt for at spørge"), {Whose.SEAT: "asker.seat_id = ANY (:seats)"}),
        (
            *deleted(Kind.NAME, name=N_("Navn")),
            *deleted(Kind.ADDRESS, address=N_("Adresse")),
            *deleted(Kind.CHOICE, adult=N_("Fyldt 18 år")),
            *deleted(Kind.PRESENCE, at=N_("Sagt")),
            *link(Erased.DELETED, "seat_id"),
        ),
        order="at",
    ),
    Kept(
        *("support", Part.UNKNOWN, N_("Det, du også vil vide"), {}),
        stays(Kind.MARK, Erased.NOBODYS, voter=N_("Nøgle")),
        N_("Vi tæller, hvor mange der vil vide det. En time efter mødet sletter vi det."),
    ),
)
