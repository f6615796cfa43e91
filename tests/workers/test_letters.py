"""Every letter there is, in both languages: short and plain, whole line by line, and leading only to ourselves."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from schemas.follow_up import Question
from schemas.format import Format
from schemas.meeting import Meeting
from schemas.person import Person
from server.core.translations import WEB, say
from server.ideas.follows import letters as follows
from server.ideas.follows.letters import MOMENT_NEWS
from server.mail.letters import Letter, letter
from server.mail.signature import UNSIGNED, Signature
from server.mail.waiting import line_of, several, told_in_full
from server.meeting.invitations import letters as invitations
from server.meeting.members import letters as members
from server.organisation.listeners import letters as listeners
from server.organisation.people import letters as people
from server.organisation.trail import letters as trail
from server.organisation.units import letters as units
from server.room.agenda import letters as agenda
from server.room.minutes.letters import minutes_letter
from server.room.moderation import letters as moderation
from server.views.belongings.letters import everything
from server.views.single_sign_on import letters as single_sign_on
from server.web.labels_of_statuses import ANSWERED, STATUS_NEWS
from server.work.consultations import letters as consultations
from server.work.deadlines import letters as watching
from server.work.enquiries import letters as enquiries
from server.work.follow_ups import letters as follow_ups
from server.work.owners import letters as owners
from server.work.referrals import letters as referrals
from server.work.referrals import watching_letters as watched

LINK, STOP = "https://peerboard.test/ideas/abc?a=1&b=2", "https://peerboard.test/follow/def"
DAY = date(2026, 12, 1)
BOARD, LEO = "Psykiatriens Peerboard", "Leo Bach"
MEETING = Meeting(
    public_id="m",
    board_id=1,
    title="Nytår & ro <fælles>",
    place="Stuen 3",
    starts_at=datetime(2026, 12, 1, 18, 0, tzinfo=UTC),
    format=Format.PEERBOARD,
    code="1",
    join_token="j",
    screen_token="s",
)
WITH_AGENDA = Meeting(**MEETING.model_dump(exclude={"id", "format"}), format=Format.REPRESENTATIVES)
BEFORE = MEETING.starts_at - timedelta(days=1)
ADA = Person(mail="ada@region.example", name="Ada Holm")
SIGNED = (Signature(BOARD, "Psykiatrisk Afdeling", "Ada Holm", "ada@region.example"),)
LINES = [line_of(12, ANSWERED, LINK, "<a@b>"), line_of(3, STATUS_NEWS[min(STATUS_NEWS)], LINK, "<c@d>")]
COUNTED = (
    partial(watching.sent, LEO, BOARD),
    partial(watching.overdue, LEO, BOARD),
    partial(watching.handed_to, LEO, BOARD),
    partial(watching.handed_on, BOARD, LEO),
)
WATCHED = (
    *(watched.due_soon, watched.late, watched.find_out_soon, watched.find_out_late),
    *(watched.late_sent, watched.back),
)
ALL: tuple[Letter, ...] = (
    *(follows.news(12, told, LINK, STOP) for told in (*STATUS_NEWS.values(), *MOMENT_NEWS.values())),
    follows.week([follows.WeekLine(12, ANSWERED, LINK)] * 3, STOP),
    follows.week([follows.WeekLine(12, ANSWERED, LINK)], None),
    follows.attention(LEO, LINK),
    follows.confirm(LINK),
    everything(LINK),
    letter("mail/letters/several.txt", subject="12", hello="", lines=LINES, stop=STOP),
    people.sign_in(LINK),
    people.names_leader(LINK, by=ADA, unit="Psykiatrisk Afdeling"),
    people.names_coordinator(LINK, by=ADA, board=BOARD),
    people.new_address(LEO, LINK),
    people.old_address(),
    people.sign_in_through("Region Nord", LINK),
    single_sign_on.linked("Region Nord"),
    people.ended("Region Nord", ADA, closed=False),
    people.ended("", None, closed=True),
    people.deputises("Psykiatrisk Afdeling", LEO, LINK, by=ADA, from_day=DAY, until_day=DAY),
    people.has_deputy("Psykiatrisk Afdeling", LEO, LINK, by=ADA, from_day=DAY, until_day=DAY),
    units.will_you_answer("Psykiatrisk Afdeling", ADA, LINK),
    *(units.answers_no_more("Psykiatrisk Afdeling", by) for by in (ADA, None)),
    people.deputy_ended("Psykiatrisk Afdeling", LEO),
    listeners.listens("Region Nord", LINK, by=ADA),
    listeners.listens("Region Nord", LINK, by=None),
    listeners.listens_no_more("Region Nord"),
    enquiries.asked(LEO, DAY, LINK),
    *(enquiries.due_soon(LEO, count, DAY, LINK) for count in (1, 40)),
    *(enquiries.overdue(LEO, count, LINK) for count in (1, 40)),
    enquiries.handed_to(LEO, LINK),
    enquiries.handed_on("Psykiatrisk Afdeling", LEO, DAY, LINK),
    enquiries.passed_on("Psykiatrisk Afdeling", LEO, DAY, LINK),
    enquiries.nobody_above(LINK),
    enquiries.answered(LINK),
    enquiries.received(DAY, LINK),
    enquiries.replied(LINK),
    referrals.told(BOARD, 12, DAY, LINK),
    referrals.told(BOARD, 12, DAY, LINK, own=True),
    *(referrals.handed(BOARD, DAY, [(12, LINK), (13, LINK)], own=own) for own in (True, False)),
    referrals.taken_back(BOARD, 12, DAY),
    referrals.ended(BOARD, 12, "Psykiatrien", "answered", LINK),
    referrals.ended(BOARD, 12, "Psykiatrien", "passed", LINK),
    referrals.ended(BOARD, 12, "Psykiatrien", "returned", LINK),
    consultations.put(BOARD, "Sundhedsrådet", DAY, LINK),
    *(consultations.due(BOARD, "Sundhedsrådet", DAY, LINK, late=late) for late in (True, False)),
    consultations.answered(BOARD, "Sundhedsrådet", LINK),
    *(moderation.waits(BOARD, count, LINK) for count in (1, 12)),
    *(moderation.decided(verdict, BOARD, LINK, STOP) for verdict in moderation.DECIDED),
    owners.given(BOARD, 12, LINK),
    owners.given(BOARD, 12, LINK, own=True),
    owners.due(DAY, BOARD, 12, LINK),
    owners.late(DAY, BOARD, 12, LINK),
    owners.stale(BOARD, 12, LINK),
    *(follow_ups.question(question, DAY, LINK, STOP) for question in Question),
    follow_ups.look_at_it(LEO, BOARD, LINK),
    *(write(count, DAY, LINK) for write in COUNTED for count in (1, 40)),
    *(watching.due_soon(LEO, count, DAY, LINK) for count in (1, 40)),
    *(watching.nobody_above(BOARD, count, LINK) for count in (1, 40)),
    *(watching.look_again(BOARD, count, LINK) for count in (1, 40)),
    watching.trial_ended(BOARD, LINK),
    *(watching.ended_itself(BOARD, MEETING, LINK, voted=voted) for voted in (True, False)),
    *(write(BOARD, "Psykiatrien", 12, DAY, LINK) for write in WATCHED),
    watched.silent(BOARD, 12, DAY),
    trail.head(4711, "0f" * 32),
    watching.dead_jobs([("mail", 3), ("summary", 1)]),
    *(minutes_letter(BOARD, MEETING, LINK, corrected=corrected) for corrected in (True, False)),
    *(invitations.invited(LEO, BOARD, MEETING, LINK, now) for now in (BEFORE, MEETING.starts_at)),
    invitations.invited("", BOARD, MEETING, LINK, BEFORE),
    *(invitations.tomorrow(LEO, BOARD, MEETING, link, STOP) for link in (LINK, "")),
    invitations.invited(LEO, BOARD, MEETING, LINK, BEFORE, STOP),
    members.listed(BOARD, LINK),
    members.address(BOARD, LINK),
    members.old_address(BOARD),
    members.term_ends(LEO, BOARD, DAY, LINK),
    invitations.moved(LEO, BOARD, MEETING, STOP),
    invitations.cancelled(LEO, BOARD, MEETING),
    invitations.ended(LEO, BOARD, MEETING),
    *(agenda.hand_in(LEO, BOARD, WITH_AGENDA, LINK, STOP, known=known) for known in (True, False)),
    *(agenda.handed_in(LEO, BOARD, WITH_AGENDA, STOP, late=late) for late in (True, False)),
    *(agenda.agenda(LEO, BOARD, WITH_AGENDA, items, LINK, STOP) for items in (1, 5)),
)
WITHOUT_A_LINK = {
    "organisation/people/letters/deputy_ended.txt",
    "organisation/people/letters/ended.txt",
    "organisation/units/letters/answering_ended.txt",
    "organisation/listeners/letters/listens_no_more.txt",
    "work/deadlines/letters/given_up.txt",
    "work/referrals/letters/taken_back.txt",
    "meeting/invitations/letters/cancelled.txt",
    "meeting/invitations/letters/ended.txt",
    "organisation/people/letters/old_address.txt",
    "meeting/members/letters/old_address.txt",
    "organisation/trail/letters/head.txt",
    "views/single_sign_on/letters/linked.txt",
    "work/referrals/letters/silent.txt",
}
THE_SAME = {
    f"{BOARD}, Psykiatrisk Afdeling",
    LINK,
    STOP,
    "Peerboard",
    "",
    MEETING.title,
    MEETING.place,
    "mail: 3",
    "summary: 1",
    f"peerboard audit verify --head 4711:{'0f' * 32}",
}
"""Lines that no language changes."""


def test_no_letter_is_missing_here() -> None:
    there = {path.relative_to(WEB / "templates").as_posix() for path in WEB.glob("templates/**/letters/*.txt")}
    tried = {one.template for one in ALL}
    assert not there - tried, f"write {there - tried} into ALL, with the function of its feature's letters.py"
    assert not tried - there, f"{tried - there} is no template of web/templates"


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("one", ALL, ids=lambda one: one.template)
def test_short_sentences_and_our_links_alone_on_their_lines(one: Letter, language: str) -> None:
    told = one.read_in(language, SIGNED)
    assert 0 < len(told.subject) <= 75
    assert "\n" not in told.subject
    links = re.findall(r"^https://peerboard\.test/\S+$", told.body, re.MULTILINE)
    assert set(links) <= {LINK, STOP}
    assert len(links) == told.body.count("://")
    assert links or one.template in WITHOUT_A_LINK
    for sentence in re.split(r"[.?:!]\s|\n", re.sub(r"\S+://\S+", "", told.body)):
        assert len(sentence.split()) <= 15, sentence


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("one", ALL, ids=lambda one: one.template)
def test_paragraphs_have_one_blank_line_between_them_and_nothing_around(one: Letter, language: str) -> None:
    body = one.read_in(language, SIGNED).body
    assert body.endswith("\n\nPeerboard\n")
    assert not body.startswith("\n")
    assert "\n\n\n" not in body
    assert [line for line in body.split("\n") if line != line.strip()] == []
    assert "%" not in body


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.template)
def test_an_english_reader_gets_no_danish_line(one: Letter) -> None:
    danish, english = one.read_in("da", SIGNED), one.read_in("en", SIGNED)
    assert danish.subject != english.subject or danish.subject == "12"
    for there, here in zip(danish.body.split("\n"), english.body.split("\n"), strict=True):
        assert (there == here) == (there in THE_SAME), here


EXACT: dict[str, Letter] = {
    "own link": owners.given(BOARD, 12, LINK, own=True),
    "one late": watching.overdue(LEO, BOARD, 1, DAY, LINK),
    "many late": watching.overdue(LEO, BOARD, 1200, DAY, LINK),
    "nobody above": watching.nobody_above(BOARD, 40, LINK),
    "nowhere": invitations.cancelled("", BOARD, MEETING.model_copy(update={"place": ""})),
    "signed": owners.stale(BOARD, 12, LINK),
    "week": follows.week([follows.WeekLine(number, ANSWERED, LINK) for number in (12, 3)], STOP),
}
TEXTS = {
    ("own link", "da"): f"""\
