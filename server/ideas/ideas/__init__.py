"""Ideas: written, edited, revealed, withdrawn."""
