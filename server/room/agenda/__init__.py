"""The agenda of a meeting: items handed in before it, their order, and what the meeting decided about each."""
