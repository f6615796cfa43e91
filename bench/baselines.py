"""What the product is compared with: `python -m bench.baselines loop|broadcast PORT`, or nginx with nchan."""

import asyncio
import shutil
import sys
from pathlib import Path
from typing import Any

import uvicorn
from websockets.asyncio.server import ServerConnection, broadcast, serve

NCHAN = """
load_module {module};
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 20000; }}
http {{
  access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{
    listen 127.0.0.1:{port};
    location = /live {{ nchan_subscriber websocket; nchan_channel_id bench; }}
    location = /publish {{ nchan_publisher; nchan_channel_id bench; }}
  }}
}}
"""


def plain_loop(port: int) -> None:
    """The plain ASGI way: whatever one member sends goes to each by `websocket.send`."""
    members: dict[int, Any] = {}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "websocket":
            return
        await receive()
        await send({"type": "websocket.accept"})
        members[id(send)] = send
        while (message := await receive())["type"] == "websocket.receive":
            for each in list(members.values()):
                await each({"type": "websocket.send", "text": message["text"]})
        del members[id(send)]

    ws: Any = "websockets-sansio"
    uvicorn.run(app, port=port, ws=ws, ws_per_message_deflate=False, lifespan="off", log_level="warning", backlog=4096)


def websockets_broadcast(port: int) -> None:
    """The `broadcast()` of the websockets library."""
    members: set[ServerConnection] = set()

    async def member(line: ServerConnection) -> None:
        members.add(line)
        async for text in line:
            broadcast(members, text)
        members.discard(line)

    async def forever() -> None:
        async with serve(member, "127.0.0.1", port, compression=None, backlog=4096):
            await asyncio.Future()

    asyncio.run(forever())


def nchan_command(port: int, folder: Path, root: Path = Path("/")) -> list[str] | None:
    """The command for nginx with nchan, installed or unpacked under `root`; None when there is none."""
    found = shutil.which("nginx", path=f"{root / 'usr/sbin'}:{root / 'sbin'}") or shutil.which("nginx")
    module = next((root / "usr/lib/nginx/modules").glob("*nchan*.so"), None)
    if found is None or module is None:
        return None
    file = folder / "nginx.conf"
    file.write_text(NCHAN.format(module=module.absolute(), folder=folder, port=port))
    return [found, "-p", str(folder), "-c", str(file)]


if __name__ == "__main__":
    {"loop": plain_loop, "broadcast": websockets_broadcast}[sys.argv[1]](int(sys.argv[2]))
