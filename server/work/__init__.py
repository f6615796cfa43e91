"""What becomes of an idea: an answer, owners, steps, questions to members, and what is watched until then."""
