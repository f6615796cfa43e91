"""Talking: the focus, the queue, notes and comments, about ideas and about a case that another body has put."""

from tests.live.cases.consultations import put
from tests.live.mirroring import Scene, case
from tests.support.databases import rows
from tests.support.member import took


async def talking(at: Scene) -> None:
    await put(at)
    await at.phase("discuss")
    ada = await at.cast.ada()
    assert took(await ada.post(f"{ada.room}/focus", {"about": at.ideas[0]}))
    assert took(await (await at.cast.ben()).post(f"{ada.room}/hand", {"up": "1"}))
    for idea in at.ideas:
        said = {"key": idea, "text": "Det mener jeg også", "from": "room"}
        assert took(await (await at.cast.ben()).post(f"/ideas/{idea}/comments", said))


async def asked(at: Scene) -> str:
    """The case that was put."""
    query = "SELECT public_id FROM consultation WHERE board_id = $1"
    return str((await rows(at.cast.database.url, query, at.cast.board.id))[0]["public_id"])


@case("FocusMoved", before=talking)
async def _(at: Scene) -> None:
    ada = await at.cast.ada()
    for idea in ("", at.ideas[1], await asked(at), at.ideas[0]):
        assert took(await ada.post(f"{ada.room}/focus", {"about": idea}))


@case("QueueMoved", before=talking)
async def _(at: Scene) -> None:
    ada, finn = await at.cast.ada(), await at.cast.finn()
    assert took(await finn.post(f"{finn.room}/hand", {"up": "1"}))
    called = next(form for form in (await ada.desk()).forms() if str(form.get("id")).startswith("call-"))
    assert took(await ada.submit(called))


@case("NoteWritten", before=talking)
async def _(at: Scene) -> None:
    assert took(await (await at.cast.ada()).post(f"/ideas/{at.ideas[0]}/note", {"version": "0", "text": "Vi prøver"}))


@case("CommentWritten", before=talking)
async def _(at: Scene) -> None:
    said = {"key": "k", "text": "En ting til", "from": "room"}
    ben = await at.cast.ben()
    assert took(await ben.post(f"/ideas/{at.ideas[0]}/comments", said))
    assert took(await ben.post(f"{ben.room}/consultations/{await asked(at)}/comments", said))


@case("CommentHidden", before=talking)
async def _(at: Scene) -> None:
    query = "SELECT public_id, consultation_id FROM comment WHERE board_id = $1 ORDER BY id"
    for row in await rows(at.cast.database.url, query, at.cast.board.id):
        kind = "comments" if row["consultation_id"] is None else "consultations/comments"
        path, reason = f"/{kind}/{row['public_id']}/hiding", {"hidden": "1", "reason": "Det er et navn"}
        assert took(await (await at.cast.ada()).post(path, reason))


@case("IdeaHidden", before=talking)
async def _(at: Scene) -> None:
    hide = {"hidden": "1", "reason": "Det er et navn"}
    assert took(await (await at.cast.ada()).post(f"/ideas/{at.ideas[0]}/hiding", hide))
