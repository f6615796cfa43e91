"""Units (enheder): the tree of region, hospital and department that boards stand under."""
