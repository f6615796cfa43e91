"""Handing over: what the meeting chose goes to one body as one document, and answers come back to each idea."""
