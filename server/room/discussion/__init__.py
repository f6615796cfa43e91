"""Discussion: the idea in focus, the queue of speakers, and the coordinators' notes."""
