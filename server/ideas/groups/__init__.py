"""Groups: ideas about the same thing, put together and named, or merged into one, and taken apart again."""