Du har ansvaret for idé 12

Du har nu ansvaret for idé 12 fra Psykiatriens Peerboard.

Se idéen, og fortæl med en linje, hvordan det går:
{LINK}

Linket er kun til dig. Send det ikke videre. Du skal ikke bruge en kode.

Peerboard
""",
    ("own link", "en"): f"""\
You are responsible for idea 12

You are now responsible for idea 12 of Psykiatriens Peerboard.

See the idea, and tell in a line how it goes:
{LINK}

The link is yours alone. Do not pass it on. You need no password.

Peerboard
""",
    ("one late", "da"): f"""\
Svarfristen er overskredet

Kære Leo Bach

Psykiatriens Peerboard skulle have svar på en idé senest 1. december 2026. Idéen venter stadig på dit svar.

Det tager cirka et minut at svare.

Svar her:
{LINK}

Peerboard
""",
    ("one late", "en"): f"""\
An answer is overdue

Dear Leo Bach

Psykiatriens Peerboard was promised an answer to an idea by 1 December 2026. It is still waiting for you.

An answer takes about a minute.

Answer here:
{LINK}

Peerboard
""",
    ("many late", "da"): f"""\
1.200 svarfrister er overskredet

Kære Leo Bach

1.200 idéer venter stadig på dit svar. Den ældste skulle have haft svar senest 1. december 2026.

