"""Steps and news of the work on an idea."""
