"""One file per thing that is watched; each registers itself when imported."""