Det tager cirka et minut at svare.

Svar her:
{LINK}

Peerboard
""",
    ("many late", "en"): f"""\
1,200 answers are overdue

Dear Leo Bach

1,200 ideas still await your answer. The oldest was promised one by 1 December 2026.

An answer takes about a minute.

Answer here:
{LINK}

Peerboard
""",
    ("nobody above", "da"): f"""\
40 idéer mangler svar

40 idéer fra Psykiatriens Peerboard fik ikke svar til tiden.

Der er ingen leder højere oppe. Tal med lederen, og send idéerne igen.

Se det her:
{LINK}

Peerboard
""",
    ("nobody above", "en"): f"""\
40 ideas have no leader to turn to

40 ideas from Psykiatriens Peerboard got no answer in time.

There is no leader above to ask. Please talk to the leader, and send them again.

See it here:
{LINK}

Peerboard
""",
    ("nowhere", "da"): """\
Aflyst: Nytår & ro <fælles>

Hej

Mødet i Psykiatriens Peerboard bliver ikke holdt.

Nytår & ro <fælles>
tirsdag 1. december 2026 kl. 19.00

Du skal ikke gøre noget.

Peerboard
""",
    ("nowhere", "en"): """\
Cancelled: Nytår & ro <fælles>

Hello

The meeting in Psykiatriens Peerboard will not be held.

