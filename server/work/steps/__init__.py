"""Steps: the dated pieces of the work on an idea, who takes them, and a line about how it goes."""
