"""The form for setting up a meeting: what it is filled in with (the meeting as it is, the defaults, or the set-up of
the last meeting), and what its fields must contain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from schemas.format import FORMATS, Format, Moderated, Names
from schemas.idea import THEME_MAX
from schemas.meeting import QUESTION_MAX, TABLES_MOST, AuthorSeen, Meeting, RevealBy
from schemas.round import DOTS_MAX, Method
from server.core import clock
from server.core.days import DENMARK, danish_day
from server.core.errors import N_, Invalid, Problem
from server.web.edit_conflicts import ChangedMeanwhile, as_was
from server.web.fields import Field, faults
from server.web.personal_data_warning import warnings
from server.web.typed_dates import NO_DAY, NO_TIME, SKIPPED, moment_of, read_day, read_time

WORDS_MAX = 200
FIELDS = {
    "title": Field(WORDS_MAX, N_("Skriv, hvad mødet hedder.")),
    "place": Field(WORDS_MAX),
    "question": Field(QUESTION_MAX),
}
THEMES_MOST = 12
TABLES = 6
"""How many tables there are until somebody says so."""
FARTHEST = timedelta(days=3 * 366)
WRONG = N_("Mødet er ikke gemt endnu. Ret det, der står ved felterne.")
BEFORE = ("format", "method", "dots", "most", "own", "leaders")
"""The fields that can be changed only before a meeting begins. From then on the rules of a vote are set at the desk."""
ALWAYS = (
    *("title", "place", "day", "time", "ends", "question", "themes", "author_seen", "reveal_by", "members_group"),
    "tables",
    "moderated",
)
AS_FORMAT = "format"
"""Who reads first is as the format says."""
Fields = Mapping[str, str]


@dataclass(frozen=True)
class SetUp:
    """Everything that is chosen for a meeting. An empty `themes` means those of the format."""

    title: str
    place: str
    starts_at: datetime
    ends_at: datetime | None
    question: str
    format: Format
    themes: list[str]
    method: Method
    dots: int
    most: int
    own_allowed: bool
    leaders_vote: bool
    author_seen: AuthorSeen
    reveal_by: RevealBy
    members_group: bool
    tables: int
    moderated: Moderated | None
    """None means as the format says."""

    @property
    def gated(self) -> bool:
        """Whether nobody else would read what a member writes before somebody has shown it."""
        return (self.moderated or FORMATS[self.format].moderated) is Moderated.BEFORE

    def apply(self, meeting: Meeting) -> bool:
        """Set it on a meeting. Returns whether anything has changed."""
        before = {name: getattr(meeting, name) for name in vars(self)}
        for name, value in vars(self).items():
            setattr(meeting, name, value)
        return before != vars(self)


def normal(typed: Fields) -> dict[str, str]:
    """The typed form with dates, times and themes written as `shown` writes them, so that the two can be compared."""
    form = {name: typed.get(name, "").strip() for name in (*ALWAYS, *BEFORE)}
    day, at = read_day(form["day"], danish_day(clock.now())), read_time(form["time"])
    ends = read_time(form["ends"])
    form["moderated"] = form["moderated"] or AS_FORMAT
    themes = dict.fromkeys(line.strip() for line in form["themes"].split("\n") if line.strip())
    form |= {"day": day.isoformat() if day else form["day"], "time": f"{at:%H:%M}" if at else form["time"]}
    form["ends"] = f"{ends:%H:%M}" if ends else form["ends"]
    return form | {"themes": "\n".join(themes), "was": typed.get("was", ""), "warned": typed.get("warned", "")}


def read(form: Fields, now: datetime) -> SetUp:
    """Read a form that went through `normal`. Raises Invalid with a sentence per field."""
    wrong = faults(FIELDS, form)
    starts_at = _starts(form, now, wrong)
    ends_at = _ends(form, starts_at, wrong)
    themes = form["themes"].split("\n") if form["themes"] else []
    if len(themes) > THEMES_MOST or any(len(theme) > THEME_MAX for theme in themes):
        wrong["themes"] = N_("Der er plads til 12 emner på hver sin linje, hvert på højst 80 tegn.")
    chosen = {
        name: kind(form[name]) if form[name] in set(kind) else wrong.setdefault(name, N_("Vælg en af dem."))
        for name, kind in _CHOICES.items()
    }
    if form["moderated"] not in {AS_FORMAT, *Moderated}:
        wrong["moderated"] = N_("Vælg en af dem.")
    dots, most = _number(form["dots"]), _number(form["most"])
    if not 1 <= dots <= DOTS_MAX or not 1 <= most <= dots:
        wrong["dots"] = N_("Vælg 1 til 100 prikker. En idé kan højst få dem alle.")
    tables = _number(form["tables"]) if form["tables"] else TABLES
    if not 1 <= tables <= TABLES_MOST:
        wrong["tables"] = N_("Vælg 1 til 60 borde.")
    read_by_all = {name: form[name] for name in ("title", "place", "question", "themes")}
    if wrong := wrong or warnings(read_by_all, form.get("warned", "")):
        raise Invalid(WRONG, fields=wrong)
    own = tuple(themes) in {rule.themes for rule in FORMATS.values()}
    return SetUp(
        title=form["title"],
        place=form["place"],
        starts_at=starts_at or now,
        ends_at=ends_at,
        question=form["question"],
        themes=[] if own else themes,
        dots=dots,
        most=most,
        own_allowed=form["own"] == "1",
        leaders_vote=form["leaders"] == "1",
        members_group=form["members_group"] == "1",
        tables=tables,
        moderated=None if form["moderated"] == AS_FORMAT else Moderated(form["moderated"]),
        **chosen,  # type: ignore[arg-type]
    )


_CHOICES = {
    "format": Format,
    "method": Method,
    "author_seen": AuthorSeen,
    "reveal_by": RevealBy,
}


def _starts(form: Fields, now: datetime, wrong: dict[str, str]) -> datetime | None:
    day, at = read_day(form["day"], danish_day(now)), read_time(form["time"])
    if day is None:
        wrong["day"] = NO_DAY
    elif abs(day - now.date()) > FARTHEST:
        wrong["day"] = N_("Vælg en dato inden for tre år.")
    if at is None:
        wrong["time"] = NO_TIME
    if day is None or at is None:
        return None
    if (starts := moment_of(day, at)) is None:
        wrong["time"] = SKIPPED
    return starts


def _ends(form: Fields, starts_at: datetime | None, wrong: dict[str, str]) -> datetime | None:
    if not form["ends"]:
        return None
    if (at := read_time(form["ends"])) is None:
        wrong["ends"] = NO_TIME
    if at is None or starts_at is None:  # nothing can be said of an end without a beginning
        return None
    if (ends := moment_of(danish_day(starts_at), at)) is None:
        wrong["ends"] = SKIPPED
    elif ends <= starts_at:
        wrong["ends"] = N_("Mødet skal slutte, efter at det er begyndt.")
    return ends


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0


def shown(meeting: Meeting) -> dict[str, str]:
    """A meeting as the fields of its form."""
    starts = meeting.starts_at.astimezone(DENMARK)
    return {
        "title": meeting.title,
        "place": meeting.place,
        "day": starts.date().isoformat(),
        "time": f"{starts:%H:%M}",
        "ends": f"{meeting.ends_at.astimezone(DENMARK):%H:%M}" if meeting.ends_at else "",
        "question": meeting.question,
        "format": meeting.format.value,
        "themes": "\n".join(meeting.offered),
        "method": meeting.method.value,
        "dots": str(meeting.dots),
        "most": str(meeting.most),
        "own": "1" if meeting.own_allowed else "",
        "leaders": "1" if meeting.leaders_vote else "",
        "author_seen": meeting.author_seen.value,
        "reveal_by": meeting.reveal_by.value,
        "members_group": "1" if meeting.members_group else "",
        "tables": str(meeting.tables),
        "moderated": meeting.moderated.value if meeting.moderated else AS_FORMAT,
    }


def blank(format_: Format, now: datetime) -> dict[str, str]:
    """The form of a new meeting: the defaults of its format, at the next full hour."""
    starts = (now + timedelta(hours=1)).astimezone(DENMARK).replace(minute=0, second=0, microsecond=0)
    rule = FORMATS[format_]
    seen = AuthorSeen.ALL if rule.names is Names.REQUIRED else AuthorSeen.NOBODY
    plain = Meeting(format=format_, starts_at=starts, title="", dots=rule.dots, most=rule.most, author_seen=seen)  # type: ignore[call-arg]
    return shown(plain)


def copied(last: Meeting, now: datetime) -> dict[str, str]:
    """The form of a new meeting like the last one, four weeks later, or more if that is in the past."""
    form, starts = shown(last), last.starts_at.astimezone(DENMARK)
    weeks = max(4, -(-(now.astimezone(DENMARK).date() - starts.date()).days // 7))
    return form | {"day": (starts.date() + timedelta(weeks=weeks)).isoformat()}


def form_context(form: dict[str, str], **values: Any) -> dict[str, Any]:
    """The context of the form's template. `was` is carried over from a form that was refused."""
    filled = dict.fromkeys((*ALWAYS, *BEFORE), "") | form
    known: dict[str, Any] = {
        "begun": False,
        "problem": None,
        "wrong": {},
        "clashes": {},
        "last": None,
        "copying": False,
    }
    return known | {"form": filled, "was": filled.get("was") or as_was(form)} | values


def refused(typed: dict[str, str], problem: Problem) -> dict[str, str]:
    """The refused form, to be corrected: as it was typed, but with dates and times as a browser's input fields want
    them."""
    return problem.form if isinstance(problem, ChangedMeanwhile) else normal(typed)
