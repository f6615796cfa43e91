"""The part of the map of belongings (`schemas/belongings.py`) that is about work: what staff lead, answer and
carry, and whoever carries an idea without an account."""

from schemas.belonging import N_, Erased, Kept, Kind, Part, Whose, deleted, forgotten, link, replaced, stays
from schemas.belongings_of_accounts import ACCOUNTS, BY_ACCOUNT

OFFICIAL, COUNTED, UNTIED = Erased.OFFICIAL, Erased.COUNTED, Erased.UNTIED
BY_STAFF_SEAT = "{}.seat_id = ANY (:seats)"
ON_BOARDS = "{0}.idea_id IN (SELECT idea.id FROM idea WHERE idea.board_id = ANY (:boards))"
CARRIED = """{0}.seat_id IS NULL AND EXISTS (SELECT FROM owner WHERE owner.idea_id = {0}.idea_id
    AND owner.mail = ANY (:addresses) AND owner.name = {0}.name)"""
"""What somebody without an account did to the idea that they carry. We know it by the name on both."""
WRITTEN_IN = """{0}.meeting_id IN (SELECT meeting.id FROM meeting WHERE meeting.board_id = ANY (:boards))
    AND EXISTS (SELECT FROM unnest(CAST(:names AS text[])) AS called
    WHERE position(called IN CAST({0}.parts AS text)) > 0)"""
IN_OFFICE = "unit.leader_id = :person OR unit.called_id = :person"

TRAIL_OF_SEAT = """trail.about = 'seat' AND trail.about_id IN
    (SELECT seat.public_id FROM seat WHERE seat.id = ANY (:seats))"""

