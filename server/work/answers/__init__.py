"""Answers: an idea is sent to a leader, who answers; then it moves on, as FLOW allows, until it is done."""
