"""One file for each thing we watch; each registers itself when imported."""
