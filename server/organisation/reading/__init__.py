"""How a person reads: text size, light or dark, language, and whether the page updates on its own."""
