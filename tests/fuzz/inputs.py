"""One input: bytes for a socket, made of a target and of what is odd about them."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from urllib.parse import quote_plus, urlencode

from schemas.codes import new_public_id
from tests.access.world import World
from tests.fuzz.targets import Target
from tests.fuzz.values import HEADS, KINDS, METHODS, odd_bytes, odd_part, odd_value
from tests.support.raw import request_of

FORM = "application/x-www-form-urlencoded"
Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Input:
    """What is sent. `leaves` says after how many of its bytes the sender goes away: None, after the answer."""

    kind: str
    who: str
    said: bytes
    path: str
    leaves: int | None = None


def draw_input(chance: Random, target: Target, world: World) -> Input:
    """An odd input of a kind that is drawn, most often one with odd values in a form's own fields."""
    make = chance.choices(list(WAYS), weights=list(WAYS.values()))[0]
    return make(chance, target, world)


def _odd_fields(chance: Random, target: Target, world: World) -> Input:
    return _sent("fields", chance, target, world, fields=_mangled(chance, list(target.fields), world))


def _as_it_is(chance: Random, target: Target, world: World) -> Input:
    """Nothing odd: what comes after it may meet another state."""
    return _sent("plain", chance, target, world)


def _odd_ids(chance: Random, target: Target, world: World) -> Input:
    path, _, query = target.path.partition("?")
    parts = path.split("/")
    place = chance.randrange(1, len(parts)) if len(parts) > 1 else 0
    others = (*world.values.values(), new_public_id())
    parts[place] = chance.choice(others) if chance.random() < 0.5 else odd_part(chance)
    told = "/".join(parts) + (f"?{query}" if query else "")
    return _sent("ids", chance, target, world, path=told)


def _odd_query(chance: Random, target: Target, world: World) -> Input:
    names = (
        "lang",
        "size",
        "theme",
        "q",
        "version",
        "role",
        "status",
        "late",
        "page",
        "id",
        "at",
        "next",
        "saved",
        "x",
    )
    asked = [(chance.choice(names), odd_value(chance)[:2000]) for _ in range(chance.randint(1, 4))]
    told = (
        urlencode(asked, errors="replace")
        if chance.random() < 0.7
        else chance.choice(("%", "&&=", "%ED%A0%80=%", "a" * 9000))
    )
    return _sent("query", chance, target, world, path=f"{target.path.partition('?')[0]}?{told}")


def _odd_head(chance: Random, target: Target, world: World) -> Input:
    return _sent("head", chance, target, world, heads=dict(chance.sample(HEADS, chance.randint(1, 3))))


def _odd_body(chance: Random, target: Target, world: World) -> Input:
    kind = chance.choice((*KINDS, FORM, "multipart/form-data; boundary=x"))
    return _sent("body", chance, target, world, body=odd_bytes(chance), heads={"Content-Type": kind}, method="POST")


def _odd_method(chance: Random, target: Target, world: World) -> Input:
    return _sent("method", chance, target, world, method=chance.choice(METHODS))


def _leaves(chance: Random, target: Target, world: World) -> Input:
    """Somewhere in its form, or when all is sent and nothing has come back."""
    whole = _sent("leaves", chance, target, world)
    most = len(whole.said)
    return Input(whole.kind, whole.who, whole.said, whole.path, chance.choice((most, most - 1, chance.randrange(most))))


def _odd_line(chance: Random, target: Target, world: World) -> Input:
    """No HTTP, or hardly any."""
    whole = _sent("line", chance, target, world).said
    place = chance.randrange(len(whole))
    said = chance.choice(
        (
            chance.randbytes(300),
            whole[:place] + chance.randbytes(chance.randint(1, 9)) + whole[place:],
            whole.replace(b"\r\n", b"\n"),
            whole.replace(b"HTTP/1.1", chance.choice((b"HTTP/1.0", b"HTTP/3.7", b"", b"HTTP/1.1 x"))),
            whole + whole,
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        )
    )
    return Input("line", target.who, said, target.path, len(said))


