"""What is said of an idea on an open page: our sentence for each official line, and which words stand beside it."""

from server.core.days import day_words
from server.core.errors import N_
from server.core.translations import say
from server.views.public.content import Shown, Told
from server.web.labels import EFFECTS
from server.web.labels_of_statuses import SENTENCES

SHORT, BRIEF = 160, 80
"""Characters of somebody's words that a sentence of ours may take in, on an idea's page and in a list. Longer ones
stand beside it."""


def sentence_of(told: Told, language: str, *, first: bool = False, most: int = SHORT) -> str:
    """Where the idea came with this line, in a sentence. `first`: nothing was told about it before. Words of more than
    `most` characters are left out."""
    rule, said = told.rule, told.words.strip() if len(told.words) <= most else ""
    text = said.strip(".") or "…"
    if rule.because and text[1:2].islower():  # it goes on after "fordi": but "I" and words like "MR" stay as they are
        text = text[:1].lower() + text[1:]
    if told.effect:
        text = " ".join(filter(None, (say(language, EFFECTS[told.effect]) + ".", said)))
    unit, sentence = told.place or "…", SENTENCES[told.status]
    if rule.written and not first:
        sentence = N_("Peerboardet stemte igen. Idéen blev ikke valgt denne gang.")
    elif rule.away and told.day is None:
        sentence = N_("Idéen skal afgøres af %(unit)s.")
    day = day_words(told.day, language) if told.day else "…"
    return say(language, sentence, text=text, day=day, unit=unit, number="…").replace("….", "…")


def words_beside(told: Told) -> str:
    """The official words that the sentence does not hold already."""
    return "" if told.rule.says_words and len(told.words) <= SHORT else told.words


def now_of(idea: Shown, language: str, most: int = SHORT) -> str:
    """Where an idea is now, in a sentence."""
    return sentence_of(idea.now, language, first=len(idea.lines) <= 1, most=most)


def also_told(told: Told, language: str) -> str:
    """Where and until when something is tried out, if the sentence does not say so; else ""."""
    if not told.rule.tells_place:
        return ""
    place = told.place.strip().strip(".")
    where = say(language, N_("Sted: %(place)s."), place=place) if place and place != told.words.strip(". ") else ""
    until = say(language, N_("Til %(day)s."), day=day_words(told.day, language)) if told.day else ""
    return " ".join(filter(None, (where, until)))
