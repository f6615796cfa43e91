"""What the projector shows is divided into pictures of which none is too full. That Chromium agrees holds
tests/browser/test_wall.py."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.web.measure import measured
from server.web.pictures import HIGH, NOTE, SMALLEST, group_pictures, large, pictures

WORD = "W" * 60
TITLE = st.one_of(st.text(min_size=1, max_size=300), st.just(" ".join([WORD] * 4)), st.just("Ro på gangen"))
IDEA = st.builds(SimpleNamespace, title=TITLE, text=st.one_of(st.just(""), st.text(max_size=700)))


@given(st.lists(IDEA, max_size=30))
def test_each_idea_is_on_one_picture_in_order_and_none_is_too_full(ideas: list[SimpleNamespace]) -> None:
    shown = pictures(ideas)
    assert [idea for picture in shown for idea in picture.ideas] == ideas
    for picture in shown:
        assert sum(row.high for row in picture.rows) <= HIGH - (NOTE if picture.left_out else 0) + 1e-6
        entries = [entry for row in picture.rows for entry in row.entries]
        assert all(entry.text in {"", entry.idea.text} for entry in entries), "a text is whole, or left out"


@given(st.lists(st.tuples(st.sampled_from(["", "Nat", "Et langt navn " * 5, None]), st.lists(IDEA, max_size=9))))
def test_a_group_is_named_on_each_of_its_pictures(blocks: list[tuple[str | None, list[SimpleNamespace]]]) -> None:
    shown = group_pictures(blocks)
    assert [idea for picture in shown for idea in picture.ideas] == [idea for _, ideas in blocks for idea in ideas]
    for picture in shown:
        assert picture.rows[0].named or picture.rows[0].high > HIGH - 6, "only a title that takes all there is"
        assert not picture.rows[-1].named, "a name alone at the foot of a picture"
        assert sum(row.high for row in picture.rows) <= HIGH - (NOTE if picture.left_out else 0) + 1e-6


def test_the_fewer_the_larger_and_texts_where_they_fit() -> None:
    def some(many: int) -> list[SimpleNamespace]:
        words = SimpleNamespace(title="Ro på gangen efter kl. 22", text="Døre og vogne vækker os.")
        return [SimpleNamespace(**vars(words)) for _ in range(many)]

    one, seven, sixty = (pictures(some(many)) for many in (1, 7, 60))
    assert one[0].size < seven[0].size < SMALLEST == sixty[0].size
    assert len(one) == 1
    assert len(seven) <= 2 < len(sixty) <= 6
    assert all(entry.text for row in seven[0].rows for entry in row.entries)
    assert sixty[0].left_out, "and it says where the texts are"
    assert pictures([]) == []


def test_words_are_left_out_whole_when_they_do_not_fit() -> None:
    assert large("Ro", [], ["Kort."]).kept == (True,)
    assert large("Ro", [], ["Kort."]).size == 0
    long = large("Ro", ["Det er aftalt."], ["Kort.", "Langt. " * 600])
    assert (long.kept, long.left_out) == ((True, False), True)
    assert not large("Ro", [], ["", "Langt. " * 600]).kept[1]
    assert large("x" * 300, [], [""]).kept == (True,), "nothing is left out where there is nothing"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 0),
        ("Ro", 10, 1),
        ("Ro\n\nigen", 10, 3),
        ("x" * 60, 10, 4),
        ("en to " + "x" * 60, 10, 5),
        ("o\u0301" * 10, 7, 1),
        ("🧡🧡🧡", 2, 3),
    ],
)
def test_lines_are_counted_as_a_browser_breaks_them(text: str, width: float, lines: int) -> None:
    assert measured(text).lines(width) == lines
