"""The organisation: units and their leaders, people and their accounts, how pages look, and how each person reads
them."""
