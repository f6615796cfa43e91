"""Limits of time and memory for one page on the stream. The page's own timeouts must be longer than ours
(web/static/js/stream.js)."""

HEARTBEAT = 15.0
"""Seconds between two heartbeats; a page that has heard nothing for 40 takes its connection for dead."""
UNANSWERED_MOST = 2
"""Questions, one with each heartbeat, that a page may leave unanswered; at the third it is let go, after 45 seconds."""
HELD = 25.0
"""Seconds that a poll is held, at most; below the idle timeouts of common proxies."""
PATIENCE = 10.0
"""Seconds that a slow reader has to take the close code; then the connection is aborted."""
PAGES_MOST = 20
"""Pages that one seat may have open on one server; a person has two or three devices."""
CATCH_UP_MOST = 200
"""Events that a page may be behind; one further behind gets its whole live part."""
HIGH_WATER = 256 * 1024
"""Bytes that may be waiting for one subscriber; with more they are dropped, and catch up when they reconnect."""
QUEUE = 64
"""Frames that may be waiting for one subscriber on a server without our protocol."""
