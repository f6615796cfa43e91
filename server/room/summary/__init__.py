"""Summary: how the meeting ended, what happens next, and whether people felt heard."""
