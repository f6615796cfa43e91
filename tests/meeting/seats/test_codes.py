"""Codes that people type: unambiguous, random, and the same however they are typed."""

import hashlib
import hmac
from collections import Counter
from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.codes import (
    ALPHABET,
    LENGTHS,
    Typed,
    grouped,
    keyed_hash,
    new_code,
    new_public_id,
    new_token,
    normal,
    read_typed,
)

CODES = st.sampled_from(LENGTHS).flatmap(lambda size: st.text(alphabet=ALPHABET, min_size=size, max_size=size))


def test_the_alphabet_has_31_symbols_and_none_that_look_alike() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 31
    assert not set(ALPHABET) & set("01OIL")
    assert ALPHABET.upper() == ALPHABET


def test_a_new_code_uses_the_whole_alphabet_evenly() -> None:
    seen = Counter("".join(new_code(8) for _ in range(4000)))
    assert set(seen) == set(ALPHABET)
    assert max(seen.values()) < 1.3 * min(seen.values())  # 32,000 draws: 1032 each, deviation 32


def test_no_two_codes_tokens_or_ids_are_the_same() -> None:
    assert len({new_code(10) for _ in range(5000)}) == 5000
    assert len({new_token() for _ in range(5000)}) == 5000
    assert len({new_public_id() for _ in range(5000)}) == 5000


@pytest.mark.parametrize("length", [0, 1, 7, -8])
def test_a_short_code_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="at least 8"):
        new_code(length)


@given(CODES)
def test_a_code_is_read_as_it_is_shown(code: str) -> None:
    assert normal(grouped(code)) == code
    assert normal(f"  {grouped(code).lower()}\n") == code
    assert normal(" – ".join(code)) == code
    assert normal(f"Kode: {' – '.join(code)}") == code
    assert normal(f"{' '.join(code)} 2") != code, "a symbol too many is not left out"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("k7qm-29fx", "K7QM29FX"),
        ("K7QM 29FX", "K7QM29FX"),
        ("K7QM\u00a029FX", "K7QM29FX"),
        ("K7QM\u200b29FX", "K7QM29FX"),
        ("K7QM–29FX.", "K7QM29FX"),
        ("\uff2b\uff17\uff31\uff2d29fx", "K7QM29FX"),  # wide forms, as some keyboards write them
        ("Kode: K7QM-29FX", "K7QM29FX"),
        ("kode:k7qm 29fx", "K7QM29FX"),
        ("Koden er K7 QM 29 FX.", "K7QM29FX"),
        ("Gå med på peerboard.dk: K7QM‑29FX", "K7QM29FX"),
        ("K7QM — 29FX (Peerboard)", "K7QM29FX"),
        ("Meet here: K7QM-29FX", "K7QM29FX"),
        ("Din returkode er K7QM-29F-XAB. Skriv den ned, hvis du vil tilbage.", "K7QM29FXAB"),
        ("return code: k7qm/29f/xab", "K7QM29FXAB"),
        ("Kode: K7QM-29FO", "KODEK7QM29FO"),
        ("", ""),
        ("K" * 401, ""),
    ],
)
def test_what_is_typed_is_read(typed: str, read: str) -> None:
    assert normal(typed) == read


@pytest.mark.parametrize("around", ["{}", " {} ", "Gå med her: {}", "<{}>", "{}?language=en#top", "{}."])
@pytest.mark.parametrize("way", ["j", "i", "screen"])
def test_a_pasted_address_of_ours_is_read_as_one(way: str, around: str) -> None:
    token = new_token()
    typed = around.format(f"https://peerboard.region.dk/{way}/{token}")
    assert read_typed(typed) == Typed(way=way, token=token)
    assert normal(typed) == ""


@pytest.mark.parametrize("other", ["https://peerboard.region.dk/", "https://a.dk/login/" + "x" * 32, "/j/short"])
def test_another_address_holds_no_way_in(other: str) -> None:
    assert not read_typed(other).way


@given(
    st.sampled_from([8, 10]).flatmap(lambda size: st.text(alphabet=ALPHABET, min_size=size, max_size=size)), st.data()
)
def test_a_code_is_found_among_the_words_around_it(code: str, data: st.DataObject) -> None:
    words = st.sampled_from(["", "Kode: ", "koden er ", "Return code ", "Gå med i mødet — "])
    shown = data.draw(st.sampled_from([grouped(code), code, grouped(code).lower(), grouped(code).replace("-", " – ")]))
    assert normal(data.draw(words) + shown + data.draw(st.sampled_from(["", ".", " ", "\n"]))) == code


@given(st.text(max_size=450))
def test_whatever_is_typed_is_read_without_a_fault(typed: str) -> None:
    assert read_typed(typed) == read_typed(typed)


@pytest.mark.parametrize("symbol", "0O1IL")
def test_a_symbol_that_no_code_has_is_never_turned_into_another(symbol: str) -> None:
    assert normal(f"K7QM29F{symbol}") == f"K7QM29F{symbol}"


@pytest.mark.parametrize(
    ("code", "shown"),
    [("K7QM29FX", "K7QM-29FX"), ("K7QM29FXAB", "K7QM-29F-XAB"), ("ABC", "ABC"), ("", ""), ("A" * 12, "AAAA-AAAA-AAAA")],
)
def test_a_code_is_shown_in_groups(code: str, shown: str) -> None:
    assert grouped(code) == shown


def test_tokens_have_room_for_their_bits_and_stand_in_a_url_as_they_are() -> None:
    for made, bits in ((new_token(), 192), (new_public_id(), 128)):
        assert len(made) * 6 >= bits
        assert set(made) <= set(ascii_letters + digits + "-_")


def test_the_keyed_hash_is_hmac_sha256() -> None:
    # RFC 4231, test case 2
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert keyed_hash("Jefe", "what do ya want for nothing?").hex() == expected
    assert keyed_hash(b"k", "æøå") == hmac.new(b"k", "æøå".encode(), hashlib.sha256).digest()
    assert keyed_hash(b"k", "a") != keyed_hash(b"l", "a")


@pytest.mark.parametrize("secret", ["", b""])
def test_a_hash_without_a_secret_is_refused(secret: str | bytes) -> None:
    with pytest.raises(ValueError, match="secret"):
        keyed_hash(secret, "K7QM29FX")
