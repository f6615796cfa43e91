"""P4: a CPR number, phone number or mail address is found in a member's text; what only looks like one passes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.personal_data import PersonalData, find_personal_data
from tests.ideas.ideas.personal_texts import INNOCENT, NUMBERS
from tests.support.stopwatch import Stopwatch

CPR = """
Mit cpr-nummer er 120345-1234.
CPR: 1203451234
cpr nr 120345 1234
Jeg er født 120345 - 1234 og vil gerne have svar.
Min mor har 010203-4567 og venter stadig.
Nummeret 01 02 03 4567 stod på sedlen.
12.03.45-1234
12.03.45.1234
12-03-45-1234
12/03/45-1234
12 03 45 12 34
120345–1234 med lang streg
120345—1234
120345\u00a01234
120345\u200b1234
1203\u200b45-1\u20602\u00ad34
120345.1234
120345  1234
120345--1234
Skriv til Ole,290200-1234, på afdelingen.
(290296-4321)
Født 12-03-1945-1234
12031945-1234
Jeg hedder Ida Holm og mit personnummer er 3112991234!
1 2 0 3 4 5 - 1 2 3 4
1 2 0 3 4 5 1 2 3 4
１２０３４５-１２３４
١٢٠٣٤٥-١٢٣٤
𝟏𝟐𝟎𝟑𝟒𝟓-𝟏𝟐𝟑𝟒
1️⃣2️⃣0️⃣3️⃣4️⃣5️⃣-1️⃣2️⃣3️⃣4️⃣
Se 12-03-2024 og 120345-1234.
Patient nr. 7 120345-1234 fik ikke svar.
120345-1234/130345-1235
Min søn (cpr.150610-2345) blev sendt hjem.
"""

PHONE = """
Ring til mig på 20 30 40 50.
Ring 20304050
Tlf. 9876 5432
tlf.98765432
Tlf.: 98 76 54 32
Mit nummer er 98-76-54-32
Mit nummer er 98.76.54.32
Mobil 2030-4050
+45 20 30 40 50
+4520304050
0045 20304050
0045 20 30 40 50
(+45) 20 30 40 50
+45 203 040 50
+45-20304050
45 20 30 40 50
(98) 76 54 32
98 76 5432
9876 54 32
98 765432
Ring på 203 040 50
Kald 20 30 40 50 - 24 timer i døgnet
Ring 20 30 40 50 eller 21 31 41 51
Send en sms til 29998877, så svarer jeg
20\u00a030\u00a040\u00a050
20\u200930\u200940\u200950
2030\u200b4050
２０３０４０５０
20·30·40·50
٢٠ ٣٠ ٤٠ ٥٠
20\u168030\u168040\u168050
20 – 30 – 40 – 50
Ring 70 10 11 12 før klokken 9
Vagten har 97 64 30 00
Psykiatrisk skadestue: 97643700.
Min datter (61 71 81 91) kan også svare.
Ring 12.03. på 20 30 40 50
Kom 12-03-2024 eller ring 96 32 51 10
+46 70 123 45 67
Mødet koster 200 kr., ring 51 52 53 55
"""

MAIL = """
ole@example.dk
Skriv til ole.hansen@rn.dk, så svarer vi.
OLE@EXAMPLE.DK
ida_holm+test@post.example.com
navn (at) domæne.dk
navn(at)domæne.dk
navn [at] domæne.dk
navn snabel-a domæne
navn snabel-a domæne.dk
navn snabela domæne.dk
navn (snabel-a) domæne punktum dk
navn snabel a gmail punktum com
ole @ example.dk
ole@gmail
ole @ gmail punktum com
ole(at)gmail(dot)com
ole＠example.dk
ole@\u200bexample.dk
mailto:ole@example.dk
bodil@østergård.dk
Min mail er søren@blåbær.dk.
ole at gmail punktum com
<ole@example.dk>
"""

NOTHING = """
Vi mødes den 12-03-2024.
Vi mødes den 12.03.24.
Mødet var 2024-03-12.
Kom den 12/3.
Kom den 12/3 kl. 14.
Mødet er 12.03.24 kl. 14.30.
Mødet er 12.03.24 14.30.
Mødet er 24.12.25 20.30.
Åbent 24.12-31.12.
Åbent fra 24.12.-31.12.
Kurset er 12.03.24-14.03.24.
Kurset er 12-03-24 - 14-03-24.
Kurset er 12.03.2024 - 14.03.2024.
Vi ses 24. 12. 2025.
Vi ses 24 12 2025.
Sidste gang var 2024-03-12 14:30.
Datoer: 12.03.24 og 14.03.24
Besøgstid 10.30-11.30.
Besøgstid kl. 20.30-22.00.
Besøgstid 20:30 - 22:00.
Nattevagten går 23.00-07.00.
Vagten skifter 07.30, 15.30 og 23.30.
Det koster 12.345.678 kr.
Det koster 1.250.000 kr.
Det koster 25000000 kr.
Det koster 25 000 000 kroner.
Det koster 2500-3000 kr. om året.
Prisen er 49,95 kr.
Et budget på 1.203.451.234 kr. er meget.
Vi sparer 20304050 kr.
Afsnit S4 har for få stole.
Stue 12 og 14 er kolde.
Stuerne 20 21 22 23 mangler gardiner.
Stue 4012-4014 vender mod nord.
Afsnit 7-11 deler køkken.
Se idé 12.
Idé nr. 128 ligner idé 131.
Idé 10, 11, 12, 13 og 14 kan samles.
Idé 10 11 12 13 14 kan samles.
Vi har målt i 2015-2024.
Vi har målt i 2015 – 2024.
Fra 2019 til 2024 faldt tallet.
Årene 2022 2023 2024 var ens.
I 2023/2024 var der tre møder.
Postnummer 9000 Aalborg.
9800 Hjørring og 9900 Frederikshavn er langt væk.
Postnumre 9000-9990 hører til os.
85 % var tilfredse, 15 % var ikke.
Mellem 20 og 30 procent kom ikke.
2315-3420 patienter om året.
Ca. 20000000 borgere.
Vi var 24 af 36.
På en skala fra 1 2 3 4 5 6 7 8 9 10 er det 8.
Hver 30 40 50 60 minutter.
Telefontid 9-12 passer dårligt.
Telefontiden 08.00-09.30 er for kort.
Telefonen ringer hele tiden i køkkenet.
Ring 1813 eller 112.
Ring på døren, og vent 10 minutter.
Skærmen er 1920 x 1080.
Medicin 10-20-30 mg morgen, middag og aften.
CVR 29190941 er regionens nummer.
Jeg synes at borger.dk er svær at bruge.
Se www.rn.dk/psykiatri for mere.
Følg @regionnordjylland.
Vi ses @ kantinen.
Husk (at) ringe i god tid.
Hvordan skriver man snabel-a på tastaturet?
Jeg vil hellere have et brev end en mail.
Det er bedre at tale sammen.
Tid: 24.00-08.00 er uden vagt.
Blodtryk 120/80 og puls 72.
Der er 3-4 ugers ventetid, højst 30 dage.
Side 45-46 og 120-121 i pjecen.
Bygning 12, etage 3, rum 345, dør 1234.
320345-1234 er ikke en dag.
290245-1234 er ikke en dag.
Det var 24122025.
Stuerne 22 24 26 28 30 er små.
Vagter kl. 20.30 22.00 og midnat.
2000-3000 besøg eller flere.
311345-1234 findes ikke.
300245 1234 findes ikke.
000000-0000
ISBN 978-87-7749-123-4
Det tager 1,5-2 timer.
½ time før, 1½ time efter.
Rum A2.1.03 er låst.
"""


def lines(table: str) -> list[str]:
    return [line for line in table.splitlines() if line]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [(line, kind) for table, kind in ((CPR, "cpr"), (PHONE, "phone"), (MAIL, "mail")) for line in lines(table)],
)
def test_it_is_found(sentence: str, kind: str) -> None:
    assert find_personal_data(sentence) == PersonalData(kind)
    assert find_personal_data(f"Vi vil gerne have flere stole.\n{sentence}\nTak for sidst.") == kind


@pytest.mark.parametrize("sentence", lines(NOTHING))
def test_it_passes(sentence: str) -> None:
    assert find_personal_data(sentence) is None
    assert find_personal_data(f"Vi vil gerne have flere stole.\n{sentence}\nTak for sidst.") is None


@pytest.mark.parametrize("sentence", lines(NUMBERS))
def test_other_ways_to_write_a_number_are_found(sentence: str) -> None:
    assert find_personal_data(sentence) in {PersonalData.CPR, PersonalData.PHONE}
    assert find_personal_data(f"Vi vil gerne have flere stole.\n{sentence}\nTak for sidst.") is not None


@pytest.mark.parametrize("sentence", lines(INNOCENT))
def test_what_members_write_about_passes(sentence: str) -> None:
    assert find_personal_data(sentence) is None
    assert find_personal_data(f"Vi vil gerne have flere stole.\n{sentence}\nTak for sidst.") is None


def test_the_tables_are_generous() -> None:
    assert len(lines(CPR) + lines(PHONE) + lines(MAIL)) >= 60
    assert len(lines(NOTHING)) >= 60


GAPS = st.sampled_from(["", " ", "-", ".", " - ", "\u00a0", "–", "\u200b", " . "])
DAYS = st.dates(date(1900, 1, 1), date(2026, 12, 31))


@given(DAYS, st.integers(0, 9999), GAPS, GAPS)
def test_every_cpr_number_is_found(day: date, serial: int, inner: str, last: str) -> None:
    number = day.strftime(f"%d{inner}%m{inner}%y") + f"{last}{serial:04}"
    assert find_personal_data(f"Mit nummer er {number}, tak.") is PersonalData.CPR


PHONES = st.integers(20_00_00_00, 99_99_99_99).map(str)


@given(PHONES, st.sampled_from(["+45", "+45 ", "0045 ", "+45-"]), GAPS)
def test_every_number_with_a_country_code_is_found(digits: str, country: str, gap: str) -> None:
    number = gap.join(digits[place : place + 2] for place in range(0, 8, 2))
    assert find_personal_data(f"Ring {country}{number}.") in (PersonalData.PHONE, PersonalData.CPR)


@given(
    DAYS,
    st.sampled_from(["%d-%m-%Y", "%d.%m.%y", "%Y-%m-%d", "%d/%m", "%d/%m-%y", "%d.%m.%Y", "%d. %m. %Y", "%d-%m-%y"]),
)
def test_no_date_is_taken_for_a_number(day: date, written: str) -> None:
    assert find_personal_data(f"Vi ses den {day.strftime(written)} i mødelokalet.") is None
    assert find_personal_data(f"Fra {day.strftime(written)} til {day.strftime(written)} kl. 20.30.") is None


@given(st.integers(0, 10**9).map(lambda kroner: f"{kroner:,}".replace(",", ".")))
def test_no_price_is_taken_for_a_number(price: str) -> None:
    assert find_personal_data(f"Det koster {price} kr.") is None


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    assert find_personal_data(text) in (None, *PersonalData)


PIECES = ["12", "1 ", "12.", "a@", "a.", "snabel-a ", "2030-", "(at)", " ", "+45 ", "ring "]


@pytest.mark.soak
@pytest.mark.parametrize("piece", PIECES)
def test_a_long_text_takes_no_time(piece: str) -> None:
    with Stopwatch() as watch:
        find_personal_data((piece * 4000)[:4000])
    assert watch.seconds < 0.5
