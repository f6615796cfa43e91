"""An invented committee: eight seats by four organisations, two cases put to it and answered, and its year on one page
that says 2 of 2."""

import csv
import io
from datetime import date

import pytest

from schemas.roles import Role
from tests.organisation.units.test_bodies import made
from tests.organisation.units.test_leaving_office import units
from tests.organisation.units.test_units import send
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import Member, took
from tests.work.consultations.test_cases import in_days, put

ORGANISATIONS = ("Ældre Sagen", "Hjerteforeningen", "Aalborg Kommune", "SIND")
LISTED = """INSERT INTO member (public_id, board_id, role, name, organisation, starts_on, ends_on, asking, mail,
    new_mail, phone, language, salt, own_hash, asked_at, yes_at, left_at) SELECT md5(random()::text), $1, 'patient',
    'Ny', 'Ældre Sagen', '2024-01-01', $2::date, 'not', '', '', '', 'da', '', sha256(random()::text::bytea), now(),
    '2024-01-01', $3::date"""
ANSWERS = {"Nyt akuthus": "Tæt på stationen.", "Ventetider": "Skriv dem på døren."}


@pytest.mark.long
async def test_a_committee_reads_its_year_on_one_page(cast: Cast, office_hours: None) -> None:
    ada, ids = await cast.ada(), await units(cast)
    unit = await made(cast, "Forretningsudvalget", "committee", ids["region"])
    for number in range(8):
        member = Member(cast.url)
        member.meeting = cast.meeting.public_id
        await member.join(cast.meeting.join_token, Role.PATIENT, f"Medlem {number}", ORGANISATIONS[number % 4])
        await member.close()
    base, year = f"/b/{cast.board.public_id}/consultations", f"/b/{cast.board.public_id}/year"
    assert "Ingen har spurgt os" in (await ada.page(year)).text
    cases = {title: await put(ada, base, unit, title, in_days(20)) for title in ANSWERS}
    gone = await put(ada, base, unit, "En fejl", in_days(20))
    assert took(await ada.post(f"{gone}/withdrawal"))
    assert "0 af 2" in (await ada.page(year)).text
    for title, case in cases.items():
        fields = {"text": ANSWERS[title], "meeting": cast.meeting.public_id}
        assert (await send(ada, case, f"{case}/answer", fields)).status == 200
    assert "0 af 2" in (await ada.page(year)).text, "a draft is no answer"
    assert took(await ada.post(f"{ada.room}/end"))
    assert took(await ada.submit((await ada.page(f"{ada.room}/minutes/approval")).form("/approval")))
    assert took(await ada.post(f"{cases['Ventetider']}/outcome", {"text": "Tavlerne hænger der nu."}))

    told = (await ada.page(year)).text
    assert told.count("2 af 2") == 2, "answered, and in time"
    for words in (*ANSWERS, *ANSWERS.values(), "Tavlerne hænger der nu.", *(f"{name} 2" for name in ORGANISATIONS)):
        assert words in told
    assert "Medlem 1" not in told
    sheet = (await ada.get(f"{year}.csv")).text
    found = list(csv.reader(io.StringIO(sheet.removeprefix("\ufeff")), delimiter=";"))
    assert [(row[0], row[5], row[6]) for row in found[1:]] == [
        *((title, "ja", answer) for title, answer in ANSWERS.items()),
        ("En fejl", "trukket tilbage", ""),
    ]
    assert (await ada.get(f"{year}.pdf")).content.startswith(b"%PDF")
    assert "Ingen har spurgt os" in (await ada.page(f"{year}?year=2001")).text

    assert "som de er nu" in told
    for ends, left in (("2025-12-31", None), ("2026-01-01", None), ("2030-01-01", "2025-06-01"), ("2030-01-01", None)):
        await rows(
            cast.database.url, LISTED, cast.board.id, date.fromisoformat(ends), left and date.fromisoformat(left)
        )
    listed = (await ada.page(f"{year}?year=2026")).text
    assert "Pladser efter organisation i det år" in listed
    assert "Ældre Sagen 2" in listed, "one whose term ended before, and one who left before, had none"
    assert "SIND" not in listed
