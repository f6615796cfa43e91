"""Words for values that stand in the tables as codes, and are shown to people nowhere else."""

from schemas.belonging import N_
from schemas.enquiry import Reply
from schemas.moment import MomentKind

LANGUAGES = {"da": N_("Dansk"), "en": N_("Engelsk")}
SIZES = {"2": N_("Stor"), "3": N_("Størst")}
THEMES = {"light": N_("Lys"), "dark": N_("Mørk")}
EVENTS = {
    "SeatJoined": N_("Du kom med"),
    "SeatRemoved": N_("Din plads blev taget væk"),
    "SeatChanged": N_("Dit navn eller din plads blev rettet"),
    "SeatReturned": N_("Din returkode blev brugt"),
}
OTHER_EVENT = N_("Du ændrede noget på peerboardet")
REPLIES = {Reply.SLIP: N_("På en seddel med et link"), Reply.MAIL: N_("På mail"), Reply.ALOUD: N_("Det bliver sagt")}
MOMENTS = {
    MomentKind.ESCALATED: N_("Sendt en enhed op"),
    MomentKind.NOBODY_ABOVE: N_("Ingen leder højere oppe"),
    MomentKind.NEW_LEADER: N_("En anden leder skal svare"),
    MomentKind.ATTENTION: N_("Bad om, at nogen ser på idéen"),
    MomentKind.ADDED: N_("Føjet til idéen"),
    MomentKind.ANSWER_EDITED: N_("Svaret rettet"),
    MomentKind.NEWS: N_("Fortalt, hvordan det går"),
    MomentKind.STEP_PLANNED: N_("Nyt skridt"),
    MomentKind.STEP_CHANGED: N_("Skridt ændret"),
    MomentKind.STEP_DONE: N_("Skridt taget"),
    MomentKind.STEP_AGAIN: N_("Skridt ikke taget alligevel"),
    MomentKind.STEP_LATE: N_("Skridt ikke taget til tiden"),
    MomentKind.OWNER_NEW: N_("Ny ansvarlig"),
    MomentKind.OWNER_LEFT: N_("Ikke længere ansvarlig"),
    MomentKind.ASKED_FELT: N_("Spurgt, om I kan mærke det"),
    MomentKind.FELT: N_("Svar på, om I kan mærke det"),
    MomentKind.ASKED_EFFECT: N_("Spurgt, om det hjalp"),
    MomentKind.EFFECT: N_("Svar på, om det hjalp"),
    MomentKind.DISCUSSED: N_("Talt om"),
}
