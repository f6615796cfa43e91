"""What runs the product and looks after it: serving, checking, migrating, the embedded parts, demo and replay."""
