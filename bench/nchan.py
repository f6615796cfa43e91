"""nginx with nchan, as Debian has it: installed, or fetched and unpacked into bench/out/, which needs no root."""

import shutil
import subprocess
from pathlib import Path

from bench.figures import OUT

PACKAGES = ("nginx", "libnginx-mod-nchan")
HOME = Path("/var/lib/nginx")
WITH_HOME = f'mount -t tmpfs none {HOME.parent} && mkdir {HOME} && exec "$0" "$@"'
"""nchan makes a folder there whatever it is told: where nginx is not installed, one that only it sees."""
CONFIGURATION = """
load_module {module};
user root; daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 20000; }}
http {{
  access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location = /live {{ nchan_subscriber websocket; nchan_channel_id bench; }}
    location = /publish {{ nchan_publisher; nchan_channel_id bench; }}
  }}
}}
"""


def command(port: int, folder: Path) -> list[str] | None:
    """The command for nginx with nchan on a port; None where Debian's packages cannot be had."""
    root = _root()
    if root is None:
        return None
    file = folder / "nginx.conf"
    module = next((root / "usr/lib/nginx/modules").glob("*nchan*.so"))
    file.write_text(CONFIGURATION.format(module=module.absolute(), folder=folder, port=port))
    nginx = [str(root / "usr/sbin/nginx"), "-p", str(folder), "-c", str(file)]
    return nginx if HOME.exists() else ["unshare", "--map-root-user", "--mount", "sh", "-c", WITH_HOME, *nginx]


def _root() -> Path | None:
    """Where nginx lies with its module."""
    for root in (Path("/"), OUT / "nginx"):
        if _lies_in(root):
            return root
    if shutil.which("apt-get") is None:
        return None
    root, fetched = OUT / "nginx", OUT / "packages"
    fetched.mkdir(parents=True, exist_ok=True)
    subprocess.run(["apt-get", "download", *PACKAGES], cwd=fetched, check=False, capture_output=True)
    for package in fetched.glob("*.deb"):
        subprocess.run(["dpkg-deb", "--extract", package.name, str(root.absolute())], cwd=fetched, check=False)
    return root if _lies_in(root) else None


def _lies_in(root: Path) -> bool:
    return (root / "usr/sbin/nginx").exists() and any((root / "usr/lib/nginx/modules").glob("*nchan*.so"))
