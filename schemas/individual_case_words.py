"""The words that `individual_case.py` looks for. Short lists of whole words, and of how words begin
and end, since Danish makes new ones by joining them. They are about kinds of words, never about anybody."""

from schemas.words_in_text import folded


def listed(words: str) -> frozenset[str]:
    """Words with blanks between them, each folded."""
    return frozenset(folded(words).split())


# --- Whose it is ---
KIN = listed(
    "mor far moder fader forældre mormor farmor morfar farfar bedstemor bedstefar mand kone kæreste samlever"
    " samleverske ægtefælle søn dreng datter pige barn børn baby bror broder søster tvilling tante onkel moster"
    " faster fætter kusine lillebror storebror lillesøster storesøster nyfødte søskende nevø niece tvillinger drenge"
    " piger børnebørn samboer roommate eksmand ekskone oldemor oldefar ven veninde nabo kollega svigermor svigerfar"
    " svigersøn svigerdatter svoger svigerinde barnebarn barnebarns mother father mum dad husband wife son daughter"
    " brother sister child partner grandmother grandfather"
)
MINE = listed("min mit mine vores vor my our")
ME = listed("mig me")
KIN_S = frozenset(f"{kin}s" for kin in KIN)
"""As in "min mors journal"."""
I_DID = listed("was had got am have waited lost")
THEIRS = listed("hans hendes deres sin sit sine his her their")
OPINION = listed(
    "synes tror mener foreslår ønsker håber savner tænker drømmer kunne ville forstår undrer ved elsker anbefaler"
    " takker roser think believe suggest hope wish would"
)
"""What "jeg" does when it says what it thinks and not what happened to it."""

# --- What it is about ---
ILLNESS = listed(
    "als kol hiv adhd add ptsd ocd ms stomi sonde drop kateter respirator pacemaker stent bypass protese implantat"
    " spiral p-stav gips dræn transfusion narkose bedøvelse blokade morfin panodil ipren insulin metadon ritalin"
    " marevan prednisolon penicillin antibiotika sovemedicin lithium metotrexat fentanyl oxycodon tramadol kortison"
    " hormon ilt kemo stråler biopsi dosis overdosis pille sprøjte indsprøjtning vaccine kontraststof recept piller"
    " tablet feber sår ondt byld knude svulst bakterie sepsis koldbrand fraktur flænge vabel blå-mærke bule udslæt"
    " kløe eksem blødning blødte bløder brækket brækkede forstuvet forbrænding kvalme opkast opkastning diarré"
    " forstoppelse svimmel anfald krampe lammet lammelse hævet betændt hjertestop hjerteflimmer iltmangel delir"
    " konfus bevidstløs besvimet besvimede koma kvalt senfølge senskade hjerneskade hjernerystelse hjerneblødning"
    " apopleksi nyresten galdesten gulsot borrelia meningitis hepatitis leukæmi psoriasis gigt slidgigt piskesmæld"
    " diskusprolaps skoliose diabetes sukkersyge stofskifte astma allergi allergisk migræne epilepsi sclerose"
    " parkinson alzheimer demens dement anoreksi bulimi psykose psykotisk mani angst depression skizofreni bipolar"
    " borderline autisme selvmord selvmordstruet selvskade misbrug afrusning alkoholiker stofmisbruger gravid"
    " graviditet abort fødsel kejsersnit endometriose steril sterilisation livmoder æggestok prostata testikel"
    " blindtarm mandler opereret operere opereres scannet indopereret amputere amputeret bestrålet genoplivet"
    " genoplive tvangsindlagt intuberet diagnose henvist obduceret operated chemo cancer diagnosis antibiotics"
    " biopsy injection stroke infection surgery"
)
OWNED = listed(
    "knæ hofte skulder ryg fod ben arm øje øjne mave hjerte lunge lever nyre tarm syn hørelse ankel hånd finger"
    " hoved hals nakke bryst næse hud blod tå tæer nerve led tand tænder læbe kæbe øre lår albue håndled åre ribben"
    " puls blære medicin behandling operation scanning røntgen dialyse undersøgelse prøve udredning henvisning"
    " smerter smerte sygdom genoptræning blodtryk blodprøve celleprøve forløb terapi kontrol medication treatment"
    " scan leg knee"
)
"""Words of illness that are somebody's own only after "min" or "hans", or after "højre" or "venstre"."""
ILLNESS_BEGINS = listed(
    "kræft cancer tumor metasta blodpro blodforgift hjertesv hjertela hjertean hjertekl hjerneblød hjernebet"
    " lungebet nyresvig leversvig epilep depressi skizofr psykoti infekti inficer betændel amputer brystsmer"
    " transplant diagnosti konstater kejsersn liggesår tryksår stafylo selvmord galdeblæ brækk"
)
ILLNESS_ENDS = listed(
    "operation kræft cancer betændelse infektion svigt blødning forgiftning protese fraktur brud diagnose tabletter"
    " piller syndrom lidelse skade prøve plastik skopi itis syge læsion plaster brok kramper anfald truet sting"
    " lammelse"
)

