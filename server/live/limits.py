"""How much, and how long, the stream takes for one page. The page's own patience must be longer than ours
(web/static/js/stream.js)."""

HEARTBEAT = 15.0
"""Seconds between two; a page that has heard nothing for 40 takes its line for dead."""
HELD = 25.0
"""Seconds a poll is held at the most; below the idle limits of common proxies."""
PATIENCE = 10.0
"""Seconds in which a close code must get through to one who reads slowly; then the line is cut."""
PAGES_MOST = 20
"""Open pages of one seat on one server; a person has two or three devices."""
CATCH_UP_MOST = 200
"""Events; a page further behind gets the whole live part."""
HIGH_WATER = 256 * 1024
"""Bytes that may wait for one subscriber; one who has more waiting is dropped and catches up when they return."""
QUEUE = 64
"""Frames that may wait for one subscriber where the server cannot tell whether they read."""
