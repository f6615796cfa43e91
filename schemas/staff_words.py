"""Titles, places of work and common first names, by which `named_staff.py` sees that a text names a member of staff.
The names are the common ones of the country, and nobody's."""

from schemas.individual_case_words import listed

TITLES = listed(
    "fru frk hr sagsbehandler reumatolog læge lægen doktor doktoren dr sygeplejerske sygeplejersken jordemoder"
    " jordemoderen kirurg kirurgen psykolog psykologen psykiater psykiateren professor professoren portør portøren"
    " radiograf radiografen bioanalytiker bioanalytikeren diætist diætisten logopæd logopæden farmaceut farmaceuten"
    " sekretær sekretæren plejer plejeren hjælper hjælperen behandler behandleren pædagog pædagogen sosu sosuen"
    " socialrådgiver socialrådgiveren redder redderen falckredder chef chefen leder lederen direktør direktøren"
    " præst præsten tolk tolken kontaktperson kontaktpersonen koordinator vicedirektør ssa ssh anæstesiolog neurolog"
    " kardiolog onkolog gynækolog urolog radiolog dermatolog vikar vikaren studerende portørleder sundhedsplejerske"
    " fodterapeut kiropraktor optiker audiolog nurse doctor consultant midwife surgeon"
)
TITLE_ENDS = listed(
    "læge lægen sygeplejerske sygeplejersken jordemoder jordemoderen terapeut terapeuten psykolog psykologen kirurg"
    " kirurgen sekretær sekretæren assistent assistenten hjælper hjælperen leder lederen chef chefen direktør"
    " direktøren plejer plejeren plejerske plejersken rådgiver rådgiveren redder redderen vejleder vejlederen portør"
    " portøren studerende vikar vikaren analytiker analytikeren pædagog pædagogen konsulent konsulenten koordinator"
    " visitator visitatoren psykiater"
)
CALLED = listed("hedder hed named called")
BEFORE_NAMES = listed("hedder hed kaldes navn named called is , (")
"""What may stand between a title and a name, besides an initial."""
WHO_IS = listed("som der vores min er var who is")
FROM = listed("fra i på ved hos from in at")
FROM_ONLY = listed("fra from")
"""What stands between a word with a capital, which may be no name, and a place of work."""
WORKPLACE_ENDS = listed(
    "holdet hold vagten vagt receptionen kontoret plejen centralen ambulatoriet afsnittet afdelingen klinikken"
    " køkkenet laboratoriet skadestuen modtagelsen bostedet stuegang apoteket visitationen rengøringen afsnit"
    " afdeling"
)
NOT_NAMES = listed(
    "i de dem deres jer og eller på fra til med for af der det den en et at som er har kan skal vil ikke hvor når"
    " region danmark kommune sygehus hospital you the"
)
FIRST_NAMES = listed(
    "peter jens michael lars henrik thomas søren jan christian martin niels jesper morten anders hans mads rasmus"
    " henning jørgen erik ole svend kim brian allan claus flemming bjarne finn kurt kaj karl poul knud preben torben"
    " steen john bent carsten kenneth dennis daniel jonas jakob jacob frederik mikkel emil magnus oliver william"
    " noah lucas mathias tobias simon nikolaj kristian klaus leif viggo arne børge egon gunnar mogens ulrik ahmad"
    " ahmed ali mohammed mohamed hassan omar yusuf mustafa ibrahim anne kirsten hanne mette anna helle susanne lene"
    " marianne inge karen lone maria bente pia charlotte camilla louise christina tina lis birgit birthe gitte"
    " annette dorthe dorte jette ulla rikke inger ellen ida emma julie sara sarah laura sofie cecilie katrine trine"
    " heidi lise maja malene nanna signe stine line tanja vibeke winnie yvonne connie gerda britta else elsebeth"
    " ruth solveig grethe grete jytte karin lisbeth merete mona rita sanne sonja tove berit bodil maren marie"
    " mathilde freja josefine clara alma fatima pernille ditte mie kasper amalie kristoffer gunhild valdemar dorthea"
    " olga ingrid lea aase jørn stig pelle asger anja anita ann astrid benedikte bettina birgitte bjørn bo-erik"
    " caroline christoffer dagmar david ebbe edith ejner elin elisabeth elise else-marie emilie ernst esben esther"
    " eva filip frank frede gerd gert gorm gudrun gustav harald harry heine helga helge henny herdis holger ib inga"
    " ingeborg inger-lise isabella ivan jacqueline janne jannie jeanette jens-peter jim jimmy johan johanne johannes"
    " johnny jonathan josephine judith kamilla karen-margrethe karsten katja keld kenny kir kristina kristine lasse"
    " lena lilian lillian linda lykke-mai lotte lærke magda majbritt manja margit margrethe marie-louise marius mark"
    " marlene martha matilde mia michelle mikael minna mohamad monica nete nicolai nicoline nina olaf oscar otto"
    " palle pauline per-erik philip ragnhild randi regitze rene rikard robert ronni rosa roar rune sabrina sebastian"
    " simone sissel sofus stella steffen sten stefan sune svetlana sven sverre sylvia søs tage thea theodor thor tim"
    " tom tommy tonny torsten troels ursula vagn vera verner victor victoria viktor villads vilhelm villy viola vivi"
    " vivian walther willy yasmin ylva maryam khadija layla nadia samira hamza bilal tariq hussein karim piotr"
    " agnieszka aisha zainab amina leila anne-marie anne-mette anne-lise hans-henrik"
)
UNSURE = listed(
    "lærke rosa stella thea tom mark per bjørn tage frank sten ib viola victoria frede gorm david jonathan line"
    " else finn sanne vang maria noah john ali"
)
"""Of FIRST_NAMES, those that are words or places too: only with a capital."""
