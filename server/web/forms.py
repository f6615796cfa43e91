"""Reads forms: UTF-8 only, of limited size, and nothing that costs more than its bytes.

A body is `application/x-www-form-urlencoded`, as all our forms are sent. `multipart/form-data` is accepted in two
places: by `file_of`, which one route uses (an organisation's logo), and where a mail program posts to a recipient's own
link (RFC 8058 lets it choose).
"""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from schemas.bounds import BOUNDS, Bounded
from schemas.typed_text import as_kept
from server.core.errors import N_, Invalid, NotAForm, TooMuch
from server.web.fields import has_lines

FIELDS_MOST = 2 * BOUNDS[Bounded.MEETING_IDEAS].most + 100
"""Two for each idea of a full meeting, and some more. The limit on the body's bytes limits what they cost."""
PARTS_MOST = 12
"""Fields of a multipart form; ours have three."""
KIND_MOST = 200
"""Characters of a Content-Type: longer than any that a browser sends, and short enough to parse."""
URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
NO_FILES = N_("Her kan man ikke sende filer.")


class Typed(dict[str, str]):
    """What a form sent. A field that is missing reads as "": a client may leave out what our pages would send."""

    def __missing__(self, name: str) -> str:
        return ""


async def form_of(request: Request, *, in_parts: bool = False) -> Typed:
    """What a form sent, each field as it is to be stored (schemas/typed_text.py); of several with one name, the last.
    An empty body is an empty form.

    `in_parts` accepts multipart/form-data too, for mail programs. Raises NotAForm for another media type or if it is
    not UTF-8, and Invalid for a file or too many fields.
    """
    kind, boundary = _kind_of(request)
    if kind == MULTIPART and in_parts:
        return (await _parts(request, boundary, files=0))[0]
    if kind == MULTIPART:
        raise Invalid(NO_FILES)
    body = await request.body()
    if not body:
        return Typed()
    if kind != URLENCODED:
        raise NotAForm
    try:
        # Strict: what is not UTF-8 is nobody's words, and a lone surrogate cannot be stored.
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=FIELDS_MOST)
    except UnicodeDecodeError:
        raise NotAForm from None
    except ValueError:
        raise Invalid(N_("Der er for mange felter i formularen.")) from None
    return Typed((name, as_kept(value, lines=has_lines(name))) for name, value in pairs)


async def file_of(request: Request, name: str, most: int) -> tuple[Typed, bytes | None]:
    """What a form with one file field, `name`, sent: its strings, and the file's content (None: none was chosen).
    Raises Invalid for any other file, NotAForm for a body that is no form, and TooMuch above `most` bytes."""
    kind, boundary = _kind_of(request)
    if kind != MULTIPART:
        return await form_of(request), None
    typed, files = await _parts(request, boundary, files=1)
    if set(files) - {name}:
        raise Invalid(NO_FILES)
    data = files.get(name) or None
    if data is not None and len(data) > most:
        raise TooMuch
    return typed, data


def whole_number(typed: Mapping[str, str], name: str, default: int | None = None) -> int:
    """The field `name` as a whole number of at most nine digits; `default`, if given, when it is empty. Raises Invalid
    otherwise."""
    text = typed.get(name, "").strip()
    if not text and default is not None:
        return default
    if not text.removeprefix("-").isascii() or not text.removeprefix("-").isdigit() or len(text) > 9:
        raise Invalid(N_("Skriv et helt tal."), fields={name: N_("Skriv et helt tal.")})
    return int(text)


def _kind_of(request: Request) -> tuple[str, str]:
    """The media type of a body, and its boundary. Raises NotAForm if another charset than UTF-8 is named."""
    header = request.headers.get("content-type", "")
    if len(header) > KIND_MOST:
        raise NotAForm
    kind, options = parse_options_header(header)
    if options.get(b"charset", b"utf-8").strip().lower() not in {b"utf-8", b"utf8"}:
        raise NotAForm
    return kind.decode("latin-1"), options.get(b"boundary", b"").decode("latin-1")


async def _parts(request: Request, boundary: str, *, files: int) -> tuple[Typed, dict[str, bytes]]:
    """A multipart form: its strings and its files. The header is rebuilt, so that nothing else in it has an effect."""
    header = Headers({"content-type": f'{MULTIPART}; boundary="{boundary}"'})
    reader = MultiPartParser(header, request.stream(), max_files=files, max_fields=PARTS_MOST)
    typed = Typed()
    found: dict[str, bytes] = {}
    try:
        form = await reader.parse()
    except (MultiPartException, ValueError) as error:
        raise (Invalid(NO_FILES) if "files" in str(getattr(error, "message", "")) else NotAForm()) from None
    for field, value in form.multi_items():
        if isinstance(value, UploadFile):
            found[field] = await value.read()
        else:
            typed[field] = as_kept(value, lines=has_lines(field))
    await form.close()
    return typed, found
