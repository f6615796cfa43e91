"""What happens automatically, in a coordinator's words: a line per kind of job, and why a job was given up."""

from server.core.errors import N_

WHAT = {
    "idea_sent": N_("Fortæl lederen, at der er kommet en idé"),
    "answer_due_soon": N_("Husk lederen på, at svaret snart skal komme"),
    "answer_overdue": N_("Se efter, om svaret er kommet til tiden"),
    "escalation": N_("Send idéen en enhed op, hvis svaret stadig mangler"),
    "referral_due_soon": N_("Husk dem, der er spurgt, på, at svaret snart skal komme"),
    "referral_overdue": N_("Se efter, om de, der er spurgt, har svaret til tiden"),
    "referral_silent": N_("Skriv, at de ikke svarede, og send idéen tilbage"),
    "on_hold": N_("Husk lederen på at se på idéen igen"),
    "trial_ended": N_("Spørg, hvordan prøven gik"),
    "step_due": N_("Husk på det næste skridt"),
    "step_overdue": N_("Se efter, om skridtet er taget til tiden"),
    "step_late": N_("Skriv, at skridtet ikke er taget til tiden"),
    "stale": N_("Se efter, om der er nyt om idéen"),
    "referral_told": N_("Skriv til dem, der er spurgt om idéen"),
    "referral_ended": N_("Fortæl, hvad der kom tilbage fra dem, der er spurgt"),
    "owner_given": N_("Skriv til den, der har fået ansvaret"),
    "owner_left": N_("Giv idéen videre, fordi en ansvarlig er gået"),
    "offices": N_("Giv idéer videre fra en leder, der ikke længere er her"),
    "felt": N_("Spørg, om I kan mærke det"),
    "effect_3": N_("Spørg efter tre måneder, om det hjalp"),
    "effect_12": N_("Spørg efter et år, om det hjalp"),
    "follow_up_close": N_("Tæl svarene op"),
    "meeting_reminder": N_("Husk dem, der er indbudt, på mødet"),
    "hand_in": N_("Husk dem, der er indbudt, på at sende punkter ind"),
    "agenda_told": N_("Send dagsordenen til dem, der er indbudt"),
    "meeting_end": N_("Slut mødet, hvis ingen andre gør det"),
    "meeting_settle": N_("Tæl op, hvor mange der følte sig hørt til mødet"),
    "meeting_moved": N_("Fortæl dem, der er indbudt, at mødet er ændret"),
    "mail": N_("Send en mail"),
}
"""By kind of job. The same words say that it is due, was done or went wrong; it may have found nothing to do."""
ENDED = N_("Mødet sluttede af sig selv, for ingen havde sluttet det")
UNSEEN = frozenset(
    {
        *("events", "handler", "vacuum", "vacuum_heard", "vacuum_follow_up", "deputy_begins", "deputy_ends"),
        *("term_soon", "term_over", "enquiry_due_soon", "enquiry_overdue", "enquiry_escalation"),
        *("consultation_due", "consultation_late", "handed_in", "screening_waits", "screening_waits_long"),
    }
)
"""Jobs of no interest to coordinators unless they are given up."""
OTHER = N_("Noget andet, som sker af sig selv")
WHY = {
    "AddressRefused": N_("Mailserveren kender ikke adressen."),
    "MeetingOver": N_("Mødet var forbi, før mailen kunne sendes."),
    "MessageRefused": N_("Mailserveren ville ikke tage imod mailen."),
    "MaybeSent": N_("Mailserveren sagde ikke, om den tog imod mailen. Måske er den kommet frem."),
    "TooOld": N_("Mailserveren svarede ikke i flere dage."),
    "WorkerLost": N_("Det gik i stå mange gange."),
    "TimeoutError": N_("Det tog for lang tid."),
}
"""By the class name of the error a job was given up for."""
OUR_FAULT = N_("Der skete en fejl hos os. Hjælper det ikke at prøve igen, så skriv til jeres it-afdeling.")
