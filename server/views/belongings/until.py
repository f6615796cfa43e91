"""How long things are kept, as people read it: a sentence for each rule of `schemas/retention.py`, in its order. Their
periods are the rules' own."""

from schemas.retention import DAY, HOUR, MINUTE, RULES, YEAR, Rule
from server.core.errors import N_
from server.core.translations import say

WITH_BOARD = N_("Det bliver her, så længe peerboardet er her.")
WITH_ORGANISATION = N_("Det bliver her, så længe organisationen bruger Peerboard.")
AFTER = N_("Det slettes efter %(period)s.")
RUN_OUT = N_("De slettes, når de ikke gælder mere.")
AN_HOUR_AFTER = N_("Det slettes en time efter mødet.")
UNTIL: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("idea", "comment", "moment", "step", "note", "idea_group", "attendance"), (WITH_BOARD,)),
    **dict.fromkeys(("answer", "answer_version", "status_change", "agreement"), (WITH_BOARD,)),
    **dict.fromkeys(("minutes", "minutes_line", "leader_figures", "consultation"), (WITH_BOARD,)),
    **dict.fromkeys(
        ("publication", "open_idea", "open_minutes", "open_words", "screening", "screening_line"), (WITH_BOARD,)
    ),
    **dict.fromkeys(("person", "unit_change"), (WITH_ORGANISATION,)),
    **dict.fromkeys(("hand", "staff_note", "mail", "digest_line", "event"), (AFTER,)),
    **dict.fromkeys(("sign_in_link", "address_change"), (RUN_OUT,)),
    **dict.fromkeys(("round_voter", "heard_answer", "support"), (AN_HOUR_AFTER,)),
    "unit": (WITH_ORGANISATION, N_("En adresse, der ikke har sagt ja til at svare, slettes efter %(period)s.")),
    "trail": (N_("Det bliver slettet efter 13 måneder."),),
    "ballot": (N_("Den slettes, når afstemningen lukker."),),
    "follow_up_answer": (N_("Det slettes, når spørgsmålet lukker."),),
    "browser_session": (N_("Hvem der var logget ind, og på hvad, slettes %(period)s efter."), AFTER),
    "identity": (N_("Det slettes, når kontoen lukkes."),),
    "deputy": (N_("Det slettes, når dagene er gået, eller lederen skifter."),),
    "listener": (N_("Det slettes, når du ikke længere er lyttepost."),),
    "enquiry": (
        N_("Adressen slettes %(period)s efter svaret."),
        N_("Ordene slettes %(period)s efter svaret."),
        N_("Alt slettes %(period)s efter, at den blev skrevet."),
    ),
    "session_seat": (N_("Det slettes sammen med skærmens nøgle."),),
    "seat": (N_("Er du medlem, slettes navn og forening %(period)s efter, at vi sidst så dig."), ""),
    "table_seat": (N_("Det slettes %(period)s efter mødet."),),
    "asker": (N_("Det slettes %(period)s efter det sidste møde, du spurgte ved."),),
    "done": (N_("Det slettes %(period)s efter mødet."),),
    "minutes_version": (N_("Udkast slettes %(period)s efter, at referatet er godkendt."),),
    "invitation": (
        N_("Adressen slettes %(period)s efter mødet."),
        N_("Resten slettes %(period)s efter mødet, når indbydelsen ikke gælder mere."),
    ),
    "member": (
        N_("En adresse, der ikke har sagt ja, slettes efter %(period)s."),
        N_("Adresse og nummer slettes %(period)s efter perioden, eller straks, når du går ud."),
        N_("Siger du ikke ja, slettes det hele efter %(period)s."),
        N_("Navnet slettes %(period)s efter perioden."),
    ),
    "follow": (
        N_("En adresse, der ikke har sagt ja, slettes efter %(period)s."),
        N_("Det slettes %(period)s efter, at idéen er færdig."),
        N_("Det slettes også, når intet er sket i %(period)s."),
    ),
    "referral": (N_("Adresse og link slettes %(period)s efter, at idéen er færdig."),),
    "owner": (N_("Adresse og link slettes %(period)s efter, at idéen er færdig."),),
    "presence": (N_("Det slettes, når du lukker siden, og senest efter %(period)s."),),
    "job": (AFTER, "", ""),
}
"""By table. "" for a rule that is about nothing of theirs."""


def until_of(table: str, language: str) -> list[str]:
    """How long the rows of a table are kept, in sentences."""
    rules = [rule for rule in RULES if rule.table == table]
    told = zip(UNTIL[table], rules, strict=True)
    return [say(language, sentence, period=period_words(rule, language)) for sentence, rule in told if sentence]


def period_words(rule: Rule, language: str) -> str:
    """A rule's period: "30 dage"."""
    period = rule.period
    if period is None:
        return ""
    if period < DAY:
        return say(language, N_("en time") if period >= HOUR else N_("%(n)s minutter"), n=period // MINUTE)
    if period % YEAR:
        return say(language, N_("en dag") if period == DAY else N_("%(n)s dage"), n=period.days)
    return say(language, N_("et år") if period == YEAR else N_("%(n)s år"), n=period // YEAR)
