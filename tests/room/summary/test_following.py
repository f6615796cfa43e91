"""R4 in the last two phases: whoever followed sees what a fresh load shows, also after the end."""

import pytest

from schemas.flow import Status
from tests.live.mirroring import open_scene
from tests.room.agreements.scene import agree, take
from tests.room.summary.test_heard import hear
from tests.support.after_the_end import end_for_good
from tests.support.cast import Cast
from tests.support.member import took
from tests.support.site import Site
from tests.work.answers.scene import stored


@pytest.mark.slow
async def test_pages_that_followed_to_the_end_are_as_fresh_ones(site: Site, cast: Cast) -> None:
    scene, watching = await open_scene(site, cast, None)
    await scene.phase("agree")
    await watching.mirror()
    ada = await cast.ada()
    for idea in scene.ideas:
        assert took(await take(ada, idea))
    await watching.mirror()
    assert took(await agree(cast, scene.ideas[0]))
    assert took(await agree(cast, scene.ideas[1], do="send"))
    assert (await stored(cast, scene.ideas[1])).status is Status.REVIEW
    await watching.mirror()
    assert took(await ada.post(f"{ada.room}/focus", {"about": scene.ideas[0]}))
    await watching.mirror()
    await scene.phase("close")
    members = await cast.guests_join(5)
    await watching.mirror()
    for member in members:
        assert took(await hear(member, "yes"))
    await end_for_good(cast)
    await watching.mirror()
    assert took(await (await cast.leo()).answer(scene.ideas[1], "agreed", text="Ja.", owner="Leo Bach"))
    await watching.mirror()
    await watching.close()
