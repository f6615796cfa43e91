"""Questions: called up one at a time in the room, answered there or in writing, and who wants to know it too."""
