"""The words people read for what has English names in the code. Danish here; the English ones are in the catalogue."""

from schemas.answer import Effect
from schemas.enquiry import Matter
from schemas.follow_up import Felt
from schemas.heard import Heard
from schemas.idea import Statement, Wish
from schemas.meeting import AuthorSeen, RevealBy
from schemas.member import Asking
from schemas.moment import MomentKind
from schemas.question_time import Became
from schemas.referral import ReferralState
from schemas.roles import Role
from schemas.round import Method
from schemas.stages import Promise, Say
from schemas.unit import UnitDeed, UnitKind
from server.core.errors import N_
from server.web.labels_of_meetings import CHOOSE_WHEN, FORMATS, MODERATED, PHASES, QUESTIONS, TIME_UP
from server.web.labels_of_statuses import DEEDS, SENTENCES, STAGES, STATUSES

ROLES = {
    Role.PATIENT: N_("Patient"),
    Role.RELATIVE: N_("Pårørende"),
    Role.CITIZEN: N_("Borger"),
    Role.PROFESSIONAL: N_("Fagperson"),
    Role.LEADER: N_("Leder"),
    Role.COORDINATOR: N_("Koordinator"),
    Role.OBSERVER: N_("Observatør"),
}
ASKINGS = {
    Asking.MAIL: N_("På mail"),
    Asking.SMS: N_("Med en SMS"),
    Asking.PAPER: N_("På papir"),
    Asking.NOT: N_("Slet ikke"),
}
"""How a member wants to be asked to the next meeting."""
MANY = {
    Role.PATIENT: N_("patienter"),
    Role.RELATIVE: N_("pårørende"),
    Role.CITIZEN: N_("borgere"),
    Role.PROFESSIONAL: N_("fagpersoner"),
    Role.LEADER: N_("ledere"),
    Role.COORDINATOR: N_("koordinatorer"),
    Role.OBSERVER: N_("observatører"),
}
STATEMENTS = {
    Statement.SAFETY: N_("Sammen skaber vi tryghed"),
    Statement.PATHWAYS: N_("De bedste forløb"),
    Statement.DIALOGUE: N_("Ligeværdig dialog og beslutninger"),
}
WISHES = {
    Wish.DECISION: N_("Vi skal beslutte noget"),
    Wish.DISCUSSION: N_("Vi skal tale om det"),
    Wish.INFORMATION: N_("I skal vide det"),
}
"""What whoever hands in an item of an agenda wishes of the meeting."""
REFERRAL_NEWS = {
    ReferralState.ANSWERED: N_("De, der er spurgt om idéen, har svaret."),
    ReferralState.RETURNED: N_("De, der er spurgt om idéen, har sendt den tilbage."),
    ReferralState.SILENT: N_("De, der er spurgt om idéen, har ikke svaret. En leder ser på den igen."),
}
"""The same of what those who were asked elsewhere did, in place of the status's own."""
SAY = {
    Say.MORE: N_("Fortæl mere"),
    Say.ANSWER: N_("Jeres svar"),
    Say.DONE: N_("Det har vi gjort"),
    Say.SEEN: N_("Det har vi set"),
    Say.NOT_POSSIBLE: N_("Det kan ikke lade sig gøre, fordi …"),
    Say.WAITS: N_("Idéen venter, fordi …"),
}
"""The label of the field for the text given with a change of status."""
ENDED = {
    ReferralState.RETURNED: N_("%(body)s har sendt idéen tilbage."),
    ReferralState.SILENT: N_("%(body)s svarede ikke til tiden."),
    ReferralState.WITHDRAWN: N_("%(body)s bliver ikke spurgt længere."),
}
"""How a referral ended without an answer, before the sentence of what the idea became then."""
PASSED_ON = N_("%(body)s mener, at andre skal svare.")
"""The same, where somebody else was asked in their place."""
BROKEN = {
    Promise.ANSWER: N_("Svaret skulle være kommet %(day)s."),
    Promise.REPLY: N_("De, der er spurgt, skulle have svaret %(day)s."),
    Promise.TRIAL: N_("Prøven skulle være slut %(day)s."),
    Promise.HOLD: N_("Vi skulle have set på den igen %(day)s."),
    Promise.STEP: N_("Skridtet skulle være taget %(day)s."),
    Promise.STALE: N_("Intet nyt i over 30 dage."),
}
"""Which promise is broken, in a list of ideas."""
BROKEN_NOW = {
    Promise.ANSWER: N_("Svaret er ikke kommet til tiden."),
    Promise.REPLY: N_("De, der er spurgt, har ikke svaret til tiden."),
    Promise.TRIAL: N_("Prøven skulle være slut nu."),
    Promise.HOLD: N_("Vi skulle have set på den igen nu."),
    Promise.STEP: N_("Skridtet skulle være taget nu."),
    Promise.STALE: N_("Intet nyt i over 30 dage."),
}
"""The same on the idea's own page, which shows the day beside it."""
BY_WHEN = {
    Promise.ANSWER: N_("svar senest %(day)s"),
    Promise.REPLY: N_("de svarer senest %(day)s"),
    Promise.TRIAL: N_("til %(day)s"),
    Promise.HOLD: N_("ses på igen %(day)s"),
}
"""When a promise is due, for those of which an idea has one at a time."""
EFFECTS = {
    Effect.BETTER: N_("Bedre"),
    Effect.SAME: N_("Det samme"),
    Effect.WORSE: N_("Værre"),
    Effect.UNKNOWN: N_("Det ved vi ikke"),
}
MOMENTS = {
    MomentKind.ESCALATED: N_("Svaret kom ikke til tiden. Nu skal %(name)s svare, senest %(day)s."),
    MomentKind.NOBODY_ABOVE: N_("Svaret kom ikke til tiden. Der er ingen leder højere oppe. Koordinatoren følger op."),
    MomentKind.NEW_LEADER: N_("Nu skal %(name)s svare."),
    MomentKind.ATTENTION: N_("Den, der skrev idéen, beder om, at nogen ser på den."),
    MomentKind.ADDED: N_("Den, der skrev idéen, har føjet noget til."),
    MomentKind.ANSWER_EDITED: N_("Lederen har rettet sit svar."),
    MomentKind.NEWS: N_("Sådan går det:"),
    MomentKind.STEP_PLANNED: N_("Nyt skridt: %(text)s. %(name)s, senest %(day)s."),
    MomentKind.STEP_CHANGED: N_("Skridtet er ændret: %(text)s. %(name)s, senest %(day)s."),
    MomentKind.STEP_DONE: N_("Skridtet er taget: %(text)s."),
    MomentKind.STEP_AGAIN: N_("Skridtet er ikke taget alligevel: %(text)s. %(name)s, senest %(day)s."),
    MomentKind.STEP_LATE: N_("Skridtet er ikke taget til tiden: %(text)s."),
    MomentKind.OWNER_NEW: N_("%(name)s har nu ansvaret for idéen."),
    MomentKind.OWNER_LEFT: N_("%(name)s har ikke længere ansvaret for idéen."),
    MomentKind.ASKED_FELT: N_("Vi spørger jer: Kan I mærke det? Svar senest %(day)s."),
    MomentKind.FELT: N_("I svarede, om I kan mærke det."),
    MomentKind.ASKED_EFFECT: N_("Vi spørger jer: Hjalp det? Svar senest %(day)s."),
    MomentKind.EFFECT: N_("I svarede, om det hjalp."),
    MomentKind.DISCUSSED: N_("Peerboardet talte om idéen."),
}
"""What the timeline says for each kind; somebody's own words are shown beside it."""
METHODS = {Method.DOTS: N_("Prikker"), Method.APPROVAL: N_("Et kryds pr. idé")}

