"""An owner is named by an address: whether it is an account's shows nowhere."""

from collections import Counter

import pytest

from schemas.flow import Status
from tests.organisation.units.test_leaving_office import an_idea, elsewhere
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.dom import Page

FIRST = {"owner": "Lars Juhl", "owner_mail": "{mail}"}
NONE = {"owner": "Lars Juhl"}


@pytest.mark.parametrize(
    "forms",
    [
        [FIRST | {"owner2": "En Anden", "owner2_mail": "{mail}"}],
        [FIRST, {"owner": "Lars Skov", "owner_mail": "{mail}"}],
        [FIRST, NONE],
        [NONE, FIRST],
        [NONE, FIRST, NONE | {"owner2": "En Anden", "owner2_mail": "{mail}"}],
    ],
    ids=["twice", "another name", "without the address", "with the address", "the second has it"],
)
async def test_all_is_alike(forms: list[dict[str, str]], cast: Cast) -> None:
    leo = await cast.leo()
    mails = [await elsewhere(cast, "leads"), f"ingen-{cast.board.id}@region.test"]
    seen = []
    for mail in mails:
        idea = await an_idea(cast, Status.AGREED)
        said: list[object] = []
        for form in forms:
            path = f"/ideas/{idea.public_id}"
            page: Page = await leo.page(path)
            told = dict.fromkeys(("owner", "owner_mail", "owner2", "owner2_mail"), "")
            told |= {name: words.format(mail=mail) for name, words in form.items()}
            answer = await leo.submit(page.form(f"{path}/owners"), told)
            said.append(answer.status_code)
            owners = await rows(
                cast.database.url, "SELECT name, mail FROM owner WHERE idea_id = $1 ORDER BY id", idea.id
            )
            said.append([(row["name"], row["mail"].replace(mail, "…")) for row in owners])
            kinds = await rows(cast.database.url, "SELECT kind, name FROM moment WHERE idea_id = $1", idea.id)
            said.append(Counter((row["kind"], row["name"]) for row in kinds))
        seen.append(said)
    assert seen[0] == seen[1]
