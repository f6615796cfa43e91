"""Paper: ideas and ballots entered for people without a phone, and what is printed for them."""
