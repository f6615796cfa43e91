"""The web server: pages, forms, the live stream. Imports `schemas`, never `workers`."""
