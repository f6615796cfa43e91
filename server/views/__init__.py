"""Pages that bring together what the others hold: boards, progress, figures, files, what is mine."""
