"""What whoever leads a meeting does in each phase, in a sentence or two to be read aloud or at a glance."""

from schemas.format import Phase
from server.core.errors import N_

ADVICE = {
    Phase.SINCE_LAST: N_("Vis, hvad der er sket med de gamle idéer. Ros det, der er lykkedes."),
    Phase.PROPOSE: N_("Læs spørgsmålet højt, og giv ro. Idéerne er skjult, undtagen på et borgermøde."),
    Phase.TABLES: N_(
        "Kun ved en samtalesalon: Gå rundt mellem bordene. Se her, hvem der mangler, og hvem der vil have hjælp."
    ),
    Phase.REVEAL: N_("Vis alle idéer på én gang eller en ad gangen. Læs dem højt."),
    Phase.GROUP: N_("Læg de idéer sammen, der ligner hinanden. Spørg, om det er rigtigt."),
    Phase.DISCUSS: N_("Tag én idé ad gangen. Giv ordet til dem, der vil sige noget. Skriv en note."),
    Phase.VOTE: N_("Sig reglen højt. Vent, til alle er færdige. Ingen kan se, hvem der stemmer hvad."),
    Phase.RESULT: N_("Vis, hvad I valgte. Er I under fem, siger I det højt, og du krydser af."),
    Phase.AGREE: N_("Tag én idé ad gangen: Hvem gør hvad? Hvem svarer, og hvornår?"),
    Phase.HAND_OVER: N_("Kun ved spørgsmål til en retningslinje: Læs dokumentet sammen, og vælg, hvem der får det."),
    Phase.AGENDA: N_("Kun ved mødeforum: Tag ét punkt ad gangen. Skriv beslutningen: hvad, hvem og hvornår."),
    Phase.QUEUE: N_("Kun i en spørgetid: Kald et spørgsmål op. Sig bagefter, hvad der blev af det."),
    Phase.CLOSE: N_("Lad alle svare på, om de blev hørt. Sig tak, og slut mødet."),
}
