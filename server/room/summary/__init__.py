"""Summary: how the meeting ended, what comes after, and whether people felt heard."""
