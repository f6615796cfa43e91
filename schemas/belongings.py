"""Belongings (oplysninger): the map of everything that is kept of people. "Mine oplysninger" and its file are read from
it, and erasing goes by it.

Each column of each table is either in a `Kept`, or in PLAIN because it says nothing about a person. A column that is in
neither fails a test. INSIDE says what JSON and arrays can hold; words and names in them count like any other.
"""

from schemas.belonging import (
    N_,
    Erased,
    Kept,
    Kind,
    Part,
    Whose,
    deleted,
    forgotten,
    link,
    replaced,
    stays,
)
from schemas.belongings_of_enquiries import ENQUIRIES
from schemas.belongings_of_members import MEMBERS
from schemas.belongings_of_nobody import UNKNOWN
from schemas.belongings_of_publications import PUBLICATIONS
from schemas.belongings_of_questions import QUESTIONS
from schemas.belongings_of_screenings import SCREENINGS
from schemas.belongings_of_work import WORK

COUNTED, OTHERS, NOBODYS = Erased.COUNTED, Erased.OTHERS, Erased.NOBODYS
BY_SEAT = "{}.seat_id = ANY (:seats)"
OWN_IDEAS = "SELECT mine.id FROM idea AS mine WHERE mine.seat_id = ANY (:seats) AND NOT mine.on_paper"
SAID_BY_PROPOSER = f"""moment.kind IN ('added', 'attention') AND (moment.written_by = ANY (:seats)
    OR moment.written_by IS NULL AND moment.idea_id IN ({OWN_IDEAS}
    AND NOT EXISTS (SELECT FROM idea AS part WHERE part.merged_into_id = mine.id)))"""
"""Members are never on a timeline by their seat. What was added to an idea with others merged into it may be any of
their authors', where it was not yet written down whose it is."""
CONFIRMED = """SELECT given.mail FROM follow AS given WHERE given.seat_id = ANY (:seats)
    AND given.confirmed_at IS NOT NULL
    UNION SELECT listed.mail FROM member AS listed WHERE listed.seat_id = ANY (:seats) AND listed.mail <> ''"""
"""Addresses that a seat has given, and that said yes. An address that did not may be somebody else's."""
LETTERS = f"""mail.recipient NOT IN (SELECT person.mail FROM person) AND (mail.recipient IN
    (SELECT asked.mail FROM invitation AS asked WHERE asked.seat_id = ANY (:seats) AND asked.mail <> '')
    OR mail.recipient IN ({CONFIRMED}) AND EXISTS (SELECT FROM job JOIN seat ON seat.board_id = job.board_id
    WHERE seat.id = ANY (:seats) AND job.kind = 'mail' AND job.subject_id = mail.id))"""  # noqa: S608 - our own words
"""Letters to where they were invited, and from the seat's own board to the address that they gave: somebody may have
given a friend's. An account's letters are shown to the account."""
LINES = f"""digest_line.recipient IN ({CONFIRMED}) AND digest_line.idea_id IN (SELECT idea.id FROM idea
    JOIN seat ON seat.board_id = idea.board_id WHERE seat.id = ANY (:seats))"""  # noqa: S608
BROWSERS = """browser_session.person_id = :person OR browser_session.id IN
    (SELECT sits.session_id FROM session_seat AS sits WHERE sits.seat_id = ANY (:seats))"""

