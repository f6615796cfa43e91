"""Discussion: the idea in focus, the queue of speakers, and what the coordinator notes down."""
