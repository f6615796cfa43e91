"""Ideas that much resemble each other are suggested, best first, and those that do not are left in peace."""

import random
from typing import Any

from schemas.idea import Idea
from server.core import clock
from server.ideas.groups.alike import MOST, READ, alike, gist
from tests.ideas.groups.scene import gathered, idea, merge, put
from tests.support.cast import Cast
from tests.support.member import took
from tests.support.steps import lines_run

SAME = (
    (("Kaffe, når pårørende kommer", "Det siger: du er velkommen."), ("Kaffe til pårørende", "")),
    (("En fast kontaktperson, også i ferien", "Ellers skal jeg begynde forfra."), ("Faste kontaktpersoner", "")),
    (("Ro på gangen efter kl. 22", "Luk dørene stille."), ("Stille på gangen om natten", "")),
    (("Skriv på døren, hvornår stuegangen kommer", "Jeg venter."), ("Hvornår kommer stuegangen?", "Skriv det")),
    (("Papir med hjem i almindeligt dansk", "Brevet fra udskrivningen"), ("Breve på dansk", "ved udskrivning")),
)
OTHERS = (
    (("Bedre mad", "Mere frugt"), ("Bedre kaffe", "Den er kold")),
    (("Et sted at være alene", ""), ("En at tale med, når man er alene om natten", "")),
    (("Vi vil have det", "så vi kan"), ("De skal have det", "så de kan")),
    (("Gåtur hver dag", ""), ("Samtale hver uge", "")),
)
Words = tuple[str, str]


def written(*words: Words) -> list[Idea]:
    told: dict[str, Any] = {"public_id": "", "submission": "", "board_id": 1, "meeting_id": 1}
    told |= {"status_at": clock.now(), "created_at": clock.now()}
    return [Idea(id=n, number=n, title=title, text=text, **told) for n, (title, text) in enumerate(words, 1)]


def test_the_same_said_in_other_words_is_found() -> None:
    for one, other in SAME:
        assert [(pair.one.id, pair.other.id) for pair in alike(written(one, other))] == [(1, 2)], f"{one} {other}"


def test_what_is_only_near_is_not() -> None:
    for one, other in OTHERS:
        assert not alike(written(one, other)), f"{one} {other}"
    assert not alike(written(("", ""), ("", ""))), "nothing is not alike"


def test_the_best_come_first_and_said_apart_is_apart() -> None:
    ideas = written(*(words for pair in SAME for words in pair), ("Kaffe til pårørende", ""))
    pairs = alike(ideas)
    assert [(pair.one.id, pair.other.id) for pair in pairs[:3]] == [(1, 2), (1, 11), (2, 11)]
    assert [pair.score for pair in pairs] == sorted((pair.score for pair in pairs), reverse=True)
    assert len(pairs) <= MOST
    assert (2, 11) not in [(pair.one.id, pair.other.id) for pair in alike(ideas, {(2, 11)})]


def test_long_texts_cost_no_more_than_their_beginnings() -> None:
    chance = random.Random(1)
    words = [word for pair in SAME + OTHERS for title, text in pair for word in f"{title} {text}".split()]
    title, text = " ".join(chance.choices(words, k=20)), " ".join(chance.choices(words, k=900))[:4000]
    long, short = written(*[(title, text)] * 60), written(*[(title, text[:READ])] * 60)
    alike(long)  # what is remembered of words is remembered by now

    def cost(ideas: Any) -> int:
        gist.cache_clear()
        return lines_run(lambda: alike(ideas))

    assert cost(long) == cost(short)


async def test_the_desk_suggests_and_takes_no_for_an_answer(cast: Cast) -> None:
    ro, kaffe, _ = await gathered(cast, "Kaffe til pårørende", "Kaffe til de pårørende", "Ro på gangen")
    ada = await cast.ada()
    page = await ada.desk()
    assert len(page.select("//li[starts-with(@id, 'alike-')]")) == 1
    assert "alike-" not in (await ada.get(ada.room)).text, "only the desk shows it"
    assert took(await ada.submit(page.form("/merge")))
    page = await ada.desk()
    assert not page.select("//li[starts-with(@id, 'alike-')]")
    assert took(await ada.submit(page.form("/merge"))), "undone"
    form = (await ada.desk()).form("/unlike")
    assert took(await ada.submit(form))
    assert took(await ada.submit(form)), "sent again"
    assert not (await ada.desk()).select("//li[starts-with(@id, 'alike-')]")
    assert (await (await cast.rie()).post(f"/ideas/{ro}/unlike", {"other": kaffe})).status_code == 403
    assert (await ada.post(f"/ideas/{ro}/unlike", {"other": ro})).status_code == 409


async def test_a_suggestion_puts_both_into_one_group(cast: Cast) -> None:
    ro, kaffe, _ = await gathered(cast, "Kaffe til pårørende", "Kaffe til de pårørende", "Ro på gangen")
    ada = await cast.ada()
    form = next(form for form in (await ada.desk()).forms() if (form.get("id") or "").startswith("join-"))
    assert took(await ada.submit(form))
    group = (await idea(cast, ro))["group"]
    assert group is not None
    assert group == (await idea(cast, kaffe))["group"]
    assert not [form for form in (await ada.desk()).forms() if (form.get("id") or "").startswith("join-")]
    assert took(await put(ada, ro, "apart", group))
    assert took(await merge(ada, kaffe, ro))
