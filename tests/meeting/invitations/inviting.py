"""What tests about invitations share: making them as Ada does, and reading what was made."""

import re
from collections.abc import Sequence

from schemas.codes import normal
from tests.support.cast import Cast
from tests.support.databases import rows
from tests.support.member import link_in, took


async def sheet(cast: Cast, **wanted: int) -> list[str]:
    """Make a sheet as Ada, `patient=2` and so on; the codes on it."""
    ada = await cast.ada()
    form = (await ada.page(f"{ada.room}/invitations")).form("#on-sheet")
    answer = await ada.submit(form, {f"slips-{role}": number for role, number in wanted.items()})
    assert took(answer), answer.text[:300]
    return [normal(code) for code in re.findall(r'class="slip-code">([^<]+)<', answer.text)]


async def path_of(cast: Cast, code: str) -> str:
    """Where a typed code leads."""
    cleo = await cast.cleo()
    answer = await cleo.post("/code", {"code": code})
    assert answer.status_code == 303, answer.text[:300]
    return str(answer.headers["location"])


async def mailed(cast: Cast, addresses: Sequence[str], role: str = "") -> dict[str, str]:
    """Invite by mail as Ada; the path in each address's mail."""
    ada = await cast.ada()
    form = (await ada.page(f"{ada.room}/invitations")).form("#by-mail")
    answer = await ada.submit(form, {"list": "\n".join(addresses), "role": role})
    assert answer.status_code == 303, answer.text[:500]
    kept = await rows(cast.database.url, "SELECT recipient, body FROM mail WHERE body LIKE '%/i/%' ORDER BY id")
    return {row["recipient"]: link_in(row["body"], "/i/").removeprefix(cast.url) for row in kept}