WHOSE_RECORD = MINE | THEIRS | KIN_S
OWNERS = MINE | THEIRS | listed("højre venstre")

# --- When and where ---
MONTHS = listed(
    "januar februar marts april maj juni juli august september oktober november december january february march may"
    " june july october"
)
WEEKDAYS = listed("mandag tirsdag onsdag torsdag fredag lørdag søndag")
LAST_DAYS = frozenset(f"{day}s" for day in WEEKDAYS)
SEASONS = listed("foråret efteråret sommer sommeren vinter vinteren julen påsken")
AGO = listed("går forgårs nat morges aftes formiddags eftermiddags")
WARD = listed(
    "afsnit afsnittet afdeling afdelingen stue stuen sengeafsnit sengeafdeling ambulatorium klinik lokalafsnit ward"
    " room department"
)
WARD_ENDS = listed(
    "akutten psyk intensiv lukkede skadestuen skadestue akutmodtagelsen akutmodtagelse akutafdelingen akutafdeling"
    " intensivafdelingen"
)
SPECIALTY_ENDS = listed("logisk kirurgisk iatrisk medicinsk pædisk lukket")

# --- What went wrong ---
HARM = listed(
    "forkert forkerte overså overset overser døde død dødsfald mistede mistet faldt fald lammet blind invalid værre"
    " skade skaden skadet komplikation komplikationer slået overfaldet overfald tvang tvunget afvist afviste afslag"
    " nægter nægtede nægtet skyld uden-samtykke bivirkning bivirkninger dobbelt udsat aflyst døden vanrøgt forsømt"
    " råbt råbte skældt skreg skreget hånet besvimede kvalt slettet byttet forbyttet blandet dårligere forværret"
    " opgivet skylder betale snydt bælte mislykkedes ødelagt ødelagte tabt bundet løgn løj krænkelse ydmyget farlig"
    " livstruende alvorligt læst bræk liggesår ignoreret svigtet blødte fejl fejlen smidt trusler krænket samtykke"
    " vilje wrong died missed mistake negligence infection refused"
)
HARM_BEGINS = listed(
    "fejlbehandl fejlmedicin fejldiagno fejloperer fejldosere fejlskøn fejlvurder efterladt bæltefiks tvangsmed"
    " tvangsind tvangsbeh malpractice"
)
# --- What is wanted ---
COMPLAINT = listed(
    "afgørelse afgørelsen nævnet anklage udbetalt pressen søgsmål klage klager klagede klaget klagen erstatning"
    " erstatningen erstatningssag erstatningskrav advokat advokaten anke anker anket anmelde anmeldt anmelder"
    " anmeldelse politi politiet patientklager patientklagenævnet patienterstatningen patientombuddet sagsnummer"
    " sagsnr journalnummer undskyldning undskyld aktindsigt medhold genoptaget genoptage kræver forlanger retssag"
    " sagsøge sagsøger ansvar ankenævnet tilsynet complaint complain compensation lawyer sue apology"
)
CASE = listed("sag sagen klagesag forløb case")
RECORD = listed(
    "journal journalen journaler journaloplysninger prøvesvar prøver svar svaret resultat resultater resultatet"
    " resultaterne henvisning henvisningen diagnose cpr cpr-nummer cprnummer personnummer sygesikring dødsattest"
    " papirer brev breve recept epikrise ansøgning behandlingsplan indkaldelse record records results"
)

