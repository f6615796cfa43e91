"""From a request to a page and back: forms, refusals, templates, words on screen. Knows no feature."""
