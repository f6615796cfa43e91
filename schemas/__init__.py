"""Tables, their rules and their events. No I/O, no HTTP; imports nothing else of ours."""
