"""Paper: ideas and ballots entered on behalf of people without a phone, and what is printed for them."""
