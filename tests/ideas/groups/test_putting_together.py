"""Ideas are put together and apart, by whom the meeting lets, and what came too late is told in a sentence."""

from tests.ideas.groups.scene import gathered, groups, idea, let_members, put, sections, together
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import took

APART = "Ikke samlet endnu"


async def test_two_ideas_are_put_together_and_the_room_sees_it(cast: Cast) -> None:
    ro, kaffe, stille = await gathered(cast, "Ro", "Kaffe", "Stille")
    rie = await cast.rie()
    stream = await rie.stream()
    group = await together(cast, ro, stille)
    await stream.until(lambda page: page.find(f"group-{group}") is not None)
    seen = sections(stream.page)
    assert set(seen["Gruppe uden navn"]) == {"Ro", "Stille"}
    assert seen[APART] == ["Kaffe"]
    assert took(await put(await cast.ada(), kaffe, f"group:{group}"))
    await stream.until(lambda page: sections(page)[APART] == [])
    await stream.close()


async def test_a_move_that_is_sent_again_is_one_move(cast: Cast) -> None:
    ro, kaffe, _ = await gathered(cast, "Ro", "Kaffe", "Stille")
    group = await together(cast, ro, kaffe)
    before = await rows(cast.database.url, "SELECT seq FROM board WHERE id = $1", cast.board.id)
    for to, seen in ((f"with:{kaffe}", ""), (f"group:{group}", ""), (f"with:{kaffe}", group), (f"with:{ro}", group)):
        assert took(await put(await cast.ada(), ro, to, seen))
    assert await rows(cast.database.url, "SELECT seq FROM board WHERE id = $1", cast.board.id) == before
    assert len(await groups(cast)) == 1


async def test_a_group_of_one_is_no_group(cast: Cast) -> None:
    ro, kaffe, stille = await gathered(cast, "Ro", "Kaffe", "Stille")
    ada = await cast.ada()
    group = await together(cast, ro, kaffe)
    assert took(await put(ada, stille, f"group:{group}"))
    assert took(await put(ada, ro, "apart", group))
    assert [(await idea(cast, each))["group"] for each in (ro, kaffe, stille)] == [None, group, group]
    assert took(await put(ada, kaffe, f"with:{ro}", group))
    new = (await idea(cast, ro))["group"]
    assert [(await idea(cast, each))["group"] for each in (ro, kaffe, stille)] == [new, new, None]
    assert [row["public_id"] for row in await groups(cast)] == [new]
    assert took(await (await cast.ben()).post(f"/ideas/{ro}/withdrawal"))
    assert await groups(cast) == []
    assert sections(await (await cast.rie()).look()).keys() == {APART}


async def test_an_idea_that_somebody_else_moved_stays_where_they_put_it(cast: Cast) -> None:
    ro, kaffe, stille, sove = await gathered(cast, "Ro", "Kaffe", "Stille", "Sove")
    first, ada = await together(cast, ro, stille), await cast.ada()
    answer = await put(ada, ro, f"with:{kaffe}", "")
    assert answer.status_code == 409
    assert "flyttet af en anden" in answer.text
    assert "Stille" in answer.text, "the page shows the room as it is"
    short = await put(ada, ro, f"with:{kaffe}", "", HX_Request="true")
    assert short.status_code == 409
    assert "flyttet af en anden" in short.text
    assert (await idea(cast, ro))["group"] == first
    assert took(await put(ada, stille, "apart", first))
    assert (await put(ada, sove, f"group:{first}")).status_code == 409


async def test_only_what_the_room_sees_is_moved(cast: Cast) -> None:
    ro, kaffe, stille, sove = await gathered(cast, "Ro", "Kaffe", "Stille", "Sove")
    ada, ben = await cast.ada(), await cast.ben()
    assert took(await ben.post(f"/ideas/{ro}/withdrawal"))
    await rows(cast.database.url, "UPDATE idea SET hidden_at = now() WHERE public_id = $1", stille)
    for one, to in ((ro, kaffe), (kaffe, ro), (stille, kaffe), (kaffe, stille), (kaffe, "nobody")):
        answer = await put(ada, one, f"with:{to}")
        assert answer.status_code in {404, 409}, f"{one} {to}"
    assert took(await ben.propose("Kom for sent"))
    late = (await rows(cast.database.url, "SELECT public_id FROM idea WHERE late AND board_id = $1", cast.board.id))[0]
    assert (await put(ben, late["public_id"], f"with:{kaffe}")).status_code == 404
    assert (await put(ada, kaffe, f"with:{late['public_id']}")).status_code == 409
    assert await groups(cast) == []
    assert took(await ada.phase("vote"))
    answer = await put(ada, kaffe, f"with:{sove}")
    assert answer.status_code == 409
    assert "stemmes" in answer.text