# --- A proposal, which says what ought to be for everybody ---
PROPOSES = listed(
    "bør burde man alle enhver patienter pårørende forslag idé foreslår andre gerne brug mangler manglede mere"
    " flere bedre godt god gode rart dejligt dejlig glad tak nyttig håber savner savnede synes tilbud virker svært"
    " hårdt ønskede vigtigt should everyone patients"
)
COMMANDS = listed(
    "lad giv lav skriv sæt brug hæng saml spørg tal vis åbn del gør hold tag udskriv send sig fortæl ring få lær"
    " flyt skift hav læg stil køb byg bed husk ret let give make put show"
)
"""Of a proposal, if a sentence begins with one."""

# --- Two words near each other: how many words on, the first, the second. "0" is any number ---
Near = tuple[int, frozenset[str], frozenset[str]]


def _near(within: int, first: str, second: str) -> Near:
    return within, listed(first), listed(second)


NUMBER, YEAR = "0", "1900"
COUNTED = "en et to tre fire fem seks syv otte ni ti tolv hel helt hele halv halvt flere"
NEAR_HARM = (
    _near(2, "sendt sendte sender sent", "hjem home"),
    _near(3, "gik går gået blev er went", "galt skævt wrong"),
    _near(3, "ingen ikke aldrig", "opdagede tilså tilset kom reagerede hjalp ansvar svarer tilkalde advaret"),
    _near(2, "opdagede reagerede tilså tåler tåle gjorde gør", "ikke ingen intet ingenting"),
    _near(3, "ikke", "tåler tåle"),
    _near(3, "uden imod mod", "samtykke varsel grund vilje spørge"),
    _near(1, "ville", "ikke"),
    _near(1, "ingen intet", "har havde vil ville"),
    _near(3, "ikke", "normalt kigget set startet begyndt tilfreds"),
    _near(1, "i", "gjorde gav tog overså sendte lovede glemte fjernede opererede skrev behandlede nægtede"),
    _near(2, "tog tage taget", "fejl"),
    _near(2, "fik", "lov-ikke nej"),
    _near(3, "blev er blevet bliver", "væk glemt slået fjernet stoppet"),
    _near(4, "har gav fik", "glemt ihjel"),
    _near(4, "ingen intet aldrig ikke", "kom hjalp hørte kiggede reagerede greb svarede tilkaldte"),
    _near(4, "alligevel", "hjem"),
)
NEAR_ASKS = (
    _near(1, "søgt søger ansøgt ansøger klaget", "om over"),
    _near(4, "kan", "hjælpe"),
    _near(2, "hvornår hvorfor when why", "får fik bliver blev skal jeg min mit vi i my"),
    _near(1, "ring ringe kontakt kontakte skriv call", "mig me"),
    _near(1, "hvad hvem hvor", "gør skal kan"),
    _near(4, "hvem hvad", "hjælpe hjælper"),
    _near(2, "venter ventet vente", "på stadig siden"),
    _near(2, "hører hørt", "intet ikke"),
    _near(1, "vil vilde", "have vide klage"),
    _near(4, "vil ønsker forlanger kræver agter", "klage anmelde anke sag sagen klagen erstatning undskyldning"),
    _near(1, "hjælpe hjælp", "mig os min"),
    _near(3, "ikke aldrig", "svar tid svaret"),
    _near(4, "ringet ringede rykket rykkede skrevet", "gange svar"),
    _near(5, "i", "rette slette svare ringe"),
)
NEAR_TIME = (
    _near(1, "i", " ".join((*AGO, *LAST_DAYS, *MONTHS, *SEASONS, YEAR))),
    _near(1, "på", " ".join(WEEKDAYS)),
    _near(2, "sidste næste denne forrige last", " ".join((*WEEKDAYS, *MONTHS, "uge år måned week month"))),
    _near(2, "natten nat", "til"),
    _near(1, "nu stadig", "har er skal har kan siger får står"),
    _near(1, "er har kan", "stadig"),
    _near(1, f"{NUMBER} {COUNTED}", "timer time dage døgn dagen natten nætter uger uge måneder måned år gange"),
    _near(1, "i", "dag"),
    _near(1, "uge", NUMBER),
    _near(4, "for", "siden"),
    _near(1, "kl klokken", NUMBER),
    _near(2, "den d", NUMBER),
    _near(1, "yesterday on", f"{NUMBER} monday tuesday wednesday thursday friday"),
)
"""A number after "kl." is a time of day; after "den" it is a date."""
