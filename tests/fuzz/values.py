"""Odd things to type, and odd bytes to send, drawn from a seeded random source."""

from random import Random

LETTERS = (
    *("a", "å", "\n", "\r", "\t", " ", "\x00", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u200b", "\u200d", "\u202e"),
    *(
        "\u0301",
        "\ufdfa",
        "\ufeff",
        "\ufffd",
        "\uffff",
        "\U0010ffff",
        "👩\u200d👧",
        "日",
        "א",
        "ﬁ",
        "İ",
        "ß",
        "Ⅷ",
        "²",
        "١",
    ),
    *(
        "'",
        '"',
        "<",
        ">",
        "&",
        "{{",
        "{%",
        "%",
        "%s",
        "%(x)s",
        "\\",
        "/",
        "../",
        ";",
        "|",
        "=",
        "+",
        "-",
        "@",
        "*",
        "#",
    ),
    *("_", ".", ",", ":", "(", "[", "]", "$", "`", "~", "0", "1-dot-", "snabel-a "),
)
WORDS = (
    *(
        "",
        " ",
        "-",
        "0",
        "1",
        "-1",
        "00",
        "1e9",
        "0x1",
        "9" * 9,
        "9" * 10,
        "9" * 25,
        "-" + "9" * 9,
        "1.5",
        "1,5",
        "٣",
        "²",
    ),
    *(
        "NaN",
        "inf",
        "null",
        "None",
        "true",
        "on",
        "off",
        "yes",
        "no",
        "undefined",
        "[object Object]",
        "x" * 255,
        "x" * 256,
    ),
    *("2026-02-30", "2026-13-01", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026-1-1", "31/12-2026"),
    *("2026-11-29T25:61", "2026-03-29T02:30", "2026-10-25T02:30", "24:00", "-1:00", "٢٠٢٦-٠١-٠١", "29. november"),
    *(
        "anna@x.dk",
        "a@",
        "@b",
        "a@b",
        "a" * 300 + "@x.dk",
        "navn@rødovre.dk",
        "Anna <a@x.dk>; Bo <b@x.dk>",
        "a@x.dk\nb@x.dk",
    ),
    *(
        "http://[",
        "//evil.example",
        "javascript:alert(1)",
        "/m/x",
        "\\\\evil.example",
        "data:text/html,x",
        "/login?next=//e",
    ),
    *("{}", "[]", "[" * 30_000, '{"a":' * 5000, '"\\ud800"', '{"title": 1}', "null", "[null]", '{"shown-head": null}'),
    *(
        "agreed",
        "declined",
        "propose",
        "vote",
        "result",
        "close",
        "patient",
        "coordinator",
        "da",
        "en",
        "dots",
        "approval",
    ),
)
METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "BREW", "post")
KINDS = (
    *("multipart/form-data; boundary=x", "multipart/form-data", "multipart/form-data; boundary=x; charset=punycode"),
    *("application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=undefined"),
    *(
        "application/x-www-form-urlencoded; charset=idna",
        "application/json",
        "text/plain",
        "",
        "/",
        ";",
        "a" * 3000,
        "\xff",
    ),
    *("application/x-www-form-urlencoded; charset*=utf-8''x", 'application/x-www-form-urlencoded; a="' + ";" * 5000),
)
HEADS: tuple[tuple[str, str], ...] = (
    *(
        ("Host", host)
        for host in ("[", "x]y", "", "evil.example", "127.0.0.1:0", "127.0.0.1:99999", "a b", "\xff", "[::1]")
    ),
    *(
        ("Origin", origin)
        for origin in ("null", "http://[", "http://a]b", "", "\xff", "https://evil.example", "http://:x")
    ),
    *(
        ("Cookie", cookie)
        for cookie in ("peerboard", "=", ";;;", 'peerboard="\\777"', "peerboard=\xff", "peerboard=" * 300)
    ),
    *(("Cookie", 'a="' + "\\" * 9000), ("Cookie", "return_code=\xff; peerboard=x"), ("Cookie", "x=" + "y" * 30_000)),
    *(("Accept-Language", told) for told in ("en", "\xff", "*;q=x", "da-DK-x" * 500, "")),
    *(
        ("HX-Request", "true"),
        ("HX-Target", "\xff"),
        ("Referer", "http://["),
        ("Referer", "\xff"),
        ("User-Agent", "\xff" * 999),
    ),
    *(
        ("Sec-Fetch-Site", "cross-site"),
        ("X-Forwarded-For", "[, ,"),
        ("X-Forwarded-Proto", "ftp"),
        ("Range", "bytes=9-1,-"),
    ),
    *(
        ("If-Modified-Since", "\xff"),
        ("If-None-Match", '"'),
        ("Accept-Encoding", "\xff"),
        ("Authorization", "Bearer \xff"),
    ),
    *(
        ("Content-Length", "-1"),
        ("Content-Length", "x"),
        ("Content-Length", "99999999999999999999"),
        ("Expect", "100-continue"),
    ),
    *(("Transfer-Encoding", "x"), ("Connection", "Upgrade"), ("Upgrade", "h2c"), ("Content-Encoding", "gzip")),
)
SIZES = (1, 2, 3, 40, 41, 80, 81, 300, 301, 999, 4000, 4001, 9000, 70_000)


def odd_value(chance: Random) -> str:
    """A word that some reader may stumble over, or many of one or of several letters."""
    way = chance.random()
    if way < 0.45:
        return chance.choice(WORDS)
    size = chance.choice(SIZES)
    if way < 0.75:
        return (chance.choice(LETTERS) * size)[:size]
    return "".join(chance.choices(LETTERS, k=min(size, 500)))[:size]


def odd_part(chance: Random) -> str:
    """Part of an address, quoted or not."""
    parts = (
        "%",
        "%00",
        "%ff",
        "%ED%A0%80",
        "..",
        ".",
        "%2e%2e",
        "%2F",
        "a" * 3000,
        "å",
        "\udcff",
        "[",
        "//",
        ";x",
        "x?y",
        "*",
    )
    return chance.choice(
        (*parts, "%0d%0aX: y", "-1", "0", "1" * 25, "%F0%9F%91%8D", "{x}", "' OR 1=1", "a.csv", "%EF%BF%BF")
    )


def odd_bytes(chance: Random) -> bytes:
    """A body, or part of one, that is no form."""
    way = chance.randrange(6)
    if way == 0:
        return chance.randbytes(chance.choice((1, 9, 200, 5000)))
    if way == 1:
        return chance.choice(
            (b"title=%ED%A0%80&text=%", b"title=\xff\xfe", b"=&=&=;", b"&" * 3000, b"%00=%00", b"a" * 66_000)
        )
    if way == 2:
        return b"&".join(b"f%d=%d" % (number, number) for number in range(chance.choice((499, 500, 501, 5000))))
    name = chance.choice((b"title", b"key", b"logo", b"\xff", b'"', b"a" * 5000))
    file = chance.choice((b"", b'; filename="a.txt"', b"; filename*=utf-7''x", b'; filename="\xff'))
    said = chance.choice((b"x", b"\xff" * 3000, b"", b"\r\n--x", b"a" * 70_000))
    parts = b'--x\r\nContent-Disposition: form-data; name="' + name + b'"' + file + b"\r\n\r\n" + said
    return parts * chance.choice((1, 2, 20)) + chance.choice((b"\r\n--x--\r\n", b"", b"--", b"\r\n--x\r\n"))
