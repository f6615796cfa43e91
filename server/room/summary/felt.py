"""What is said of how many felt heard, in the room, on the projector and in the minutes."""

from collections.abc import Mapping

from schemas.heard import Heard
from server.core.errors import N_
from server.core.translations import say
from server.web.template_globals import in_templates

FELT = N_("%(yes)s af %(all)s følte sig hørt.")
PARTLY = N_("%(num)s følte sig delvist hørt.")
ONE_PARTLY = N_("Én følte sig delvist hørt.")


def felt_words(language: str, felt: Mapping[str, int] | None) -> str:
    """One or two sentences; "" where nothing may be told."""
    if not felt:
        return ""
    everybody, partly = sum(felt[answer.value] for answer in Heard), felt[Heard.PARTLY.value]
    said = [say(language, FELT, yes=felt[Heard.YES.value], all=everybody)]
    said += [say(language, ONE_PARTLY if partly == 1 else PARTLY, num=partly)] if partly else []
    return " ".join(said)


in_templates("felt_words", felt_words)
