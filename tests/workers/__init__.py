"""What happens by itself: jobs, events, mail, and what a dying worker must not lose."""
