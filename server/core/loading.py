"""Starting quickly: Python's garbage collector is off while a process imports what it needs."""

import gc


def begin() -> None:
    """Turn the collector off; call this first. A long-lived process calls `loaded` later, a short command need not."""
    gc.disable()


def loaded() -> None:
    """Turn it on again once everything that stays to the end is loaded: the collector never scans that."""
    gc.freeze()
    gc.enable()
