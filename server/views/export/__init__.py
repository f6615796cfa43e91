"""Export: what a board may take with it, in files that are safe to open in a spreadsheet."""
