"""Reading forms: strings with a bound. Files only by `file_of`, which one route uses: an organisation's logo."""

from collections.abc import Mapping

from starlette.datastructures import UploadFile
from starlette.requests import Request

from schemas.typed_text import as_kept
from server.errors import N_, Invalid, TooMuch
from server.fields import has_lines

FIELDS_MOST = 500


async def form_of(request: Request) -> Mapping[str, str]:
    """What a form sent, each field as it may be kept. Raises Invalid for a file or too many fields."""
    form = await request.form(max_files=0, max_fields=FIELDS_MOST)
    typed: dict[str, str] = {}
    for name, value in form.items():
        if isinstance(value, UploadFile):
            raise Invalid(N_("Her kan man ikke sende filer."))
        typed[name] = as_kept(value, lines=has_lines(name))
    return typed


async def file_of(request: Request, name: str, most: int) -> tuple[Mapping[str, str], bytes | None]:
    """What a form with one file sent: its strings, and the file's content (None: none was chosen). Raises Invalid for
    another file, and TooMuch above `most` bytes."""
    form = await request.form(max_files=1, max_fields=FIELDS_MOST)
    typed: dict[str, str] = {}
    data: bytes | None = None
    for field, value in form.items():
        if isinstance(value, str):
            typed[field] = as_kept(value, lines=has_lines(field))
            continue
        if field != name:
            raise Invalid(N_("Her kan man ikke sende filer."))
        data = await value.read(most + 1) or None
        if data is not None and len(data) > most:
            raise TooMuch
    return typed, data


def whole_number(typed: Mapping[str, str], name: str, default: int | None = None) -> int:
    """A whole number of at most nine digits. Raises Invalid otherwise."""
    text = typed.get(name, "").strip()
    if not text and default is not None:
        return default
    if not text.removeprefix("-").isascii() or not text.removeprefix("-").isdigit() or len(text) > 9:
        raise Invalid(N_("Skriv et helt tal."), fields={name: N_("Skriv et helt tal.")})
    return int(text)
