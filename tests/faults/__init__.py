"""The product under faults: real processes are killed while people write, and a checker reads what is left."""