WORK: tuple[Kept, ...] = (
    *ACCOUNTS,
    Kept(
        *(
            "unit",
            Part.WORK,
            N_("Enheder, du leder eller svarer for"),
            {
                Whose.PERSON: IN_OFFICE,
                Whose.NAME: "unit.called = ANY (:names)",
                Whose.ADDRESS: "unit.answers_mail = ANY (:addresses)",
            },
        ),
        (
            *stays(Kind.WORK, OFFICIAL, name=N_("Enhed")),
            *forgotten(Kind.NAME, called=N_("Navn, som det blev skrevet")),
            *forgotten(Kind.NAME, called_title=N_("Stilling, som den blev skrevet")),
            *forgotten(Kind.ADDRESS, answers_mail=N_("Adresse, der svarer")),
            *forgotten(Kind.PRESENCE, answers_asked_at=N_("Spurgt"), answers_mail_at=N_("Sagde ja")),
            *forgotten(Kind.MARK, answers_token=N_("Linket i mailen")),
            *link(UNTIED, "leader_id", "called_id", "deputy_id"),
        ),
        order="id",
    ),
    Kept(
        *("deputy", Part.WORK, N_("Når du er stedfortræder, eller har valgt en")),
        {
            Whose.PERSON: ":person IN (deputy.person_id, deputy.by_id)",
            Whose.NAME: "deputy.called = ANY (:names)",
        },
        (
            *deleted(Kind.NAME, called=N_("Navn, som det blev skrevet")),
            *deleted(Kind.WORK, from_day=N_("Fra"), until_day=N_("Til")),
            *link(Erased.DELETED, "person_id"),
            *link(UNTIED, "by_id"),
        ),
        order="from_day",
    ),
    Kept(
        *("unit_change", Part.WORK, N_("Det, du har ændret ved enheder")),
        {
            Whose.PERSON: "unit_change.by_id = :person",
            Whose.NAME: "unit_change.before = ANY (:names) OR unit_change.after = ANY (:names)",
        },
        (
            *stays(Kind.WORK, OFFICIAL, what=N_("Hvad"), before=N_("Før"), after=N_("Efter"), at=N_("Hvornår")),
            *link(UNTIED, "by_id"),
        ),
        order="at",
    ),
    Kept(
        *("consultation", Part.WORK, N_("Sager, du har lagt frem")),
        {Whose.PERSON: "consultation.put_by = :person"},
        (
            *stays(Kind.WORK, OFFICIAL, title=N_("Overskrift"), text=N_("Teksten"), put_at=N_("Lagt frem")),
            *stays(Kind.OTHERS, OFFICIAL, answer=N_("Svaret"), came_of=N_("Hvad der kom ud af det")),
            *link(UNTIED, "put_by"),
        ),
        order="put_at",
    ),
    Kept(
        *("idea", Part.WORK, N_("Idéer, du skal svare på"), {Whose.PERSON: "idea.leader_id = :person"}),
        (
            *stays(Kind.WORK, OFFICIAL, number=N_("Idéens nummer"), answer_by=N_("Svar senest")),
            *link(UNTIED, "leader_id"),
        ),
        order="id",
    ),
    Kept(
        *("moment", Part.WORK, N_("Idéer, som en anden leder blev spurgt om i stedet for dig")),
        {Whose.PERSON: "moment.before_id = :person"},
        (*stays(Kind.WORK, OFFICIAL, day=N_("Dato")), *link(UNTIED, "before_id")),
        order="at",
    ),
    Kept(
        *("leader_figures", Part.WORK, N_("Hvor mange idéer du blev spurgt om")),
        {Whose.PERSON: BY_ACCOUNT.format("leader_figures")},
        (*stays(Kind.COUNT, COUNTED, asked=N_("Spurgt om"), sent_on=N_("Sendt videre")), *link(OFFICIAL, "person_id")),
        order="board_id",
    ),
    Kept(
        *("agreement", Part.WORK, N_("Aftaler, der er til dig"), {Whose.PERSON: "agreement.leader_id = :person"}),
        (
            *stays(Kind.WORK, OFFICIAL, answer_by=N_("Svar senest")),
            *stays(Kind.WORK, OFFICIAL, has=N_("Skal have ansvaret"), has_too=N_("Skal dele ansvaret")),
            *link(UNTIED, "leader_id"),
        ),
        order="idea_id",
    ),
    Kept(
        *("answer", Part.WORK, N_("Dine svar fra ledelsen")),
        {
            Whose.PERSON: BY_ACCOUNT.format("answer"),
            Whose.NAME: "answer.name = ANY (:names) AND " + ON_BOARDS.format("answer"),
        },
        (
            *stays(Kind.OFFICIAL, OFFICIAL, name=N_("Navn"), title=N_("Stilling"), level=N_("Niveau")),
            *stays(Kind.OFFICIAL, OFFICIAL, text=N_("Svaret"), at=N_("Svaret den"), behalf=N_("På vegne af")),
            *link(OFFICIAL, "person_id"),
        ),
        N_("Et svar fra ledelsen bliver stående med dit navn."),
        order="at",
    ),
    Kept(
        *("answer_version", Part.WORK, N_("Dine svar, før de blev rettet")),
        {Whose.PERSON: BY_ACCOUNT.format("answer_version")},
        (
            *stays(Kind.OFFICIAL, OFFICIAL, name=N_("Navn"), text=N_("Svaret"), at=N_("Svaret den")),
            *link(OFFICIAL, "person_id"),
        ),
        order="at",
    ),
    Kept(
        *("status_change", Part.WORK, N_("Idéer, du har flyttet")),
        {
            Whose.SEAT: BY_STAFF_SEAT.format("status_change"),
            Whose.ADDRESS: CARRIED.format("status_change"),
            Whose.NAME: "status_change.name = ANY (:names) AND " + ON_BOARDS.format("status_change"),
        },
        (
            *stays(Kind.OFFICIAL, OFFICIAL, status=N_("Flyttet til"), at=N_("Hvornår"), text=N_("Det, du skrev")),
            *stays(Kind.OFFICIAL, OFFICIAL, place=N_("Sted"), day=N_("Dato"), effect=N_("Hjalp det?")),
            *forgotten(Kind.NAME, name=N_("Navn")),
            *link(OFFICIAL, "seat_id"),
        ),
        order="at",
    ),
    Kept(
        *("moment", Part.WORK, N_("Det, du har skrevet på tidslinjer")),
        {
            Whose.SEAT: BY_STAFF_SEAT.format("moment"),
            Whose.ADDRESS: CARRIED.format("moment"),
            Whose.NAME: "moment.name = ANY (:names) AND " + ON_BOARDS.format("moment"),
        },
        (
            *stays(Kind.OFFICIAL, OFFICIAL, kind=N_("Hvad det er"), at=N_("Hvornår"), text=N_("Det, du skrev")),
            *stays(Kind.OFFICIAL, OFFICIAL, day=N_("Dato"), number=N_("Antal")),
            *forgotten(Kind.NAME, name=N_("Navn")),
            *link(OFFICIAL, "seat_id"),
        ),
        order="at",
    ),
    Kept(
        *("owner", Part.WORK, N_("Idéer, du har ansvar for")),
        {
            Whose.PERSON: BY_ACCOUNT.format("owner"),
            Whose.ADDRESS: "owner.mail = ANY (:addresses)",
            Whose.NAME: "owner.name = ANY (:names) AND " + ON_BOARDS.format("owner"),
        },
        (
            *forgotten(Kind.NAME, name=N_("Navn")),
            *forgotten(Kind.ADDRESS, mail=N_("Mailadresse")),
            *stays(Kind.WORK, OFFICIAL, carries=N_("Bærer den til en leder"), named=N_("Navnet må ses af alle")),
            *forgotten(Kind.MARK, token_hash=N_("Linket i mailen")),
            *link(UNTIED, "person_id"),
        ),
        order="id",
    ),
    Kept(
        *("referral", Part.WORK, N_("Idéer, som andre er spurgt om")),
        {
            Whose.PERSON: "referral.answered_by = :person",
            Whose.SEAT: "referral.sent_by = ANY (:seats) OR referral.disputed_by = ANY (:seats)",
            Whose.ADDRESS: "referral.mail = ANY (:addresses)",
            Whose.NAME: "referral.answered_name = ANY (:names) AND " + ON_BOARDS.format("referral"),
        },
        (
            *stays(Kind.OFFICIAL, OFFICIAL, body=N_("Hvem der blev spurgt"), sent_at=N_("Sendt")),
            *stays(Kind.OFFICIAL, OFFICIAL, note=N_("Det, der blev spurgt om"), said=N_("Det, der blev svaret")),
            *stays(Kind.OFFICIAL, OFFICIAL, disputed_why=N_("Hvorfor svaret måske ikke er fra dem")),
            *forgotten(Kind.NAME, answered_name=N_("Navn")),
            *forgotten(Kind.ADDRESS, mail=N_("Mailadresse")),
            *forgotten(Kind.MARK, token_hash=N_("Linket i mailen")),
            *link(OFFICIAL, "answered_by"),
            *link(UNTIED, "sent_by", "disputed_by", "told_id"),
        ),
        order="sent_at",
    ),
    Kept(
        *("step", Part.UNKNOWN, N_("Næste skridt i aftaler")),
        {Whose.NAME: "step.person = ANY (:names) AND " + ON_BOARDS.format("step")},
        (
            *forgotten(Kind.NAME, person=N_("Hvem gør det?")),
            *stays(Kind.OTHERS, Erased.OTHERS, text=N_("Næste skridt")),
            *stays(Kind.WORK, OFFICIAL, day=N_("Dato"), done_at=N_("Gjort"), named=N_("Navnet må ses af alle")),
        ),
        N_("Koordinatoren kan have skrevet dit navn. Vi kan ikke se, om det er dig."),
        order="day",
    ),
    Kept(
        *("staff_note", Part.WORK, N_("Dine noter til andre ledere og koordinatorer")),
        {Whose.SEAT: BY_STAFF_SEAT.format("staff_note")},
        (
            *replaced(Kind.WORDS, text=N_("Noten")),
            *stays(Kind.PRESENCE, COUNTED, at=N_("Skrevet")),
            *forgotten(Kind.MARK, submission=N_("Mærke fra afsendelsen")),
            *link(UNTIED, "seat_id"),
        ),
        order="at",
    ),
    Kept(
        *("minutes", Part.WORK, N_("Referater, du har rettet eller godkendt")),
        {
            Whose.SEAT: "minutes.approved_by = ANY (:seats) OR minutes.edited_by = ANY (:seats)",
            Whose.NAME: WRITTEN_IN.format("minutes"),
        },
        (
            *stays(Kind.OFFICIAL, OFFICIAL, approved_at=N_("Godkendt"), edited_at=N_("Rettet")),
            *stays(Kind.OTHERS, Erased.OTHERS, parts=N_("Koordinatorens egne ord")),
            *link(UNTIED, "approved_by", "edited_by"),
        ),
        order="meeting_id",
    ),
    Kept(
        *("minutes_version", Part.WORK, N_("Referater, som de stod før")),
        {
            Whose.SEAT: BY_STAFF_SEAT.format("minutes_version"),
            Whose.NAME: WRITTEN_IN.format("minutes_version"),
        },
        (
            *stays(Kind.OFFICIAL, OFFICIAL, at=N_("Skrevet")),
            *stays(Kind.OTHERS, Erased.OTHERS, parts=N_("Koordinatorens egne ord")),
            *link(UNTIED, "seat_id"),
        ),
        order="at",
    ),
    Kept(
        *(
            "job",
            Part.WORK,
            N_("Opgaver, du har bedt os prøve igen"),
            {Whose.SEAT: "job.again_by = ANY (:seats)"},
        ),
        (*stays(Kind.WORK, COUNTED, kind=N_("Opgave"), due_at=N_("Hvornår")), *link(UNTIED, "again_by")),
        order="due_at",
    ),
    Kept(
        *("trail", Part.WORK, N_("Det, revisionen kan se, at du har gjort")),
        {Whose.PERSON: "trail.who = :person OR trail.whom = :person"},
        (
            *stays(Kind.WORK, OFFICIAL, deed=N_("Hvad"), at=N_("Hvornår")),
            *link(OFFICIAL, "who", "whom"),
        ),
        order="seq",
    ),
    Kept(
        *("trail", Part.THERE, N_("Det, revisionen kan se, at andre har gjort med din plads")),
        {Whose.SEAT: TRAIL_OF_SEAT},
        (
            *stays(Kind.WORK, OFFICIAL, deed=N_("Hvad"), at=N_("Hvornår")),
            *link(OFFICIAL, "about_id"),
        ),
        order="seq",
    ),
)
