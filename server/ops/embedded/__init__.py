"""A real PostgreSQL 18 and a real Valkey 9 from Python wheels: nothing to install, up in under a second.

Set PEERBOARD_DATABASE_URL and PEERBOARD_REDIS_URL to your own servers, and nothing in this folder is used.
"""

from server.ops.embedded.child import Child, CouldNotStart, NoRoom
from server.ops.embedded.postgres import Postgres
from server.ops.embedded.valkey import Valkey

__all__ = ["Child", "CouldNotStart", "NoRoom", "Postgres", "Valkey"]
