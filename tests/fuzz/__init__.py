"""Odd inputs for every form and route: whatever anybody sends, nothing breaks and nothing is stored by half."""
