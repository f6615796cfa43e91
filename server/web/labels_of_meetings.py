"""What formats and phases are called, and what is said in each phase. `labels.py` has them with all other words."""

from schemas.format import Format, Moderated, Phase
from server.core.errors import N_

PHASES = {
    Phase.SINCE_LAST: N_("Siden sidst"),
    Phase.PROPOSE: N_("Skriv idéer"),
    Phase.TABLES: N_("Ved bordene"),
    Phase.REVEAL: N_("Vis"),
    Phase.GROUP: N_("Saml"),
    Phase.DISCUSS: N_("Tal sammen"),
    Phase.VOTE: N_("Stem"),
    Phase.RESULT: N_("Resultat"),
    Phase.AGREE: N_("Aftal"),
    Phase.AGENDA: N_("Dagsorden"),
    Phase.HAND_OVER: N_("Giv videre"),
    Phase.QUEUE: N_("Spørgsmål"),
    Phase.CLOSE: N_("Luk"),
}
QUESTIONS = {
    Phase.SINCE_LAST: N_("Det er sket siden sidst"),
    Phase.PROPOSE: N_("Hvad ville gøre det bedre?"),
    Phase.TABLES: N_("Hvad ville gøre det bedre?"),
    Phase.REVEAL: N_("Idéerne fra rummet"),
    Phase.GROUP: N_("Hvilke idéer hører sammen?"),
    Phase.DISCUSS: N_("Hvad siger I til idéen?"),
    Phase.VOTE: N_("Hvad betyder mest for dig?"),
    Phase.RESULT: N_("Det valgte I"),
    Phase.AGREE: N_("Hvem gør hvad, og hvornår?"),
    Phase.AGENDA: N_("Det tager vi op i dag"),
    Phase.HAND_OVER: N_("Det giver vi videre"),
    Phase.QUEUE: N_("Spørg, og få svar"),
    Phase.CLOSE: N_("Blev du hørt i dag?"),
}
"""What a phase asks or shows: the same words on phones, desk and wall, so that whoever looks up knows them again."""
TIME_UP = dict.fromkeys(Phase, N_("Tiden er gået.")) | {
    Phase.PROPOSE: N_("Tiden er gået. Skriv bare færdig."),
    Phase.TABLES: N_("Tiden er gået. Skriv bare færdig."),
    Phase.VOTE: N_("Tiden er gået. Stem bare færdig."),
    Phase.QUEUE: N_("Tiden er gået. Tal bare færdig."),
}
"""What the timer says when it has run out. It takes nothing away."""
FORMATS = {
    Format.PEERBOARD: N_("Peerboard"),
    Format.COUNCIL: N_("Patient- og pårørenderåd"),
    Format.GUIDELINE: N_("Spørgsmål til retningslinje"),
    Format.SALON: N_("Samtalesalon"),
    Format.REPRESENTATIVES: N_("Mødeforum"),
    Format.HEARING: N_("Borgermøde"),
    Format.QUESTION_TIME: N_("Spørgetid"),
}
MODERATED = {
    Moderated.NEVER: N_("Ingen. Alle kan læse det, når trinnet viser det."),
    Moderated.AFTER: N_("Alle. En moderator læser det bagefter."),
    Moderated.BEFORE: N_("En moderator. Andre ser det først, når det er vist."),
}
CHOOSE_WHEN = {
    Format.PEERBOARD: N_("Når I vil finde på noget bedre sammen. I ender med, hvem der gør hvad."),
    Format.COUNCIL: N_("Når I er et fast råd for en afdeling eller et hospital. I ender med, hvem der gør hvad."),
    Format.GUIDELINE: N_(
        "Når andre skal skrive en retningslinje. I ender med ét dokument med jeres spørgsmål til dem."
    ),
    Format.SALON: N_(
        "Når mange sidder ved borde, og region og kommune skal lytte. Flere aftener bliver til én rapport."
    ),
    Format.REPRESENTATIVES: N_(
        "Når få patienter eller pårørende er med i ledelsesmøder. De sender punkter ind. I ender med beslutninger."
    ),
    Format.HEARING: N_("Når alle må komme. I læser alt, før det vises, og ender med et åbent referat."),
    Format.QUESTION_TIME: N_("Når borgere skal spørge dem, der bestemmer. I ender med et svar på hvert spørgsmål."),
}
"""When to choose each, and what it ends with."""
