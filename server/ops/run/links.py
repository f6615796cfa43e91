"""What `peerboard run` prints when it is ready."""

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from server.ops.run.folder import default

if TYPE_CHECKING:
    from server.ops.demo import DemoLinks


def show(links: "DemoLinks | None", folder: Path, seconds: float) -> None:
    """Print the links, the code and a QR code of the join page."""
    public = os.environ["PEERBOARD_PUBLIC_URL"].rstrip("/")
    lines = ["", f"Peerboard is ready ({seconds:.1f} s): {public}"]
    if links is None:
        where = "" if folder == default().absolute() else f" --data {shlex.quote(str(folder))}"
        lines += ["", f"It is empty. A coordinator begins:  .venv/bin/peerboard add-coordinator MAIL{where}"]
        lines += [f"Without a mail server, what is written is read with:  .venv/bin/peerboard mail{where}"]
    else:
        rows = {
            "Coordinator": links.coordinator,
            "Leader": links.leader,
            "Politician": links.politician,
            "Projector": links.screen,
            "Join": links.join,
            "Open page": links.open_page,
            "Mail (demo)": links.mail,
        }
        lines += ["", *(f"  {name:<12} {link}" for name, link in rows.items() if link)]
        lines += [f"  {'Code':<12} {links.code}", "", "Join from a phone:", _qr(links.join)]
    lines += [f"Data and logs: {folder}.  Ctrl-C stops everything."]
    if not public.startswith("https://") and urlsplit(public).hostname not in {"127.0.0.1", "localhost", "::1"}:
        lines += [
            "This is http: anybody on the same network can read along. For real use put https before it (Caddyfile)."
        ]
    print("\n".join(lines), flush=True)


def _qr(link: str) -> str:
    """The link as a QR code of block characters; nothing if the terminal cannot show them."""
    if "utf" not in (sys.stdout.encoding or "").lower():
        return ""
    import io

    import segno

    drawn = io.StringIO()
    segno.make(link, error="m").terminal(out=drawn, border=2, compact=True)
    return drawn.getvalue()
