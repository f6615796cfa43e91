"""On what somebody reads, in two words that they know: browser and system. All else that a User-Agent says, such as
versions, is never kept. A word that stands in others' too comes after them: Edge calls itself Chrome, and Chrome
Safari."""

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """Such as "Firefox/Windows"; either may be missing ("Firefox/", "/Windows"), and "" if nothing is known."""
    names = [next((name for word, name in table if word in user_agent), "") for table in (BROWSERS, SYSTEMS)]
    return "/".join(names) if any(names) else ""
