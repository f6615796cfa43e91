"""What people propose: ideas, put together, commented on and followed."""
