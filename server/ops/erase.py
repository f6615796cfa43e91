"""`peerboard erase` and `peerboard erasures replay`: erasing an address for somebody who wrote to the operator, and
erasing everything again after a restore."""

from server import features
from server.core.addresses import NO_ADDRESS, NotAnAddress, mail_address
from server.core.command_runtime import command_runtime
from server.core.erasing import replay
from server.core.errors import Invalid
from server.core.ledger import Ledger, LedgerFault
from server.core.settings import get_settings
from server.mail.erase_address import count_address, erase_address

NO_LEDGER = "There is no ledger: set PEERBOARD_LEDGER and PEERBOARD_LEDGER_KEY. See docs/operations.md."


async def erase(typed: str, *, sure: bool) -> str:
    """Erase an address if the operator is `sure`, or count what that would take away; what to print. Raises
    Invalid and Away."""
    try:
        mail = mail_address(typed)
    except NotAnAddress:
        raise Invalid(NO_ADDRESS) from None
    features.declare()
    async with command_runtime() as runtime:
        found = await (erase_address if sure else count_address)(runtime, mail)
        kept = "" if runtime.settings.ledger else " Without a ledger a restored backup brings it back."
    told = ", ".join(f"{table}: {number}" for table, number in sorted(found.items())) or "nothing"
    return f"Erased ({told}).{kept}" if sure else f"This would erase {told}. To do it, say so with --yes."


async def replay_all() -> str:
    """Do all erasures of the ledger again, on the database of the settings; what to print. Raises LedgerFault and
    Away."""
    ledger = Ledger.open(get_settings())
    if ledger is None:
        raise LedgerFault(NO_LEDGER)
    features.declare()
    async with command_runtime() as runtime:
        number = await replay(runtime, ledger)
    return f"{number} erasure{'s were' if number != 1 else ' was'} done again."
