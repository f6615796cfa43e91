"""Answers: an idea is sent to a leader, who answers it; from there it moves on, as FLOW allows, until it is done."""
