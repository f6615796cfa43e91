"""The product's address: is the port free, and how does a phone in the same room reach this machine?"""

import errno
import socket

from server.ops.embedded import CouldNotStart

EVERYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104 (named, not bound)


def check_free(host: str, port: int) -> None:
    """Raise CouldNotStart with a sentence when the port cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CouldNotStart(_sentence(host, port, error)) from error


def _sentence(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f'Port {port} is in use: stop what uses it, or choose another: make run ARGS="--port {port + 1}"'
    if error.errno == errno.EACCES:
        return f'Port {port} is for root only: choose one above 1023: make run ARGS="--port 8000"'
    return f"This machine has no address {host} ({error.strerror}): choose --host 127.0.0.1 or --host 0.0.0.0"


def own_address() -> str:
    """This machine's address as others on its network see it; loopback when it has none. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def public_url(host: str, port: int) -> str:
    """The address for links and the QR code when no setting names one."""
    name = own_address() if host in EVERYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"


def local_host(host: str) -> str:
    """The host at which we ourselves reach the server."""
    return "127.0.0.1" if host in EVERYWHERE else host