FELT = {Felt.YES: N_("Ja"), Felt.NO: N_("Nej")}
HEARD = {Heard.YES: N_("Ja"), Heard.PARTLY: N_("Delvist"), Heard.NO: N_("Nej")}
AUTHORS_SEEN = {
    AuthorSeen.NOBODY: N_("Ingen"),
    AuthorSeen.STAFF: N_("Kun ledere og koordinatorer"),
    AuthorSeen.ALL: N_("Alle i mødet"),
}
REVEALS = {RevealBy.ALL: N_("Alle på én gang"), RevealBy.ONE: N_("En ad gangen")}
UNIT_KINDS = {
    UnitKind.REGION: N_("Region"),
    UnitKind.MUNICIPALITY: N_("Kommune"),
    UnitKind.COMMITTEE: N_("Udvalg eller råd"),
    UnitKind.HOSPITAL: N_("Hospital"),
    UnitKind.PRACTICE: N_("Praksis"),
    UnitKind.DEPARTMENT: N_("Afdeling"),
}
UNIT_DEEDS = {
    UnitDeed.MADE: N_("Oprettet"),
    UnitDeed.NAME: N_("Nyt navn"),
    UnitDeed.KIND: N_("Ny slags"),
    UnitDeed.PARENT: N_("Flyttet"),
    UnitDeed.BELOW: N_("Enhed under"),
    UnitDeed.LEADER: N_("Ny leder"),
    UnitDeed.DEPUTY: N_("Stedfortræder"),
    UnitDeed.RESPONSIBLE: N_("Ny ansvarlig"),
    UnitDeed.CLOSED: N_("Peerboard lukket eller åbnet"),
    UnitDeed.BOARD: N_("Peerboard flyttet"),
    UnitDeed.MERGED: N_("Lagt sammen"),
    UnitDeed.DAYS: N_("Dage til at svare"),
    UnitDeed.ADDRESS_ASKED: N_("En adresse er spurgt, om den vil svare"),
    UnitDeed.ADDRESS: N_("En adresse har sagt ja til at svare"),
    UnitDeed.ADDRESS_GONE: N_("Adressen svarer ikke mere"),
    UnitDeed.COLOURS: N_("Nye farver"),
    UnitDeed.LOGO: N_("Nyt logo"),
}

