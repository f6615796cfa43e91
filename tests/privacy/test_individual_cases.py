"""Whoever writes what looks like somebody's own case is asked once, in every form whose words others read, and never
stopped: nothing that was typed is lost, and nothing is kept of who was asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from itertools import count
from pkgutil import walk_packages
from types import ModuleType

import httpx2
import pytest

import server
from schemas.tables import metadata
from server.web.fields import Field
from server.web.html import WEB
from tests.ideas.groups.scene import gathered, let_members, together
from tests.room.discussion.scene import focus
from tests.room.paper.writing import tell
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page
from tests.support.member import Member, took
from tests.support.site import Site
from tests.work.answers.scene import agreed
from tests.work.consultations.test_cases import committee, in_days, put
from tests.work.follow_ups.scene import asked, follow, say_done, since_last
from tests.work.follow_ups.test_mailed import address, link_to

CASE = "Min mor fik forkert medicin den 3. maj på afsnit 204."
OWN, TOLD, STAFF = "Det ligner en sag om dig selv.", "Det ligner en sag om den, der fortæller.", "Det ligner navnet på"
COMPLAIN = "Vil du klage, så gå til Styrelsen for Patientklager."
FOLLOW_UPS = "work/follow_ups/question.html"
_numbers = count(1)


@dataclass
class Form:
    """A form whose words others read: its template, who sends it from which page, and what else it holds. `edits`: the
    words replace others; `says`: what the question says."""

    template: str
    who: Member
    page: str
    form: str
    named: str = "text"
    filled: dict[str, str] = field(default_factory=dict)
    edits: bool = False
    says: tuple[str, ...] = (OWN, COMPLAIN)
    typed: str = CASE
    action: str = ""
    by_htmx: bool = False

    async def send(self, words: str, *, htmx: bool) -> httpx2.Response:
        """Fill the form in as it stands on its page, and send it."""
        found = (await self.who.page(self.page)).form(self.form)
        self.action, values = str(found.action), dict(found.form_values())
        self.by_htmx = bool(found.get("hx-post"))
        return await self.post(values | self.filled | {self.named: words}, htmx=htmx)

    async def post(self, values: dict[str, str], *, htmx: bool) -> httpx2.Response:
        """Send exactly this."""
        return await self.who.post(self.action, values, **({"HX_Request": "true"} if htmx else {}))

    def back(self, answer: httpx2.Response) -> dict[str, str]:
        """The form as it came back, with the question."""
        page = Page(answer.text)
        found = page.form(self.form)
        assert len(found.xpath(".//*[@data-asks]")) == 1, f"{self.template} {self.page}: {page.text[:400]}"
        question = " ".join(found.xpath("string(.//*[@data-asks])").split())
        assert all(each in question for each in self.says), question
        assert "Ret" in question
        assert "Send alligevel" in question
        return {name: str(value).strip() for name, value in found.form_values()}


async def stored(cast: Cast, words: str) -> int:
    """In how many rows of all tables the words stand."""
    query = " UNION ALL ".join(
        f'SELECT count(*) AS n FROM "{name}" AS t WHERE strpos(t::text, $1) > 0' for name in metadata.tables
    )
    return sum(row["n"] for row in await rows(cast.database.url, query, words))


async def asks_once(cast: Cast, form: Form, *, htmx: bool) -> None:
    """It is asked about, is stored nowhere meanwhile, and is sent anyway, once."""
    words, where = f"{form.typed} ({next(_numbers)})", f"{form.template} on {form.page}, htmx {htmx}"
    answer = await form.send(words, htmx=htmx)
    assert answer.status_code == 422, where
    again = form.back(answer)
    assert again[form.named] == words, where
    assert all(again[name] == value for name, value in form.filled.items()), where
    assert await stored(cast, words) == 0, where
    assert took(await form.post(again, htmx=htmx)), where
    assert await stored(cast, words) == 1, where
    if form.edits:
        assert took(await form.send("Flere stole", htmx=htmx)), where
    else:
        assert took(await form.post(again, htmx=htmx)), f"{where}: the answer was lost, and it is sent again"
        assert await stored(cast, words) == 1, where


async def walk(cast: Cast, *forms: Form) -> set[str]:
    """Ask in each of them, also by htmx if it sends the form. Returns their templates."""
    for form in forms:
        await asks_once(cast, form, htmx=False)
        if form.by_htmx:
            await asks_once(cast, form, htmx=True)
    return {form.template for form in forms}


@pytest.mark.long
async def test_every_form_of_a_meeting_asks_once(cast: Cast) -> None:
    ben, ada, rie = await cast.ben(), await cast.ada(), await cast.rie()
    ada.meeting = cast.meeting.public_id
    room, paper = ben.room, f"{ada.room}/paper"
    one, other = await gathered(cast, "Ro om aftenen", "Kaffe", phase="propose")
    assert took(await tell(ada, "Lys på gangen"))
    on_paper = (await ada.page(paper)).select("//article[starts-with(@id, 'own-')]")[0].get("id").removeprefix("own-")
    of_role = {"role": "patient", "title": "Ny idé"}
    walked = await walk(
        cast,
        Form("ideas/ideas/write.html", ben, room, "#write", filled={"title": "Ny idé", "key": "k"}),
        Form("ideas/ideas/mine.html", ben, room, f"#edit-form-{one}", edits=True),
        Form("room/paper/idea.html", ada, paper, f"#paper-{ada.meeting}", filled=of_role, says=(TOLD,)),
        Form("room/paper/own.html", ada, paper, f"/ideas/{on_paper}/paper", filled=of_role, edits=True, says=(TOLD,)),
    )
    await let_members(cast)
    assert took(await ada.phase("group"))
    group = await together(cast, one, other)
    name = {"form": f"#name-form-{group}", "named": "name", "typed": "Overlæge Hansen", "says": (STAFF,)}
    walked |= await walk(cast, Form("ideas/groups/name_form.html", ben, room, edits=True, **name))  # type: ignore[arg-type]
    assert took(await ada.phase("discuss"))
    await focus(cast, one)
    mine, on_board = f"/b/{cast.board.public_id}/mine", "Her kan alle i peerboardet læse det."
    walked |= await walk(
        cast,
        Form("ideas/comments/form.html", rie, room, f"#comment-{one}", says=(OWN, "Her kan alle i mødet læse det.")),
        Form("ideas/comments/form.html", rie, f"/ideas/{one}", f"#comment-{one}", says=(OWN, COMPLAIN, on_board)),
        Form("room/discussion/note_form.html", ada, f"{ada.room}/desk", f"#note-{one}", edits=True, says=(TOLD,)),
        Form("views/mine/acts.html", ben, mine, f"#add-form-{one}", says=(OWN, on_board)),
        Form("views/mine/acts.html", ben, mine, f"#edit-form-{one}", edits=True, says=(OWN, on_board)),
    )
    await rows(cast.database.url, "UPDATE meeting SET format = 'representatives', phase = 'agenda'")
    agenda, of_leaders = f"{ada.room}/agenda", {"title": "Nyt udstyr"}
    walked |= await walk(cast, Form("room/agenda/page.html", ada, agenda, "#leaders-item", filled=of_leaders))
    await rows(cast.database.url, "UPDATE meeting SET format = 'peerboard', phase = 'discuss'")
    assert walked == asking_forms() - {FOLLOW_UPS, ANEW}
    await only_what_is_new_is_asked_about(cast, Form("", ada, f"{ada.room}/desk", f"#note-{one}", says=(TOLD,)))
    await a_question_is_about_one_text(cast, Form("", rie, room, f"#comment-{one}"))
    unit, rita = await committee(cast)
    case = await put(rita, "/consultations", unit, "Nyt akuthus", in_days(20), cast.board.public_id)
    ident = case.rpartition("/")[2]
    assert took(await ada.post(f"{ada.room}/focus", {"about": ident}))
    await walk(
        cast,
        Form("ideas/comments/form.html", rie, room, f"#comment-{ident}", says=(OWN, "Her kan alle i mødet læse det.")),
        Form("ideas/comments/form.html", rie, case, f"#comment-{ident}", says=(OWN, on_board)),
        Form("room/discussion/note_form.html", ada, f"{ada.room}/desk", f"#note-{ident}", edits=True, says=(TOLD,)),
    )


def asking_forms() -> set[str]:
    """The templates of all forms that hold which words have been asked about."""
    templates = WEB / "templates"
    asking = (path for path in templates.rglob("*.html") if "{{ asked_before(" in path.read_text(encoding="utf-8"))
    return {str(path.relative_to(templates)) for path in asking}


async def only_what_is_new_is_asked_about(cast: Cast, form: Form) -> None:
    """Whoever goes on with a text that was sent anyway is not asked again, unless it names somebody now."""
    assert took(await form.post(form.back(await form.send(CASE, htmx=True)), htmx=True))
    assert took(await form.send(f"{CASE} Det talte vi om.", htmx=True))
    answer = await form.send(f"{CASE} Sygeplejerske Mette var der.", htmx=True)
    assert answer.status_code == 422
    assert await stored(cast, "Sygeplejerske Mette") == 0


async def a_question_is_about_one_text(cast: Cast, form: Form) -> None:
    """Other words are another text; corrected, it passes; and what cannot be sent at all is no question."""
    again = form.back(await form.send(CASE, htmx=True))
    assert (await form.post(again | {"text": f"{CASE} Hun døde."}, htmx=True)).status_code == 422
    assert took(await form.post(again | {"text": "Vi vil gerne have flere stole."}, htmx=True))
    for typed, sentence in ((f"{CASE} Ring 20 30 40 50", "telefonnummer"), (CASE * 100, "Der er plads til")):
        refused = await form.send(typed, htmx=True)
        assert sentence in refused.text
        assert "data-asks" not in refused.text


@pytest.mark.long
async def test_the_forms_of_follow_ups_ask_once(cast: Cast, site: Site) -> None:
    idea = await agreed(cast)
    await follow(cast, idea, address(cast, "ida"))
    await say_done(cast, site, idea)
    await since_last(cast)
    ben, rie, phone = await cast.ben(), await cast.rie(), Member(cast.url)
    cast.devices["phone"] = phone
    ident, readers = f"#asked-{(await asked(cast))['public_id']}-form", "når mindst tre har svaret"
    place = {"form": ident, "named": "words", "filled": {"answer": "no"}, "says": (OWN, COMPLAIN, readers)}
    link = await link_to(cast, address(cast, "ida"))
    pages = ((ben, ben.room), (rie, f"/ideas/{idea}"), (phone, link))
    forms = [Form(FOLLOW_UPS, who, page, **place) for who, page in pages]  # type: ignore[arg-type]
    await walk(cast, *forms)
    for form in forms:
        kept = dict((await form.who.page(form.page)).form(ident).form_values())
        assert took(await form.post(kept | {"answer": "yes"}, htmx=False)), "the same words, and another answer"


UNASKED = {
    "server.ideas.ideas.wording.FIELDS[theme]": "chosen from a list of the meeting's",
    "server.room.moderation.commands.COMMENT": "other words for a comment, which its writer says yes to",
    "server.room.moderation.commands.FIELDS[title]": "other words for an idea, which its writer says yes to",
    "server.room.moderation.commands.FIELDS[text]": "other words for an idea, which its writer says yes to",
    "server.room.moderation.own_routes.FIELDS[theme]": "the same fields as an idea's",
    "server.room.moderation.rules.RULE": "a coordinator's, for everybody",
    "server.room.moderation.commands.FIELDS[theme]": "the same fields as an idea's",
    "server.meeting.members.listing.ORGANISATION": "what somebody stands for, and no text",
    "server.meeting.seats.joining.ORGANISATION": "what somebody stands for, and no text",
    "server.meeting.seats.names.NAME": "their own name",
    "server.work.enquiries.answering.TEXT[text]": "an official answer, which one citizen reads",
    "server.work.enquiries.answering.OFFER[title]": "a leader's words, which a citizen says yes to",
    "server.work.enquiries.answering.OFFER[words]": "a leader's words, which a citizen says yes to",
    "server.work.enquiries.answering.IDEA[title]": "the same fields as an idea's",
    "server.work.enquiries.answering.IDEA[text]": "the same fields as an idea's",
    "server.work.enquiries.answering.IDEA[theme]": "the same fields as an idea's",
    "server.work.enquiries.writing.FIELDS[text]": "one level reads it, and its form shows other ways first",
    "server.work.enquiries.writing.FIELDS[contact]": "an address",
    "server.work.referrals.replying.NAME": "whoever answers for a body",
    "server.room.agreements.commands.BODY": "the name of an organisation",
}
"""Fields that are checked for personal data, as members' words are, and that nobody is asked about; why."""
ASKED_ABOUT = {
    "server.ideas.comments.commands.TEXT": {"ideas/comments/form.html"},
    "server.ideas.groups.commands.NAME": {"ideas/groups/name_form.html"},
    "server.ideas.ideas.wording.FIELDS[title]": {
        *("ideas/ideas/write.html", "ideas/ideas/mine.html", "room/agenda/page.html"),
    },
    "server.ideas.ideas.wording.FIELDS[text]": {"room/paper/idea.html", "room/paper/own.html"},
    "server.room.moderation.own_routes.TEXT": {"room/moderation/stands.html"},
    "server.room.moderation.own_routes.FIELDS[title]": {"room/moderation/stands.html"},
    "server.room.moderation.own_routes.FIELDS[text]": {"room/moderation/stands.html"},
    "server.views.mine.commands.TEXT": {"views/mine/acts.html"},
    "server.work.follow_ups.answering.FIELDS[words]": {FOLLOW_UPS},
}
ANEW = "room/moderation/stands.html"
"""Asks in `tests/room/moderation/test_evening.py`, where there is something to write anew."""
NOTES = {"room/discussion/note_form.html"}
"""Staff are only warned of personal data there; what they note down is what members said."""


def fields_in(module: ModuleType) -> Iterator[tuple[str, Field]]:
    """The fields that a module names, those in its tables of fields too."""
    for name, value in vars(module).items():
        if isinstance(value, Field):
            yield f"{module.__name__}.{name}", value
        elif isinstance(value, dict):
            yield from (
                (f"{module.__name__}.{name}[{key}]", each) for key, each in value.items() if isinstance(each, Field)
            )


def test_every_field_of_members_words_is_asked_about_or_says_why_not() -> None:
    modules = [each.name for each in walk_packages(server.__path__, "server.") if "__main__" not in each.name]
    found = {name for module in modules for name, one in fields_in(import_module(module)) if one.found is not None}
    assert found == ASKED_ABOUT.keys() | UNASKED.keys(), "ask about it (server/web/individual_cases.py), or say why not"


def test_every_form_that_asks_is_in_the_table() -> None:
    assert asking_forms() == set.union(*ASKED_ABOUT.values()) | NOTES
