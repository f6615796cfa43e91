"""Calendar: a meeting as it stands in people's own calendars, and the mail that keeps it right there."""
