"""Who sits before a fresh machine: what they are, what they have, and where they put the checkout."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of user. `uid` 0 is root, and then nobody else has an account."""

    name: str
    title: str
    uid: int = 0
    packages: tuple[str, ...] = ()
    namespaces: bool = True
    checkout: str = "peerboard"
    umask: str = "022"
    bare_environment: bool = False
    test: bool = False

    @property
    def how(self) -> str:
        """How enter.sh lets them in."""
        return "pivot" if self.namespaces else "chroot"

    @property
    def command(self) -> str:
        """What they type."""
        return "make test" if self.test else "make run"


KINDS = (
    Kind("root", "root, the only account"),
    Kind("root-refused", "root, where user namespaces are refused (a container)", namespaces=False),
    Kind("user", "an ordinary user, with `python3-venv`", uid=1000, packages=("python3-venv",)),
    Kind("user-bare", "an ordinary user, without `python3-venv`", uid=1000),
    Kind(
        "user-odd",
        "an ordinary user without `HOME`; umask 077; spaces and 120 letters in the path",
        uid=1000,
        checkout="my work/" + "a long name " * 9 + "/peerboard",
        umask="077",
        bare_environment=True,
    ),
    Kind("test", "root", test=True),
)
