"""The part of the map of belongings (`schemas/belongings.py`) that is about what citizens ask: whoever may pass it on,
wrote it down or answered it, and the citizen, of whom nothing is known but an address."""

from schemas.belonging import N_, Erased, Kept, Kind, Part, Whose, deleted, forgotten, link, stays

OFFICIAL, COUNTED, UNTIED = Erased.OFFICIAL, Erased.COUNTED, Erased.UNTIED
ENQUIRIES: tuple[Kept, ...] = (
    Kept(
        *("listener", Part.WORK, N_("Når du er lyttepost, eller har valgt en")),
        {
            Whose.PERSON: ":person IN (listener.person_id, listener.by_id)",
            Whose.NAME: "listener.called = ANY (:names)",
        },
        (
            *deleted(Kind.NAME, called=N_("Navn, som det blev skrevet")),
            *deleted(Kind.WORK, since=N_("Fra")),
            *link(Erased.DELETED, "person_id"),
            *link(UNTIED, "by_id"),
        ),
        order="since",
    ),
    Kept(
        *("enquiry", Part.WORK, N_("Henvendelser, du har skrevet eller svaret på")),
        {Whose.PERSON: ":person IN (enquiry.written_by, enquiry.answered_by)"},
        (
            *stays(Kind.WORK, COUNTED, matter=N_("Hvad det handler om"), written_at=N_("Skrevet")),
            *stays(Kind.WORK, COUNTED, answer_by=N_("Svar senest"), answered_at=N_("Besvaret")),
            *stays(Kind.WORK, COUNTED, handed_at=N_("Sedlen er givet"), told_at=N_("Svaret er sagt")),
            *stays(Kind.OFFICIAL, OFFICIAL, answerer=N_("Hvem der svarede")),
            *stays(Kind.MARK, Erased.OTHERS, text=N_("Borgerens ord"), answer=N_("Svaret")),
            *stays(Kind.MARK, Erased.OTHERS, idea_title=N_("Idéens overskrift"), idea_text=N_("Idéens tekst")),
            *link(UNTIED, "written_by", "answered_by"),
        ),
        N_("Ordene står ikke her. De hører til borgeren, som kan slette dem."),
        order="written_at",
    ),
    Kept(
        *("enquiry", Part.ADDRESSES, N_("Din adresse ved en henvendelse")),
        {Whose.ADDRESS: "enquiry.reply = 'mail' AND enquiry.contact = ANY (:addresses)"},
        (
            *forgotten(Kind.ADDRESS, contact=N_("Mailadresse")),
            *forgotten(Kind.CHOICE, reply=N_("Hvordan du får svar")),
            *stays(Kind.MARK, Erased.NOBODYS, token_hash=N_("Linket i mailen"), code_hash=N_("Koden på sedlen")),
            *stays(Kind.PRESENCE, COUNTED, erased_at=N_("Slettet"), yes_at=N_("Du sagde ja")),
        ),
        order="written_at",
    ),
)
