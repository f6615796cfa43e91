"""What whoever leads a meeting does in each phase, in a sentence or two to be read aloud or at a glance."""

from schemas.format import DEFAULT_FORMAT, FORMATS, Phase
from server.core.errors import N_

ADVICE = {
    Phase.SINCE_LAST: N_("Vis, hvad der er sket med de gamle idéer. Ros det, der er lykkedes."),
    Phase.PROPOSE: N_("Læs spørgsmålet højt, og giv ro. Ingen kan se de andres idéer endnu."),
    Phase.TABLES: N_("Print kort til bordene inden. Gå rundt mellem dem, og se her, hvem der vil have hjælp."),
    Phase.REVEAL: N_("Vis alle idéer på én gang eller en ad gangen. Læs dem højt."),
    Phase.GROUP: N_("Læg de idéer sammen, der ligner hinanden. Spørg, om det er rigtigt."),
    Phase.DISCUSS: N_("Tag én idé ad gangen. Giv ordet til dem, der vil sige noget. Skriv en note."),
    Phase.VOTE: N_("Sig reglen højt. Vent, til alle er færdige. Ingen kan se, hvem der stemmer hvad."),
    Phase.RESULT: N_("Vis, hvad I valgte. Er I under fem, siger I det højt, og du krydser af."),
    Phase.AGREE: N_("Tag én idé ad gangen: Hvem gør hvad? Hvem svarer, og hvornår?"),
    Phase.HAND_OVER: N_("Læs dokumentet sammen, og vælg, hvem der får det."),
    Phase.AGENDA: N_("Tag ét punkt ad gangen. Skriv beslutningen: hvad, hvem og hvornår."),
    Phase.QUEUE: N_("Kald et spørgsmål op. Sig bagefter, hvad der blev af det."),
    Phase.CLOSE: N_("Lad alle svare på, om de blev hørt. Sig tak, og slut mødet."),
}
USUAL = [(phase, ADVICE[phase]) for phase in FORMATS[DEFAULT_FORMAT].phases]
"""The phases of most meetings, in order."""
SPECIAL = {
    format_: [(phase, ADVICE[phase]) for phase in rule.phases if phase not in FORMATS[DEFAULT_FORMAT].phases]
    for format_, rule in FORMATS.items()
}
"""The phases that each form of meeting has besides those."""