def _socket(chance: Random, target: Target, world: World) -> Input:
    """A handshake, odd or not, and then what no page sends."""
    page = chance.choice(("meeting", "desk", "screen", "idea", "answer", "progress", "sifted", odd_value(chance)[:300]))
    ident = chance.choice((*world.values.values(), odd_value(chance)[:300]))
    asked = urlencode(
        {"page": page, "id": ident, "at": chance.choice(("", "1.1", "0.0", odd_value(chance)[:90]))}, errors="replace"
    )
    heads = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    heads |= {"Sec-WebSocket-Key": chance.choice(("dGhlIHNhbXBsZSBub25jZQ==", "x", ""))}
    heads |= dict(chance.sample(HEADS, 1)) if chance.random() < 0.3 else {}
    whole = _sent("socket", chance, target, world, method="GET", path=f"/live?{asked}", heads=heads, fields=[])
    said = whole.said + chance.choice(
        (b"", chance.randbytes(40), b"\x81\x85aaaa\x09\x04\x0d\x0d\x0e", b"\x88\x80aaaa", b"\x89\x80aaaa")
    )
    return Input("socket", target.who, said, whole.path, len(said))


Make = Callable[[Random, Target, World], Input]
WAYS: dict[Make, int] = {
    _odd_fields: 50,
    _as_it_is: 8,
    _odd_ids: 8,
    _odd_query: 6,
    _odd_head: 6,
    _odd_body: 6,
    _odd_method: 4,
    _leaves: 5,
    _odd_line: 4,
    _socket: 3,
}


def _mangled(chance: Random, fields: Fields, world: World) -> Fields:
    """The fields with one to three of them made odd, left out, doubled or exchanged, or with more of them."""
    for _ in range(chance.randint(1, 3)):
        way, place = chance.random(), chance.randrange(len(fields)) if fields else None
        if place is None or way < 0.08:
            fields.append((odd_value(chance)[:300] or "x", odd_value(chance)))
        elif way < 0.7:
            fields[place] = (fields[place][0], odd_value(chance))
        elif way < 0.78:
            del fields[place]
        elif way < 0.84:
            fields.append((fields[place][0], odd_value(chance)))
        elif way < 0.94:
            fields[place] = (fields[place][0], chance.choice((*world.values.values(), new_public_id())))
        else:
            fields[place] = (odd_value(chance)[:300], fields[place][1])
    return fields


def _sent(
    kind: str,
    chance: Random,
    target: Target,
    world: World,
    *,
    method: str = "",
    path: str = "",
    fields: Fields | None = None,
    body: bytes | None = None,
    heads: dict[str, str] | None = None,
) -> Input:
    method, path = method or target.method, path or target.path
    told = {"Host": world.wire.origin.removeprefix("http://"), "Origin": world.wire.origin}
    told |= {"Sec-Fetch-Site": "same-origin"} | world.sent(target.who, {})
    told |= {"HX-Request": "true"} if chance.random() < 0.4 else {}
    told |= {"Accept-Language": "en"} if chance.random() < 0.2 else {}
    asked = urlencode(list(target.fields) if fields is None else fields, quote_via=quote_plus, errors="replace")
    if body is None and method in {"GET", "HEAD"}:
        path, body = (f"{path.partition('?')[0]}?{asked}" if asked else path), b""
    elif body is None:
        body = asked.encode()
        told["Content-Type"] = FORM
        if target.in_parts and chance.random() < 0.7:
            body, told["Content-Type"] = odd_bytes(chance), "multipart/form-data; boundary=x"
    told |= heads or {}
    if body and chance.random() < 0.1 and "Content-Length" not in told:
        told["Transfer-Encoding"] = "chunked"
        body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    return Input(kind, target.who, request_of(method, path, told, body), path)
