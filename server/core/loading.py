"""Starting quickly: while a process loads what it needs, Python does not look for what could be freed."""

import gc


def begin() -> None:
    """Call first. Who calls this and lives long calls `loaded` too; a command that ends soon need not."""
    gc.disable()


def loaded() -> None:
    """Call when all is loaded that stays to the end: it is never looked through again, not even at the end."""
    gc.freeze()
    gc.enable()
