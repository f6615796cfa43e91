"""What a member may be called: none of the words for those who run a meeting, in whatever letters."""

import pytest

from server.meeting.seats.names import OFFICES, pretends
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took

PRETENDERS = (
    *("Koordinator", "koordinator", "KOORDINATOR", " Koordinatoren ", "K00rdinator", "Ko-ordinator", "K00RD1NATOR"),
    *("\uff2b\uff4f\uff4f\uff52\uff44\uff49\uff4e\uff41\uff54\uff4f\uff52", "\u041a\u043e\u043erdinator"),
    *("K\u03bf\u03bfrdinat\u03bfr", "K\u00f4\u00f6rdin\u00e0tor", "Koor\u200bdinator", "Koor\u00addinator"),
    *("\U0001d40b\U0001d41e\U0001d41d\U0001d41e\U0001d42b", "K.o.o.r.d.i.n.a.t.o.r", "K o o r d i n a t o r"),
    *("Leder", "lederen", "Anna, koordinator", "Leder Hansen", "Admin", "admin!", "adm1n", "4dmin", "Peerboard"),
)
"""Among them wide, Cyrillic, Greek, marked and styled letters, and letters with something unseen between them."""
INNOCENT = ("Anna", "Lederhansen", "Åse", "Bo Ledersen", "Søren", "Ida-Marie", "Gæst", "Olga", "", "Ladmin", "Peer")


@pytest.mark.parametrize("name", PRETENDERS)
def test_these_pretend(name: str) -> None:
    assert pretends(name)


@pytest.mark.parametrize("name", INNOCENT)
def test_these_do_not(name: str) -> None:
    assert not pretends(name)


@pytest.mark.parametrize("office", sorted(OFFICES))
def test_each_office_is_found_as_it_is_folded(office: str) -> None:
    assert pretends(office)
    assert pretends(office.upper())


async def test_it_stays_in_the_form_with_a_sentence(cast: Cast, database_url: str) -> None:
    cleo, path = await cast.cleo(), f"/j/{cast.meeting.join_token}"
    answer = await cleo.post(path, {"role": "patient", "name": "Koordinator", "organisation": "Afsnit 3"})
    assert answer.status_code == 422
    assert "Det navn kan de andre tage fejl af." in answer.text
    assert 'value="Koordinator"' in answer.text
    assert 'value="Afsnit 3"' in answer.text
    long = await cleo.post(path, {"role": "patient", "name": "Å" * 41})
    assert (long.status_code, "Navnet må højst være 40 tegn." in long.text) == (422, True)
    assert not await rows(database_url, "SELECT FROM seat WHERE name = 'Koordinator'")
    ben, ada = await cast.ben(), await cast.ada()
    seat = (await ben.look()).at("seat")
    renamed = await ada.post(f"/seats/{seat}/name", {"name": "Leder"})
    assert (renamed.status_code, 'value="Leder"' in renamed.text) == (422, True)
    assert took(await ada.post(f"/seats/{seat}/name", {"name": "Lederhansen"}))
