"""When somebody is erased, what a coordinator retold of their idea goes too, also where it is a part of another."""

from schemas.flow import Status
from schemas.publication import OpenIdea, OpenWords, Publication
from server.core import clock
from server.core.change import changing_board
from server.core.database import Database
from server.core.doorbell import Doorbell
from server.core.erasing import WORDS_ERASED, Erasing
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.features import declare
from server.views.publication.saying import words_of
from tests.support.databases import rows
from tests.support.scene import make_board, make_meeting, make_person, make_units
from tests.support.site import SECRET
from tests.views.publication.test_words_out import idea_of, seat_of

LEFT = "SELECT shown_at IS NOT NULL AS up, title FROM open_idea ORDER BY idea_id"


async def test_a_retelling_goes_with_any_of_those_whose_idea_it_tells(database: Database) -> None:
    declare()
    async with database.begin() as session:
        leo = await make_person(session, "leo@erased.test", "Leo Bach", "Afdelingschef")
        board = await make_board(session, await make_units(session, leo))
        board.published = True
        meeting = await make_meeting(session, board)
        ben, rie = await seat_of(session, meeting, "Ben"), await seat_of(session, meeting, "Rie")
        whole = await idea_of(session, meeting, ben, "whole", {"number": 1})
        middle = await idea_of(session, meeting, ben, "middle", {"status": Status.MERGED, "merged_into_id": whole.id})
        part = await idea_of(session, meeting, rie, "part", {"status": Status.MERGED, "merged_into_id": middle.id})
        other = await idea_of(session, meeting, ben, "other", {"number": 2})
        session.add(Publication(board_id=board.id, slug="slettet", opened_at=clock.now(), opened_by=rie.id))
        for idea in (whole, other):
            opened = OpenIdea(idea_id=idea.id, board_id=board.id, shown_at=clock.now(), retold=True, title="retold")
            session.add(opened)
        for idea, seat in ((part, rie), (other, ben)):
            yes = {"yes": True, "digest": words_of(idea).digest, "at": clock.now()}
            session.add(OpenWords(idea_id=idea.id, seat_id=seat.id, **yes))  # type: ignore[arg-type]
    settings = Settings(database_url=database.url, secret=SECRET)
    for counted in (1, 0):
        before = (await rows(database.url, "SELECT version FROM publication"))[0][0]
        async with changing_board(Runtime(settings, database, Doorbell("")), board.id) as change:
            await WORDS_ERASED(change, Erasing(rie, settings, ideas={part.id}))
        after = (await rows(database.url, "SELECT version, opened_by FROM publication"))[0]
        assert (after[0] - before, after[1]) == (counted, None), "again, it changes nothing"
        assert [tuple(row) for row in await rows(database.url, LEFT)] == [(False, ""), (True, "retold")]
        assert [row[0] for row in await rows(database.url, "SELECT seat_id FROM open_words")] == [ben.id]