Nytår & ro <fælles>
Tuesday 1 December 2026 at 19:00

You need do nothing.

Peerboard
""",
    ("signed", "da"): f"""\
Hvordan går det med idé 12?

Der er ikke fortalt nyt om idé 12 fra Psykiatriens Peerboard i 30 dage.

En linje er nok. Det tager under et minut:
{LINK}

Venlig hilsen
Psykiatriens Peerboard, Psykiatrisk Afdeling
Spørgsmål? Skriv til Ada Holm: ada@region.example

Peerboard
""",
    ("week", "da"): f"""\
Ugens nyt om idéer

Det er sket siden sidste brev.

Idé 12: Ledelsen har svaret på idéen.
{LINK}

Idé 3: Ledelsen har svaret på idéen.
{LINK}

Vil du have færre mails eller ingen? Vælg her:
{STOP}

Peerboard
""",
    ("week", "en"): f"""\
The week's news of ideas

This happened since the last letter.

Idea 12: {say("en", ANSWERED)}
{LINK}

Idea 3: {say("en", ANSWERED)}
{LINK}

Mail less often, or none? Choose here:
{STOP}

Peerboard
""",
}


@pytest.mark.parametrize(("what", "language"), TEXTS)
def test_line_by_line(what: str, language: str) -> None:
    told = EXACT[what].read_in(language, SIGNED if what == "signed" else UNSIGNED)
    assert f"{told.subject}\n\n{told.body}" == TEXTS[what, language]


TURNED, ISOLATED = "לאה", "\u2068לאה\u2069"
WRITTEN_BY_PEOPLE: tuple[Callable[[str], Letter], ...] = (
    lambda name: invitations.invited(
        name, name, MEETING.model_copy(update={"title": name, "place": name}), LINK, BEFORE
    ),
    lambda name: watching.sent(name, name, 1, DAY, LINK),
    lambda name: watching.handed_on(name, name, 1, DAY, LINK),
    lambda name: minutes_letter(name, MEETING, LINK),
)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("write", WRITTEN_BY_PEOPLE)
def test_what_is_written_from_right_to_left_turns_no_word_of_ours(
    write: Callable[[str], Letter], language: str
) -> None:
    told = write(TURNED).read_in(language, (Signature(TURNED, TURNED, TURNED, "ada@region.example"),))
    words = told.subject + told.body
    assert words.count(TURNED) == words.count(ISOLATED) > 0
    assert words.count("\u2068") == words.count("\u2069") == words.count(ISOLATED), "names, and no sentence of ours"


def test_a_subject_is_one_line_however_long_a_title_is() -> None:
    written: Any = {"title": f"Nyt\n\n{'langt ' * 60}"}
    told = invitations.moved(LEO, BOARD, MEETING.model_copy(update=written), STOP).read_in("da", UNSIGNED)
    assert told.subject.startswith("Ændret: Nyt langt langt")
    assert len(told.subject) <= 160
    assert "\n" not in told.subject


@pytest.mark.parametrize("language", ["da", "en"])
def test_several_letters_of_one_morning_are_one_that_says_all_of_each(language: str) -> None:
    letters = (watching.due_soon(LEO, 3, DAY, LINK), watching.trial_ended(BOARD, LINK))
    told = [each.read_in(language, SIGNED) for each in letters]
    lines = [told_in_full(line_of(12, "", LINK, "<a@b>", 1), each) for each in told]
    other = Signature("Hjertets Peerboard", "Hjerteafdelingen")
    body = several("", lines, None, language, (*SIGNED, other)).body
    assert body.startswith(told[0].hello + "\n\n")
    for number, each in enumerate(told, 1):
        assert f"\n\n{number}. {each.subject}\n{each.said}\n" in body
    assert body.count("Ada Holm") == 1, "signed once for each board"
    assert "Hjertets Peerboard, Hjerteafdelingen" in body
    assert "\n\n\n" not in body
    assert body.endswith("\n\nPeerboard\n")
