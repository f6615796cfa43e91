"""What people propose: ideas, and how they are grouped, merged, commented on and followed."""
