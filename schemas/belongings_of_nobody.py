"""What is kept, but nobody can tell whose it is. Part of the map of belongings (`schemas/belongings.py`)."""

from schemas.belonging import N_, Erased, Kept, Kind, Part, stays

OTHERS, NOBODYS = Erased.OTHERS, Erased.NOBODYS

UNKNOWN: tuple[Kept, ...] = (
    Kept(
        *("ballot", Part.UNKNOWN, N_("Din stemme"), {}),
        (
            *stays(Kind.CHOICE, NOBODYS, dots=N_("Prikker"), paper_role=N_("Skrevet for en")),
            *stays(Kind.MARK, NOBODYS, voter=N_("Nøgle"), form_key=N_("Mærke fra afsendelsen")),
        ),
        N_("Vi gemmer din stemme, til afstemningen lukker. Så tæller vi og sletter den."),
    ),
    Kept(
        *("heard_answer", Part.UNKNOWN, N_("Dit svar på: Blev du hørt?"), {}),
        (*stays(Kind.CHOICE, NOBODYS, heard=N_("Svar")), *stays(Kind.MARK, NOBODYS, voter=N_("Nøgle"))),
        N_("Vi tæller svarene en time efter mødet. Så sletter vi dem."),
    ),
    Kept(
        *("follow_up_answer", Part.UNKNOWN, N_("Dit svar på: Kan du mærke det?"), {}),
        (
            *stays(Kind.CHOICE, NOBODYS, answer=N_("Svar"), words=N_("Dine ord")),
            *stays(Kind.MARK, NOBODYS, voter=N_("Nøgle")),
        ),
        N_("Når spørgsmålet lukker, bliver ordene stående på idéen. Dit navn står der ikke."),
    ),
    Kept(
        *("note", Part.UNKNOWN, N_("Noter om, hvad der blev sagt"), {}),
        stays(Kind.OTHERS, OTHERS, text=N_("Noten")),
        N_("Koordinatoren har skrevet dem. Er du nævnt, så bed om at få det rettet."),
    ),
    Kept(
        *("minutes_line", Part.UNKNOWN, N_("Referater"), {}),
        stays(Kind.OTHERS, OTHERS, text=N_("Linjen")),
        N_("Dit navn står der kun, hvis koordinatoren har skrevet det. Bed om at få det rettet."),
    ),
    Kept(
        *("idea_group", Part.UNKNOWN, N_("Navne på grupper af idéer"), {}),
        stays(Kind.OTHERS, NOBODYS, name=N_("Gruppens navn")),
        N_("Vi gemmer ikke, hvem der gav en gruppe dens navn."),
    ),
)
