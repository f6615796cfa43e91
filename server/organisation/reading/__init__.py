"""How a person reads: size, light, language, and whether the page moves by itself."""
