"""Units (enheder): the tree of regions, hospitals and departments that boards belong to."""
