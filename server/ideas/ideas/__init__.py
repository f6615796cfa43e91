"""Ideas: writing, editing, revealing and withdrawing them, and the page that tells the story of each."""
