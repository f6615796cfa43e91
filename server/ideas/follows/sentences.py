"""The changes that we send news about, each with a sentence of ours without placeholders: it never quotes the idea or
names anybody."""

from schemas.moment import MomentKind
from server.core.errors import N_

LOOK_AT_IT = N_("Den, der skrev idéen, beder jer se på den.")
"""For staff."""
MOMENT_NEWS = {
    MomentKind.ESCALATED: N_("Svaret kom ikke til tiden. Nu skal en anden leder svare."),
    MomentKind.NOBODY_ABOVE: N_("Svaret kom ikke til tiden. Koordinatoren følger op."),
    MomentKind.NEW_LEADER: N_("Nu skal en anden leder svare."),
    MomentKind.ANSWER_EDITED: N_("Ledelsen har rettet sit svar."),
    MomentKind.NEWS: N_("Der er nyt om, hvordan det går."),
    MomentKind.STEP_DONE: N_("Et skridt er taget."),
    MomentKind.STEP_AGAIN: N_("Et skridt er ikke taget alligevel."),
    MomentKind.STEP_LATE: N_("Et skridt er ikke taget til tiden."),
    MomentKind.FELT: N_("Svarene er talt. Se, om I kan mærke det."),
    MomentKind.EFFECT: N_("Svarene er talt. Se, om det hjalp."),
}
"""The sentences for changes of status are in `server/web/labels.py`. Questions to members have their own letters
(`server/work/follow_ups/`), and what a proposer does is not news to others."""
