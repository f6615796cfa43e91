"""Export: what a board may take with it, as files that a spreadsheet opens safely."""
