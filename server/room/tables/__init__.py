"""At the tables (ved bordene): a table writes together, sees its own ideas first, and chooses what the room sees."""
