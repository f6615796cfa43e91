"""Texts as members might write them: those that hold a person's number, and those that only look like it."""

NUMBERS = """
+48 123 456 789
Ring til min bror i Polen: +48 22 123 45 67
0048 123 456 789
+380 44 123 4567
+380441234567
+49 30 1234567
+44 20 7946 0958
+1 212 555 0123
+90 532 123 45 67
+963 11 222 3333
+252 61 5123456
+47 22 33 44 55
+46-70-123 45 67
2 0 3 0 4 0 5 0
Ring 9 8 7 6 5 4 3 1
mit nummer er 2-9-9-9-8-8-7-7
tyve tredive fyrre halvtreds
Ring på otteoghalvfems seksoghalvfjerds fireoghalvtreds toogtredive
to nul tre nul fire nul fem nul
Mit nummer er ni otte syv seks fem fire tre et
tolv nul tre femogfyrre tolv fireogtredive
nul et nul to nul tre fire fem seks syv
tyve tredive fyrre fem nul
Ring 20 30 40 50 i aften
tlf 20304050
20.30.40.50
20-30-40-50
2030 4050
Ring 203 040 50
+45 20304050
120345-1234
1203451234
12 03 45 12 34
1 2 0 3 4 5 1 2 3 4
12.03.45-1234
12-03-1945-1234
٢٠ ٣٠ ٤٠ ٥٠
1️⃣2️⃣0️⃣3️⃣4️⃣5️⃣-1️⃣2️⃣3️⃣4️⃣
"""

INNOCENT = """
Lokale 26.03.12.40
Vi ses i lokale 26.03.12.40 på onsdag.
Rum 20.30.40.50 har ingen vinduer.
Bygning 22-10-31-44 er svær at finde.
23 45 12 80 i alt fire afsnit
Afsnittene havde 23 45 12 80 patienter.
Se https://rn.dk/nyheder/20304050
Læs mere på www.rn.dk/sag?id=98765432
Det står på rn.dk/om-os/artikel-20304050 fra i går.
Sagsnr. 20304050 er ikke besvaret.
Vores EAN er 5798000363458.
EAN-nummer 57980003 skal med.
Ordrenummer 20304050 blev væk.
ISSN 2030-4050 er bladet.
CVR-nr. 29190941
Mødet er 24.12.2026 kl. 19.30.
Mødet er d. 24/12 19.30-21.00.
24.12.26, 31.12.26 og 07.01.27
Perioden 01.01.2026-31.12.2026
Det koster 12.500.000 kr.
Det koster 25 000 000 kr. mere end i 2024.
Vi sparer +20 % og +30 % om året.
Temperaturen var +20 til +25 grader.
Vi blev +1 000 000 kr. rigere.
Idé 101, 102 og 103 ligner hinanden.
Afsnit 9 og 11 deler vagtstue.
Stuerne 20 22 24 26 er kolde.
To tre fire fem seks syv otte ni ti
Vi tæller en to tre fire fem seks syv otte.
Vi var tyve, tredive, fyrre og halvtreds år.
Tyve tredive fyrre halvtreds mennesker kom.
Der kom tyve eller tredive patienter i fyrre minutter.
Ti tyve tredive fyrre er nemt at huske.
Side 2 4 6 8 10 12 14 16 mangler.
9800 Hjørring, 9900 Frederikshavn og 9000 Aalborg
Telefontid 08.00-09.30 og 13.00-14.00
1 2 3 4 5 6 7 8 9 10 er skalaen.
Medicin 20-30-40 mg tre gange om dagen
Vi har ventet i 2 år, 3 måneder og 4 dage.
Brug stue 4, 7 og 12, ikke 13.
"""
