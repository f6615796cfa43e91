"""The lines of the trail in words, for whoever did it and for those whom it was done to."""

from schemas.trail import Deed
from server.core.errors import N_
from server.core.translations import say

DEEDS: dict[str, str] = {
    Deed.SIGNED_IN: N_("Loggede ind"),
    Deed.SIGN_IN_FAILED: N_("Kunne ikke logge ind"),
    Deed.SIGNED_OUT: N_("Loggede ud"),
    Deed.SIGNED_OUT_EVERYWHERE: N_("Loggede ud alle steder"),
    Deed.ADDRESS_CHANGED: N_("Fik en ny mailadresse"),
    Deed.LOOKED: N_("Så på, hvem der er med"),
    Deed.EXPORTED: N_("Hentede en fil"),
    Deed.ANSWERED: N_("Svarede på en idé"),
    Deed.ANSWER_CHANGED: N_("Rettede et svar"),
    Deed.STATUS_SET: N_("Flyttede en idé"),
    Deed.SENT_TO_LEADER: N_("Sendte en idé til en leder"),
    Deed.HIDDEN: N_("Skjulte noget"),
    Deed.SHOWN_AGAIN: N_("Viste noget igen"),
    Deed.ADMITTED: N_("Tog en sen idé med"),
    Deed.SEAT_REMOVED: N_("Fjernede en fra mødet"),
    Deed.SEAT_NAMED: N_("Rettede et navn"),
    Deed.ROLE_SET: N_("Rettede en rolle"),
    Deed.SCRIBE_SET: N_("Valgte, hvem der skriver for andre"),
    Deed.MODERATOR_SET: N_("Valgte, hvem der er moderator"),
    Deed.CODE_ENDED: N_("Lukkede en returkode"),
    Deed.DOOR_SET: N_("Åbnede eller lukkede døren"),
    Deed.INVITED: N_("Indbød nogen"),
    Deed.MEMBER_LISTED: N_("Spurgte, om nogen vil være medlem"),
    Deed.MEMBER_CHANGED: N_("Rettede, hvad der står om et medlem"),
    Deed.MEMBER_UNLISTED: N_("Tog et medlem af listen"),
    Deed.INVITATIONS_ENDED: N_("Lukkede indbydelser"),
    Deed.COORDINATOR_LET_IN: N_("Fik lov til at lave peerboards"),
    Deed.COORDINATOR_ADDED: N_("En koordinator kom til"),
    Deed.COORDINATOR_REMOVED: N_("En koordinator blev fjernet"),
    Deed.LEADER_SET: N_("En enhed fik en leder"),
    Deed.DEPUTY_SET: N_("En enhed fik en stedfortræder"),
    Deed.LISTENER_SET: N_("En blev lyttepost, eller holdt op"),
    Deed.WORK_ENDED: N_("En holdt op"),
    Deed.OWNER_SET: N_("En fik ansvaret for en idé"),
    Deed.UNIT_MADE: N_("Lavede en enhed"),
    Deed.UNIT_CHANGED: N_("Rettede en enhed"),
    Deed.BOARD_MADE: N_("Lavede et peerboard"),
    Deed.BOARD_MOVED: N_("Flyttede et peerboard"),
    Deed.BOARD_CLOSED: N_("Lukkede et peerboard"),
    Deed.BOARD_OPENED: N_("Åbnede et peerboard igen"),
    Deed.BOARD_ERASED: N_("Slettede et peerboard"),
    Deed.PERSON_ERASED: N_("Slettede en, der bad om det"),
    Deed.PAGE_SET: N_("Valgte, hvordan en åben side er"),
    Deed.PAGE_OPENED: N_("Åbnede en side for alle"),
    Deed.PAGE_TAKEN_DOWN: N_("Tog en åben side ned"),
    Deed.PUBLISHED: N_("Satte noget på en åben side"),
    Deed.TAKEN_OFF: N_("Tog noget af en åben side"),
    Deed.ENQUIRY_WRITTEN: N_("Skrev en henvendelse fra en borger"),
    Deed.ENQUIRY_READ: N_("Læste en henvendelse fra en borger"),
    Deed.ENQUIRY_ANSWERED: N_("Svarede på en henvendelse"),
    Deed.ENQUIRY_PASSED: N_("Sendte en henvendelse til det rette sted"),
    Deed.ENQUIRY_ERASED: N_("Slettede en henvendelse for en borger"),
    Deed.MINUTES_APPROVED: N_("Godkendte et referat"),
    Deed.MINUTES_SENT: N_("Sendte et referat"),
}


def deed_words(language: str, deed: str) -> str:
    """A deed in words; as it is stored, if a later version has written it."""
    return say(language, DEEDS[deed]) if deed in DEEDS else deed
