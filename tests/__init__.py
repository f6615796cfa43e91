"""Tests: a folder per thing people talk about, a file per thing a person can do."""
