"""A whole year on the product's clock, with real processes."""
