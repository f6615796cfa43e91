"""What is open to everybody, with an account or without: the same for all of them, and nothing besides."""

from dataclasses import replace

from tests.access.row import PUBLIC, Row

IDS = {"slug": "slug"}
OPEN = Row(PUBLIC, shows="retold to everybody", ids=IDS)
"""The idea stands on each of them; whoever asks for a board that there is not finds nothing."""
FILE = Row(PUBLIC, ids=IDS)
NOTHING = Row({}, ids=IDS)
SPELLED = {
    "aabent": (
        "trin",
        "side",
        "historie",
        "plakat",
        "ramme",
        "nyt.atom",
        "ideer.csv",
        "moeder.ics",
        "referat",
        "regler",
        "group",
    ),
    "open": (
        "step",
        "page",
        "story",
        "poster",
        "frame",
        "news.atom",
        "ideas.csv",
        "meetings.ics",
        "minutes",
        "rules",
        "group_en",
    ),
}

ROWS: dict[str, list[Row]] = {
    "GET /robots.txt": [Row(PUBLIC, unknown=None)],
    "GET /sitemap.xml": [Row(PUBLIC, unknown=None)],
}
for root, (group, page, story, poster, frame, feed, sheet, calendar, minutes, rules, done) in SPELLED.items():
    at = f"GET /{root}/{{slug}}"
    ROWS |= {
        f"GET /{root}": [Row(PUBLIC, unknown=None)],
        at: [OPEN],
        f"{at}/{{number}}": [OPEN],
        f"{at}/{{number}}/{page}/{{page}}": [NOTHING],
        f"{at}/{{number}}/{story}": [OPEN],
        f"{at}/{group}/{{group}}": [replace(OPEN, ids=IDS | {"group": done})],
        f"{at}/{group}/{{group}}/{page}/{{page}}": [NOTHING],
        f"{at}/{minutes}": [FILE],
        f"{at}/{minutes}/{page}/{{page}}": [NOTHING],
        f"{at}/{minutes}/{{number}}": [replace(FILE, ids=IDS | {"number": "open_minutes"}), NOTHING],
        f"{at}/{minutes}/{{number}}/{page}/{{page}}": [NOTHING],
        f"{at}/{rules}": [FILE],
        f"{at}/{poster}": [OPEN],
        f"{at}/{frame}": [OPEN],
        f"{at}/{feed}": [OPEN],
        f"{at}/{sheet}": [OPEN],
        f"{at}/{calendar}": [FILE],
    }