KEPT: tuple[Kept, ...] = (
    Kept(
        *("seat", Part.WHO, N_("Din plads")),
        {
            Whose.SEAT: "seat.id = ANY (:seats)",
            Whose.NAME: "seat.name = ANY (:names) AND seat.board_id = ANY (:boards)",
        },
        (
            *forgotten(Kind.NAME, name=N_("Navn"), organisation=N_("Forening eller sted")),
            *forgotten(Kind.NAME, called_title=N_("Stilling, som den blev skrevet")),
            *stays(Kind.CHOICE, COUNTED, role=N_("Her som")),
            *forgotten(Kind.CHOICE, role_was=N_("Før stod du som"), role_doubted_at=N_("Du sagde nej til rettelsen")),
            *stays(Kind.PRESENCE, COUNTED, joined_at=N_("Kom med"), removed_at=N_("Plads taget væk")),
            *stays(Kind.PRESENCE, COUNTED, ends_at=N_("Periode til")),
            *forgotten(
                Kind.CHOICE, language=N_("Sprog"), size=N_("Bogstavernes størrelse"), theme=N_("Lys eller mørk")
            ),
            *forgotten(Kind.CHOICE, paused=N_("Siden er sat på pause")),
            *forgotten(Kind.WORK, scribe=N_("Skriver for andre ved bordet")),
            *forgotten(Kind.WORK, moderates=N_("Ser efter, hvad andre skriver")),
            *forgotten(Kind.OTHERS, muted_at=N_("Der er lukket for det, du skriver")),
            *forgotten(Kind.PRESENCE, looked_at=N_("Så sidst på Min idé"), looked_before=N_("Så på Min idé før det")),
            *forgotten(Kind.PRESENCE, return_used_at=N_("Returkoden sidst brugt")),
            *forgotten(Kind.DEVICE, code_by_screen=N_("Koden er lavet på en åben skærm")),
            *forgotten(Kind.MARK, return_hash=N_("Returkode"), nonce=N_("Mærke fra dengang du gik med")),
            *link(Erased.UNTIED, "person_id"),
        ),
        order="joined_at",
    ),
    Kept(
        *("idea", Part.WORDS, N_("Dine idéer"), {Whose.SEAT: BY_SEAT.format("idea") + " AND NOT idea.on_paper"}),
        (
            *replaced(Kind.WORDS, title=N_("Idéen med få ord"), text=N_("Teksten")),
            *stays(Kind.CHOICE, COUNTED, theme=N_("Tema"), statement=N_("Hører til"), wish=N_("Ønske")),
            *stays(Kind.COUNT, COUNTED, number=N_("Idéens nummer"), status=N_("Hvor idéen er nu")),
            *stays(Kind.PRESENCE, COUNTED, created_at=N_("Skrevet")),
            *stays(Kind.COUNT, COUNTED, late=N_("Kom efter tid")),
            *stays(Kind.PRESENCE, COUNTED, hidden_at=N_("Skjult af koordinatoren")),
            *forgotten(Kind.OTHERS, hidden_reason=N_("Hvorfor den er skjult")),
            *forgotten(Kind.MARK, submission=N_("Mærke fra afsendelsen"), first_words=N_("Mærke af de første ord")),
            *link(COUNTED, "seat_id"),
        ),
        order="created_at",
    ),
    Kept(
        *("idea", Part.WORDS, N_("Skrevet ned for andre"), {Whose.SEAT: BY_SEAT.format("idea") + " AND idea.on_paper"}),
        (
            *stays(Kind.OTHERS, OTHERS, title=N_("Idéen med få ord"), text=N_("Teksten")),
            *stays(Kind.CHOICE, COUNTED, paper_role=N_("Skrevet for en")),
            *link(Erased.UNTIED, "seat_id"),
        ),
        N_("Du har skrevet dem ned for andre. Ordene er deres."),
        order="created_at",
    ),
    Kept(
        *("comment", Part.WORDS, N_("Dine kommentarer"), {Whose.SEAT: BY_SEAT.format("comment")}),
        (
            *replaced(Kind.WORDS, text=N_("Kommentaren")),
            *stays(Kind.PRESENCE, COUNTED, written_at=N_("Skrevet"), hidden_at=N_("Skjult af koordinatoren")),
            *forgotten(Kind.OTHERS, hidden_reason=N_("Hvorfor den er skjult")),
            *forgotten(Kind.MARK, submission=N_("Mærke fra afsendelsen")),
            *link(COUNTED, "seat_id"),
        ),
        order="written_at",
    ),
    Kept(
        *("moment", Part.WORDS, N_("Det, du har føjet til din idé"), {Whose.SEAT: SAID_BY_PROPOSER}),
        (
            *replaced(Kind.WORDS, text=N_("Det, du skrev")),
            *stays(Kind.COUNT, COUNTED, kind=N_("Hvad det er")),
            *stays(Kind.PRESENCE, COUNTED, at=N_("Skrevet")),
            *forgotten(Kind.MARK, submission=N_("Mærke fra afsendelsen")),
            *link(COUNTED, "written_by"),
        ),
        order="at",
    ),
    Kept(
        *("follow", Part.ADDRESSES, N_("Idéer, du følger")),
        {Whose.SEAT: BY_SEAT.format("follow"), Whose.ADDRESS: "follow.mail = ANY (:addresses)"},
        (
            *deleted(Kind.ADDRESS, mail=N_("Mailadresse")),
            *deleted(Kind.CHOICE, weekly=N_("Kun én mail om ugen"), language=N_("Sprog")),
            *deleted(Kind.PRESENCE, created_at=N_("Siden"), confirmed_at=N_("Sagt ja til mail")),
            *deleted(Kind.MARK, token_hash=N_("Linket i mails om idéen"), address_hash=N_("Linket til alle mails")),
            *link(Erased.DELETED, "seat_id"),
        ),
        order="created_at",
    ),
    Kept(
        *("invitation", Part.ADDRESSES, N_("Din indbydelse")),
        {
            Whose.SEAT: BY_SEAT.format("invitation"),
            Whose.ADDRESS: "invitation.mail = ANY (:addresses)",
            Whose.NAME: "invitation.name = ANY (:names) AND invitation.board_id = ANY (:boards)",
        },
        (
            *deleted(Kind.ADDRESS, mail=N_("Mailadresse")),
            *deleted(Kind.NAME, name=N_("Navn")),
            *deleted(Kind.CHOICE, role=N_("Her som"), language=N_("Sprog")),
            *deleted(Kind.PRESENCE, made_at=N_("Sendt"), used_at=N_("Brugt"), expires_at=N_("Gælder til")),
            *deleted(Kind.PRESENCE, declined_at=N_("Sagt, at du ikke kan komme")),
            *deleted(Kind.MARK, token_hash=N_("Linket i indbydelsen"), code_hash=N_("Koden i indbydelsen")),
            *deleted(Kind.MARK, salt=N_("Mærke, som linket laves af")),
            *link(Erased.DELETED, "seat_id", "member_id"),
        ),
        order="made_at",
    ),
    *MEMBERS,
    Kept(
        *("attendance", Part.THERE, N_("Møder, du var med til"), {Whose.SEAT: BY_SEAT.format("attendance")}),
        (
            *stays(Kind.PRESENCE, COUNTED, at=N_("Skrevet ned")),
            *stays(Kind.CHOICE, COUNTED, role=N_("Her som")),
            *link(COUNTED, "seat_id"),
        ),
        order="at",
    ),
    Kept(
        *("done", Part.THERE, N_("Trin, hvor du sagde færdig"), {Whose.SEAT: BY_SEAT.format("done")}),
        (*deleted(Kind.PRESENCE, phase_no=N_("Trin nummer")), *link(Erased.DELETED, "seat_id")),
        order="phase_no",
    ),
    Kept(
        *("table_seat", Part.THERE, N_("Borde, du sad ved"), {Whose.SEAT: BY_SEAT.format("table_seat")}),
        (*deleted(Kind.PRESENCE, number=N_("Bord nummer")), *link(Erased.DELETED, "seat_id")),
        order="number",
    ),
    Kept(
        *("hand", Part.THERE, N_("Da du bad om ordet"), {Whose.SEAT: BY_SEAT.format("hand")}),
        (
            *deleted(Kind.PRESENCE, raised_at=N_("Bad om ordet"), called_at=N_("Fik ordet"), down_at=N_("Færdig")),
            *link(Erased.DELETED, "seat_id"),
        ),
        order="raised_at",
    ),
    Kept(
        *(
            "round_voter",
            Part.THERE,
            N_("Afstemninger, du kunne stemme i"),
            {Whose.SEAT: BY_SEAT.format("round_voter")},
        ),
        (*stays(Kind.CHOICE, COUNTED, role=N_("Her som")), *link(COUNTED, "seat_id")),
        N_("Her står kun, at du kunne stemme. Ikke om du gjorde det."),
        order="round_id",
    ),
    Kept(
        *("presence", Part.THERE, N_("Sider, du har åbne nu"), {Whose.SEAT: "presence.seat_ids && :seats"}),
        (*stays(Kind.PRESENCE, COUNTED, at=N_("Set sidst")), *link(COUNTED, "seat_ids")),
        order="at",
    ),
    Kept(
        *("event", Part.THERE, N_("Hændelser med din plads")),
        {Whose.SEAT: "event.actor_id = ANY (:seats) OR CAST(event.data ->> 'seat_id' AS bigint) = ANY (:seats)"},
        (
            *stays(Kind.PRESENCE, COUNTED, kind=N_("Hvad der skete"), at=N_("Hvornår")),
            *link(COUNTED, "actor_id", "data"),
        ),
        order="at",
    ),
    Kept(
        *("browser_session", Part.DEVICES, N_("Skærme"), {Whose.SEAT: BROWSERS, Whose.PERSON: BROWSERS}),
        (
            *deleted(Kind.DEVICE, created_at=N_("Siden"), former_until=N_("Den gamle nøgle gælder til")),
            *deleted(Kind.CHOICE, language=N_("Sprog"), theme=N_("Lys eller mørk"), size=N_("Bogstavernes størrelse")),
            *deleted(Kind.CHOICE, paused=N_("Siden er sat på pause")),
            *deleted(Kind.DEVICE, renews=N_("Får en ny nøgle"), device=N_("Slags skærm"), used_at=N_("Sidst brugt")),
            *deleted(Kind.DEVICE, signed_in_at=N_("Logget ind"), signed_in_until=N_("Logget ind til")),
            *deleted(Kind.MARK, token_hash=N_("Skærmens nøgle"), former_hash=N_("Skærmens forrige nøgle")),
            *link(Erased.DELETED, "person_id"),
        ),
        order="created_at",
    ),
    Kept(
        *("session_seat", Part.DEVICES, N_("Skærme, der har din plads"), {Whose.SEAT: BY_SEAT.format("session_seat")}),
        (
            *deleted(Kind.DEVICE, since=N_("Siden"), code_seen_at=N_("Set, at returkoden blev brugt")),
            *link(Erased.DELETED, "session_id", "seat_id"),
        ),
        order="since",
    ),
    Kept(
        *("mail", Part.MAILS, N_("Mails til dig")),
        {Whose.SEAT: LETTERS, Whose.ADDRESS: "mail.recipient = ANY (:addresses)"},
        (
            *deleted(Kind.ADDRESS, recipient=N_("Til")),
            *deleted(Kind.OTHERS, subject=N_("Emne"), body=N_("Mailens tekst"), lines=N_("Mailens linjer")),
            *deleted(Kind.OTHERS, calendar=N_("Kalenderfil")),
            *deleted(Kind.PRESENCE, created_at=N_("Skrevet"), sent_at=N_("Sendt")),
            *deleted(Kind.MARK, unsubscribe=N_("Link til at sige nej"), message_id=N_("Mailens mærke")),
        ),
        N_("En sendt mail har ingen tekst hos os. Links er taget ud her."),
        order="created_at",
    ),
    Kept(
        *("digest_line", Part.MAILS, N_("Nyt, der venter til fredagens mail")),
        {Whose.SEAT: LINES, Whose.ADDRESS: "digest_line.recipient = ANY (:addresses)"},
        (
            *deleted(Kind.ADDRESS, recipient=N_("Til")),
            *deleted(Kind.OTHERS, sentence=N_("Linjen")),
            *deleted(Kind.CHOICE, language=N_("Sprog")),
            *deleted(Kind.PRESENCE, created_at=N_("Skrevet")),
            *deleted(Kind.MARK, link=N_("Link"), unsubscribe=N_("Link til at sige nej")),
            *deleted(Kind.MARK, message_id=N_("Mailens mærke")),
        ),
        order="created_at",
    ),
    *WORK,
    *ENQUIRIES,
    *PUBLICATIONS,
    *SCREENINGS,
    *QUESTIONS,
    *UNKNOWN,
)


def kept_in(table: str) -> tuple[Kept, ...]:
    """What can be somebody's in a table."""
    return tuple(kept for kept in KEPT if kept.table == table)