async def test_members_put_together_where_the_meeting_lets_them(cast: Cast) -> None:
    ro, kaffe = await gathered(cast, "Ro", "Kaffe")
    rie, olga, ada = await cast.rie(), await cast.olga(), await cast.ada()
    assert (await put(rie, ro, f"with:{kaffe}")).status_code == 403
    assert not (await rie.look()).select("//*[@data-move]")
    await let_members(cast)
    assert (await put(olga, ro, f"with:{kaffe}")).status_code == 403
    assert not (await olga.look()).select("//*[@data-move]")
    assert len((await rie.look()).select("//*[@data-move]")) == 2
    assert took(await put(rie, ro, f"with:{kaffe}"))
    group = (await idea(cast, ro))["group"]
    assert took(await ada.phase("discuss"))
    assert (await put(rie, ro, "apart", group)).status_code == 409
    assert took(await put(ada, ro, "apart", group))


async def test_without_a_script_an_idea_is_moved_on_a_page_of_its_own(cast: Cast) -> None:
    ro, kaffe, _ = await gathered(cast, "Ro", "Kaffe", "Stille")
    ada = await cast.ada()
    link = (await ada.desk()).find(f"move-{ro}")
    assert link is not None
    page = await ada.page(link.get("href") or "")
    assert "Kaffe" in page.text
    answer = await ada.submit(page.form(f"/ideas/{ro}/group"), {"to": f"with:{kaffe}"})
    assert answer.status_code == 303
    landed = await ada.follow(answer)
    assert set(sections(landed)["Gruppe uden navn"]) == {"Ro", "Kaffe"}
    assert (await (await cast.rie()).get(f"/ideas/{ro}/group")).status_code == 403


async def test_a_group_gets_a_name(cast: Cast) -> None:
    ro, kaffe, _ = await gathered(cast, "Ro", "Kaffe", "Stille")
    ada, group = await cast.ada(), await together(cast, ro, kaffe)
    path = f"{ada.room}/groups/{group}"
    assert took(await ada.post(path, {"name": "Nat og dag", "from": ""}))
    assert took(await ada.post(path, {"name": "Nat og dag", "from": ""})), "sent again"
    assert "Nat og dag" in sections(await (await cast.rie()).look())
    late = await ada.post(path, {"name": "Noget andet", "from": ""})
    assert late.status_code == 409
    assert "andet navn" in late.text
    assert took(await ada.post(path, {"name": "Noget andet", "from": "Nat og dag"}))
    for wrong in ("x" * 81, "Ring til 20 30 40 50"):
        assert (await ada.post(path, {"name": wrong, "from": "Noget andet"})).status_code == 422
    assert (await (await cast.rie()).post(path, {"name": "Vores", "from": "Noget andet"})).status_code == 403
    assert took(await put(ada, ro, "apart", group))
    gone = await ada.post(path, {"name": "Igen", "from": "Noget andet"})
    assert gone.status_code == 409
    assert "ikke mere" in gone.text


async def test_the_projector_shows_groups_by_name_and_nobody_else_s_buttons(cast: Cast) -> None:
    ro, kaffe, _ = await gathered(cast, "Ro", "Kaffe", "Stille")
    ada, group = await cast.ada(), await together(cast, ro, kaffe)
    assert took(await ada.post(f"{ada.room}/groups/{group}", {"name": "Nat", "from": ""}))
    page = await (await cast.cleo()).page(f"/screen/{cast.meeting.screen_token}")
    assert [name.text for name in page.select("//*[@id='stage']//h2")] == ["Nat", APART]
    assert not page.select("//form | //a")
