"""What a meeting does with ideas: looks back, talks, votes, agrees, sums up, and keeps minutes."""
