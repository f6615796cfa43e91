"""The META section of a Pabulib file: keys and values."""

from server.ops.replay.sections import PabulibError, Section

WHOLE_DIGITS = 9


def whole(line: int, name: str, value: str) -> int:
    """A whole number; "5.0" is one too. Raises PabulibError for anything else, or for more than nine digits."""
    digits = value.removesuffix(".0").removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= WHOLE_DIGITS):
        raise PabulibError(line, f'{name} is "{value}", which is not a whole number that can be held')
    return -int(digits) if value.startswith("-") else int(digits)


class Meta:
    """The values by key, each remembering its line. Raises PabulibError when a key occurs twice."""

    def __init__(self, section: Section) -> None:
        section.need("key", "value")
        self._title_line = section.line
        self._values: dict[str, tuple[int, str]] = {}
        for row in section.rows:
            key = row.required("key")
            if key in self._values:
                raise PabulibError(row.line, f"{key} stands twice in META")
            self._values[key] = (row.line, row.required("value"))

    def line(self, key: str) -> int:
        """The line of the key, or the line where META begins."""
        return self._values.get(key, (self._title_line, ""))[0]

    def text(self, key: str) -> str:
        """The value, or the empty string."""
        return self._values.get(key, (0, ""))[1]

    def number(self, key: str) -> int | None:
        """The value as a whole number, None when it is not given. Raises PabulibError when it is not a number."""
        return whole(self.line(key), key, self.text(key)) if self.text(key) else None

    def needed(self, key: str) -> int:
        """As `number`, but raises PabulibError when it is not given."""
        number = self.number(key)
        if number is None:
            raise PabulibError(self.line(key), f"META does not say {key}")
        return number

    def counted(self, key: str, found: int) -> None:
        """Raises PabulibError unless `key` gives the number of rows that were found."""
        if self.needed(key) != found:
            raise PabulibError(self.line(key), f"{key} is {self.needed(key)}, but the file has {found}")
