"""Comments: what people add to an idea."""
