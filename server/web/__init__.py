"""From a request to a page and back: forms, refusals, templates, words on screen. It knows no feature."""
