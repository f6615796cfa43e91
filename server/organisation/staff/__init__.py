"""Staff who come and go: who has an account, where they work, and how that ends."""