MATTERS = {
    Matter.PRACTICAL: N_("Praktiske forhold"),
    Matter.SERVICE: N_("Service"),
    Matter.TREATMENT: N_("Behandling"),
}
"""What citizens ask about."""

BECAME = {
    Became.ANSWERED: N_("Besvaret"),
    Became.IN_WRITING: N_("Svares skriftligt"),
    Became.REFUSED: N_("Kan ikke stilles her"),
    Became.LAPSED: N_("Bortfaldet"),
    Became.NEXT: N_("Til næste møde"),
}
"""What became of a question at a meeting."""
WORDS = {
    "roles": ROLES,
    "became": BECAME,
    "askings": ASKINGS,
    "many": MANY,
    "felt": FELT,
    "heard": HEARD,
    "phases": PHASES,
    "questions": QUESTIONS,
    "about_case": N_("Hvad siger I til sagen?"),
    "time_up": TIME_UP,
    "formats": FORMATS,
    "choose_when": CHOOSE_WHEN,
    "statements": STATEMENTS,
    "wishes": WISHES,
    "statuses": STATUSES,
    "sentences": SENTENCES,
    "deeds": DEEDS,
    "stages": STAGES,
    "say": SAY,
    "broken": BROKEN,
    "broken_now": BROKEN_NOW,
    "ended": ENDED,
    "passed_on": PASSED_ON,
    "by_when": BY_WHEN,
    "effects": EFFECTS,
    "moments": MOMENTS,
    "methods": METHODS,
    "authors_seen": AUTHORS_SEEN,
    "reveals": REVEALS,
    "moderated": MODERATED,
    "unit_kinds": UNIT_KINDS,
    "unit_deeds": UNIT_DEEDS,
    "matters": MATTERS,
}
