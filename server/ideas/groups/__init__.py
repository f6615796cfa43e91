"""Groups: ideas about the same thing, put together, named, merged and taken apart again."""
