"""Finds where a text names a member of staff: a title stands with a name ("overlæge Hansen"), or a name with the place
where they work ("Karin fra natholdet"). Staff without a name, such as "sygeplejerskerne er søde", are not found."""

from collections.abc import Sequence

from schemas import staff_words as words
from schemas.words_in_text import Word


def names_staff(said: Sequence[Word], at: int) -> bool:
    """Whether the word at `at` of a sentence is a title with a name, or the name of somebody at work. Looks at eight
    words around it at most."""
    word, then = said[at], said[at + 1 : at + 3]
    if _is_title(word):
        return _begins_with_a_name(said[at + 1 : at + 7])
    if word.text in words.CALLED:
        return any(map(_is_name, then[:1])) and any(map(_is_title, said[max(0, at - 8) : at]))
    known = word.text in words.FIRST_NAMES
    if not _is_name(word) or not (known or at):
        return False
    if known and any(each.text in words.WHO_IS for each in then):
        return any(map(_is_title, said[at + 1 : at + 6]))
    at_work = words.FROM if known else words.FROM_ONLY
    works = any(each.ends(words.WORKPLACE_ENDS) for each in said[at + 2 : at + 4])
    return works and then[0].text in at_work


def _is_title(word: Word) -> bool:
    return word.text in words.TITLES or word.ends(words.TITLE_ENDS)


def _is_name(word: Word) -> bool:
    if word.text in words.FIRST_NAMES:
        return word.capital or word.text not in words.UNSURE
    return word.capital and len(word.text) > 1 and word.text not in words.NOT_NAMES


def _begins_with_a_name(then: Sequence[Word]) -> bool:
    """Whether the words after a title begin with a name, perhaps after a comma, an initial or "hedder"; or hold a known
    first name a little later, as in "vores leder på bostedet, Flemming"."""
    if any(each.capital and each.text in words.FIRST_NAMES for each in then):
        return True
    for each in then:
        if _is_name(each) or (len(each.text) > 5 and each.text.endswith("sen")):
            return True
        if each.text not in words.BEFORE_NAMES and not (len(each.text) == 1 and each.capital):
            return False
    return False
