"""The example's people and ideas. All of it is made up."""

from schemas.flow import Status as S
from schemas.idea import Statement
from schemas.roles import Role

SEATS: tuple[tuple[str, Role, str], ...] = (
    ("Birthe", Role.PATIENT, ""),
    ("Jørgen", Role.PATIENT, ""),
    ("Amina", Role.PATIENT, ""),
    ("Kurt", Role.PATIENT, ""),
    ("Lone", Role.RELATIVE, "Bedre Psykiatri"),
    ("Torben", Role.RELATIVE, ""),
    ("Sofie", Role.RELATIVE, ""),
    ("Mads", Role.PROFESSIONAL, "Afsnit N6"),
    ("Hanne", Role.PROFESSIONAL, "Ambulatoriet"),
    ("Erik", Role.CITIZEN, ""),
)
"""Ten members; with the coordinator and the leader they are twelve seats."""

SAFE, PATH, TALK = Statement.SAFETY, Statement.PATHWAYS, Statement.DIALOGUE
ROOM, WORD, TURN, KIN = "Hverdagen på afsnittet", "Samtaler og svar", "Overgange", "Pårørende"

Line = tuple[str, str, str, Statement | None, S, str]
FIRST: tuple[Line, ...] = (
    (
        "Ro på gangen efter kl. 22",
        "Døre og vogne vækker os. Sæt filt under vognene, og luk dørene stille.",
        ROOM,
        SAFE,
        S.EVALUATED,
        "De fleste sover bedre. Natholdet har filt på alle vogne.",
    ),
    (
        "Skriv på døren, hvornår stuegangen kommer",
        "Jeg venter hele formiddagen og tør ikke gå ud.",
        ROOM,
        PATH,
        S.CONFIRMED,
        "Der hænger nu en tavle ved hver stue.",
    ),
    (
        "En fast kontaktperson, også i ferien",
        "Når min kontaktperson er væk, skal jeg begynde forfra.",
        WORD,
        TALK,
        S.IN_PROGRESS,
        "Vi laver par af kontaktpersoner, så der altid er en, der kender dig.",
    ),
    (
        "Pårørende med til udskrivningssamtalen",
        "Vi står hjemme uden at vide, hvad der er aftalt.",
        KIN,
        TALK,
        S.DONE,
        "Pårørende bliver nu spurgt, når samtalen aftales.",
    ),
    (
        "Et sted at være alene med sin familie",
        "Fællesstuen er ikke til svære samtaler.",
        KIN,
        SAFE,
        S.TRIAL,
        "Mødelokale 2 er familierum hver aften.",
    ),
    (
        "Papir med hjem i almindeligt dansk",
        "Jeg forstår ikke brevet fra udskrivningen.",
        TURN,
        TALK,
        S.AGREED,
        "Vi skriver et nyt brev sammen med to fra peerboardet.",
    ),
    (
        "Længere åbningstid i caféen",
        "Om aftenen er der ingen steder at gå hen.",
        ROOM,
        None,
        S.DECLINED,
        "caféen drives af en forening, og der er ikke frivillige nok om aftenen",
    ),
    ("Bus til døren", "Der er 900 meter fra stoppestedet.", TURN, PATH, S.ELSEWHERE, "Regionens trafikselskab"),
    ("Gåture hver dag", "Også når der er travlt.", ROOM, SAFE, S.ON_HOLD, "vi mangler to stillinger i plejen"),
    ("Musik om aftenen", "En højttaler i dagligstuen.", ROOM, None, S.PROPOSED, ""),
    ("Varm mad kl. 18 i stedet for kl. 17", "Kl. 17 er for tidligt.", ROOM, None, S.WITHDRAWN, ""),
    (
        "Navneskilte, man kan læse",
        "Bogstaverne er for små.",
        WORD,
        TALK,
        S.CONFIRMED,
        "Alle har nye skilte med store bogstaver.",
    ),
)
SECOND: tuple[Line, ...] = (
    ("Ring, når medicinen bliver ændret", "Min datter opdager det først i weekenden.", KIN, SAFE, S.REVIEW, ""),
    ("En der følger med den første dag hjemme", "Det er den sværeste dag.", TURN, PATH, S.REVIEW, ""),
    ("Spørg, hvad jeg selv tror hjælper", "Jeg har levet med det i tyve år.", WORD, TALK, S.REVIEW, ""),
    (
        "En tavle med, hvad der sker i dag",
        "Så skal man ikke spørge hele tiden.",
        ROOM,
        PATH,
        S.AGREED,
        "Tavlen er bestilt.",
    ),
    ("Kaffe, når pårørende kommer", "Det siger: du er velkommen.", KIN, None, S.DONE, "Der er altid kaffe på gangen."),
    ("Et nummer, man kan ringe til om natten", "Efter udskrivning er der helt stille.", TURN, SAFE, S.PRIORITISED, ""),
    ("Samme læge to gange i træk", "Jeg fortæller min historie igen og igen.", WORD, PATH, S.PRIORITISED, ""),
    ("Planter i dagligstuen", "Det er bart.", ROOM, None, S.TRIAL, "To planter i hver stue"),
    ("Lær os at bruge appen", "Vi får bare et link.", WORD, TALK, S.IN_PROGRESS, "Hver torsdag kl. 14 i caféen."),
    ("Sig til, før I går ind på stuen", "Bank på, og vent.", ROOM, SAFE, S.PRIORITISED, ""),
    ("Et kort over huset", "Jeg farer vild hver gang.", TURN, None, S.PROPOSED, ""),
    ("Lad os se vores egen plan", "På skærm eller papir.", WORD, TALK, S.PROPOSED, ""),
    ("Bøger på andre sprog", "Min mor læser tyrkisk.", ROOM, None, S.PROPOSED, ""),
)
"""Thirteen ideas of the second meeting; with the twelve of the first they are twenty-five."""
