"""Pages that bring together what the other features hold: boards, progress, figures, files, and one's own ideas."""
