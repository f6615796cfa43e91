"""Which changes are told by mail, each in one of our own sentences without a value: never the idea, never who."""

from schemas.flow import Status
from schemas.moment import MomentKind
from server.errors import N_

LOOK_AT_IT = N_("Den, der skrev idéen, beder jer se på den.")
"""To staff."""
ANSWERED = N_("Ledelsen har svaret på idéen.")
STATUS_NEWS = {
    Status.PRIORITISED: N_("Peerboardet har valgt idéen."),
    Status.REVIEW: N_("En leder ser nu på idéen."),
    Status.AGREED: N_("Ledelsen har sagt ja til idéen."),
    Status.TRIAL: N_("Idéen bliver prøvet af."),
    Status.IN_PROGRESS: N_("Arbejdet med idéen er i gang."),
    Status.DONE: N_("Ledelsen siger, at idéen er gennemført."),
    Status.CONFIRMED: N_("Peerboardet kan mærke, at idéen er gennemført."),
    Status.EVALUATED: N_("Der er set på, om idéen hjalp."),
    # A no, or a wait, is read with its reason and not before.
    Status.ON_HOLD: ANSWERED,
    Status.DECLINED: ANSWERED,
    Status.ELSEWHERE: N_("Idéen er sendt videre til et andet sted."),
    Status.WITHDRAWN: N_("Idéen er trukket tilbage."),
}
"""What happens among people in the room, and is undone there, is no news: proposed and merged are left out."""
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
"""Questions to members have letters of their own (`server/follow_ups/`); what a proposer does is no news to others."""
