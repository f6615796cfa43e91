"""Steps: the dated pieces of work on an idea, who takes them, and the news of how it goes."""
