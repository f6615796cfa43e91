"""The edition of minutes for everybody: agreements, counts and official answers, and nothing that is a member's."""

from typing import Any

from schemas.board import Board
from schemas.codes import new_token
from schemas.consultation import Consultation
from schemas.flow import Status
from schemas.format import Format
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.minutes import Minutes, MinutesState, PartKey
from schemas.round import Method, Round, RoundState
from schemas.unit import Unit, UnitKind
from server.core import clock
from server.core.days import danish_day
from server.room.minutes.queries import View
from server.room.votes.results import Result
from server.views.public.minutes import edition
from server.views.public.shown import Shown
from server.views.public.wordings import Words

MEMBERS = ("zqidé", "zqtekst", "zqbærer", "zqperson", "zqkommentar", "zqnote", "zqkoordinator")
"""Words and names of members, and of whoever led the evening."""
OWN = ("zqtrin", "zqrettet", "zqegneord")
"""What a coordinator wrote about the agreements, which goes only where she lets it."""


def part(key: PartKey, rows: tuple[dict[str, Any], ...] = (), **told: Any) -> dict[str, Any]:
    return {"key": key.value, "shown": True, "words": f"zqegneord {key}", "rows": list(rows)} | told


def view_of(joined: int) -> View:
    """Minutes with everything in them: idea 1 is on the open page, idea 2 is not."""
    now, known = clock.now(), {"board_id": 1, "meeting_id": 1, "submission": ""}
    told: dict[str, Any] = known | {"status_at": now, "created_at": now, "title": "zqidé", "text": "zqtekst"}
    ideas = {n: Idea(id=n, number=n, public_id=f"zqidé{n}", status=Status.REVIEW, **told) for n in (1, 2, 3)}
    agreed = {"settled": True, "sent": True, "carrier": "zqbærer", "step": "zqtrin", "person": "zqperson"}
    agreed |= {"day": "2026-12-01", "leader": "Leo Bach, Afdelingschef", "answer_by": "2026-12-31"}
    rows = tuple({"idea": n} | agreed for n in (1, 2, 3))
    head: dict[str, Any] = {"joined": joined, "paper": 1, "roles": {"patient": joined}, "led_by": 7, "leaders": [8]}
    parts = [part(PartKey.HEAD, **head), part(PartKey.ASKED), part(PartKey.AGREED, rows, said={"3": 5})]
    parts += [part(PartKey.RESULT, round=1), part(PartKey.DISCUSSED, ({"idea": 1, "note": 1, "comments": [1]},))]
    parts += [part(PartKey.IDEAS, tuple({"idea": n, "into": None} for n in (1, 2))), part(PartKey.OTHER)]
    meeting: dict[str, Any] = {
        "title": "Møde i november",
        "starts_at": now,
        "ended_at": now,
        "format": Format.PEERBOARD,
    }
    meeting |= {"code": "", "join_token": "", "screen_token": "", "public_id": "", "board_id": 1}
    minutes = Minutes(meeting_id=1, state=MinutesState.APPROVED, parts=[], token=new_token(), written_at=now)
    minutes.approved_version, minutes.approved_at, minutes.approved_by = 1, now, 7
    case: dict[str, Any] = {"body": "Udvalget", "title": "Nyt akuthus", "text": "Hvor?", "answer": "Ved stationen"}
    voted: dict[str, Any] = {"public_id": "", "board_id": 1, "meeting_id": 1, "opened_at": now, "result_token": ""}
    return View(
        minutes,
        Meeting(**meeting),
        Board(unit_id=1, name="Peerboardet", format=Format.PEERBOARD),
        Unit(kind=UnitKind.DEPARTMENT, name="Afdeling A"),
        parts,
        1,
        ideas=ideas,
        notes={1: "zqnote"},  # type: ignore[dict-item]
        comments={1: "zqkommentar"},
        lines={5: "zqrettet"},
        cases=[Consultation(board_id=1, put_at=now, reply_by=danish_day(now), **case)],
        round=Round(state=RoundState.CLOSED, method=Method.DOTS, voters=12, on_paper=0, **voted),
        results=[Result(ideas[1], 9, 17, 100, True), Result(ideas[2], 6, 8, 47, False, 2)],
        people={7: "zqkoordinator", 8: "Leo Bach, Afdelingschef"},
    )


def test_nothing_of_members_goes_out_with_the_minutes() -> None:
    now = clock.now()
    words, theirs = Words("Døre, der lukker stille", "Sæt filt på."), Words("Kaffe", "")
    shown = Shown(1, words, retold=False, also=(theirs,), theme="", status=Status.REVIEW, lines=(), said_at=now)
    every = frozenset(PartKey)
    for language in ("da", "en"):
        for own in (frozenset[str](), frozenset({"agreed"}), frozenset({"head", "ideas"}), every):
            drawn = edition(view_of(6), {1: shown}, own, language)
            said = repr(drawn.read).lower() + repr(drawn.head).lower()
            assert not [word for word in MEMBERS if word in said], (own, said)
            assert [word for word in OWN if word in said] == (list(OWN) if "agreed" in own else []), own
            assert {section.key for section in drawn.read} <= {"head", "asked", "agreed", "result", "other"}
            assert "døre, der lukker stille" in said
            assert "ved stationen" in said
            assert "leo bach, afdelingschef" in said
            assert "'17', '9'" in said
            hidden = "en idé, der ikke er vist her" if language == "da" else "an idea that is not shown here"
            assert said.count(hidden) == 3, "two agreements and a line of the result"
            assert "link='1'" in said
            assert "link='2'" not in said


def test_few_people_are_not_counted() -> None:
    for joined in range(8):
        head = dict(edition(view_of(joined), {}, frozenset(), "da").head)
        assert ("Med til mødet" in head) is (joined >= 5)
        assert "patient" not in repr(head)
