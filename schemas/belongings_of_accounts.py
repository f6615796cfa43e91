"""The part of the map of belongings (`schemas/belongings.py`) that is about somebody's account: who they are, and how
they sign in."""

from schemas.belonging import N_, Erased, Kept, Kind, Part, Whose, deleted, forgotten, link

BY_ACCOUNT = "{}.person_id = :person"

ACCOUNTS: tuple[Kept, ...] = (
    Kept(
        *("person", Part.WHO, N_("Din konto"), {Whose.PERSON: "person.id = :person"}),
        (
            *forgotten(Kind.NAME, name=N_("Navn"), title=N_("Stilling")),
            *forgotten(Kind.ADDRESS, mail=N_("Mailadresse")),
            *forgotten(Kind.WORK, coordinator=N_("Må oprette peerboards og møder")),
            *forgotten(Kind.CHOICE, language=N_("Sprog")),
            *forgotten(Kind.PRESENCE, used_at=N_("Sidst brugt"), ended_at=N_("Kontoen er lukket")),
        ),
        order="id",
    ),
    Kept(
        *("address_change", Part.ADDRESSES, N_("En ny adresse, du har bedt om")),
        {Whose.PERSON: BY_ACCOUNT.format("address_change")},
        (
            *deleted(Kind.ADDRESS, mail=N_("Mailadresse")),
            *deleted(Kind.PRESENCE, expires_at=N_("Gælder til")),
            *deleted(Kind.MARK, token_hash=N_("Linket i mailen")),
            *link(Erased.DELETED, "person_id"),
        ),
        order="expires_at",
    ),
    Kept(
        *("identity", Part.DEVICES, N_("Log ind med jeres organisation")),
        {Whose.PERSON: BY_ACCOUNT.format("identity")},
        (
            *deleted(Kind.DEVICE, issuer=N_("Hvem der siger god for dig"), subject=N_("Dit nummer hos dem")),
            *deleted(Kind.PRESENCE, linked_at=N_("Første gang")),
            *deleted(Kind.WORK, given=N_("Pladser og enheder, som dine grupper har givet dig")),
            *link(Erased.DELETED, "person_id"),
        ),
        order="linked_at",
    ),
    Kept(
        *("sign_in_link", Part.DEVICES, N_("Links til at logge ind")),
        {Whose.PERSON: BY_ACCOUNT.format("sign_in_link")},
        (
            *deleted(Kind.PRESENCE, expires_at=N_("Gælder til")),
            *deleted(Kind.DEVICE, reusable=N_("Kan bruges flere gange")),
            *deleted(Kind.MARK, token_hash=N_("Linket i mailen")),
            *link(Erased.DELETED, "person_id"),
        ),
        order="expires_at",
    ),
)
