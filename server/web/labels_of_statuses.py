"""The words people read for where an idea stands (`Status`): its name, the sentence, the button, the news."""

from schemas.flow import Status
from server.core.errors import N_

STATUSES = {
    Status.PROPOSED: N_("Foreslået"),
    Status.PRIORITISED: N_("Prioriteret"),
    Status.REVIEW: N_("Til vurdering"),
    Status.AGREED: N_("Besluttet"),
    Status.TRIAL: N_("Afprøves"),
    Status.IN_PROGRESS: N_("I gang"),
    Status.DONE: N_("Gennemført (ifølge ledelsen)"),
    Status.CONFIRMED: N_("Bekræftet"),
    Status.EVALUATED: N_("Effekt vurderet"),
    Status.ON_HOLD: N_("Sat på pause"),
    Status.DECLINED: N_("Ikke muligt"),
    Status.ELSEWHERE: N_("Sendt videre"),
    Status.MERGED: N_("Lagt sammen"),
    Status.WITHDRAWN: N_("Trukket tilbage"),
    Status.NOTED: N_("Taget til orientering"),
    Status.ANSWERED: N_("Besvaret"),
    Status.REFUSED: N_("Kan ikke stilles her"),
    Status.LAPSED: N_("Bortfaldet"),
}
SENTENCES = {
    Status.PROPOSED: N_("Idéen er skrevet ned."),
    Status.PRIORITISED: N_("Peerboardet har valgt idéen."),
    Status.REVIEW: N_("En leder ser på idéen. I får svar senest %(day)s."),
    Status.AGREED: N_("Vi har sagt ja til idéen."),
    Status.TRIAL: N_("Vi prøver idéen af i det små."),
    Status.IN_PROGRESS: N_("Vi arbejder på idéen."),
    Status.DONE: N_("Ledelsen siger, at idéen er gennemført."),
    Status.CONFIRMED: N_("Peerboardet kan mærke det."),
    Status.EVALUATED: N_("Vi har set på, om det hjalp: %(text)s"),
    Status.ON_HOLD: N_("Idéen venter, fordi %(text)s. Vi ser på den igen %(day)s."),
    Status.DECLINED: N_("Det kan ikke lade sig gøre, fordi %(text)s."),
    Status.ELSEWHERE: N_("Idéen skal afgøres af %(unit)s. De svarer senest %(day)s."),
    Status.MERGED: N_("Idéen er lagt sammen med idé %(number)s."),
    Status.WITHDRAWN: N_("Idéen er trukket tilbage."),
    Status.NOTED: N_("Mødet har hørt om idéen. Der skal ikke gøres mere."),
    Status.ANSWERED: N_("Spørgsmålet er besvaret."),
    Status.REFUSED: N_("Spørgsmålet kan ikke stilles her efter regel %(unit)s."),
    Status.LAPSED: N_("Spørgsmålet er faldet bort efter regel %(unit)s."),
}
DEEDS = {
    Status.PROPOSED: N_("Skil den fra den anden idé igen"),
    Status.PRIORITISED: N_("Peerboardet har valgt den"),
    Status.REVIEW: N_("Send den til en leder"),
    Status.AGREED: N_("Ja, det gør vi"),
    Status.TRIAL: N_("Vi prøver det af i det små"),
    Status.IN_PROGRESS: N_("Vi er i gang"),
    Status.DONE: N_("Det er gjort"),
    Status.CONFIRMED: N_("Peerboardet kan mærke det"),
    Status.EVALUATED: N_("Vi har set på, om det hjalp"),
    Status.ON_HOLD: N_("Ikke lige nu"),
    Status.DECLINED: N_("Nej, det kan ikke lade sig gøre"),
    Status.ELSEWHERE: N_("Det skal afgøres et andet sted"),
    Status.MERGED: N_("Læg den sammen med en anden idé"),
    Status.WITHDRAWN: N_("Træk den tilbage"),
    Status.NOTED: N_("Vi har hørt det. Der skal ikke gøres mere"),
    Status.ANSWERED: N_("Her er svaret på spørgsmålet"),
    Status.REFUSED: N_("Det kan ikke stilles her"),
    Status.LAPSED: N_("Det falder bort efter reglerne"),
}
"""What setting each status is called, for whoever sets it."""
STAGES = {Status.REVIEW: N_("En leder ser på idéen.")}
"""Headings for a column of ideas, in place of sentences that name one idea's day."""
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
    # A no, or a wait, is to be read together with its reason.
    Status.ON_HOLD: ANSWERED,
    Status.DECLINED: ANSWERED,
    Status.ELSEWHERE: N_("Andre er spurgt om idéen."),
    Status.WITHDRAWN: N_("Idéen er trukket tilbage."),
    Status.NOTED: N_("Mødet har hørt om idéen."),
    Status.ANSWERED: N_("Spørgsmålet er besvaret."),
    Status.REFUSED: N_("Spørgsmålet kan ikke stilles her. På siden står, efter hvilken regel."),
    Status.LAPSED: N_("Spørgsmålet er faldet bort. På siden står, efter hvilken regel."),
}
"""What a letter to an idea's followers says of each status that is news (`followed` in FLOW); never the idea's text."""
