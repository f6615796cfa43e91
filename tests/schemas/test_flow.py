"""FLOW, PHASES and the words for them: every row, every label, in both languages."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.flow import FLOW, By, Need, Status, by_form, choices, may_become
from schemas.format import FORMATS, PHASES, Format, Phase
from schemas.idea import Statement
from schemas.roles import Role
from schemas.stages import Promise
from server.core.translations import say
from server.web.labels import WORDS

ENDS = {Status.EVALUATED, Status.DECLINED, Status.MERGED, Status.WITHDRAWN, Status.NOTED}
ENDS |= {Status.ANSWERED, Status.REFUSED, Status.LAPSED}
TABLE = {  # status: who may set it, and with what; as the product's description has it
    Status.PROPOSED: ({By.PROPOSER, By.ROUND, By.COORDINATOR}, set()),
    Status.PRIORITISED: ({By.ROUND, By.COORDINATOR}, set()),
    Status.REVIEW: ({By.COORDINATOR, By.MEMBERS}, {Need.LEADER, Need.ANSWER_BY}),
    Status.AGREED: ({By.LEADER}, {Need.TEXT, Need.OWNER, Need.STEP}),
    Status.TRIAL: ({By.LEADER, By.OWNER}, {Need.WHERE, Need.UNTIL}),
    Status.IN_PROGRESS: ({By.LEADER, By.OWNER}, {Need.STEP}),
    Status.DONE: ({By.LEADER, By.OWNER}, {Need.TEXT}),
    Status.CONFIRMED: ({By.MEMBERS}, {Need.FELT}),
    Status.EVALUATED: ({By.LEADER, By.COORDINATOR}, {Need.EFFECT, Need.TEXT}),
    Status.ON_HOLD: ({By.LEADER}, {Need.REASON, Need.DATE}),
    Status.DECLINED: ({By.LEADER}, {Need.REASON}),
    Status.ELSEWHERE: ({By.LEADER, By.COORDINATOR}, {Need.UNIT, Need.REPLY_BY}),
    Status.MERGED: ({By.COORDINATOR}, {Need.IDEA}),
    Status.WITHDRAWN: ({By.PROPOSER}, set()),
    Status.NOTED: ({By.MEETING}, set()),
    Status.ANSWERED: ({By.COORDINATOR, By.LEADER}, {Need.TEXT}),
    Status.REFUSED: ({By.COORDINATOR}, {Need.RULE}),
    Status.LAPSED: ({By.RULES}, {Need.RULE}),
}
QUESTIONS = {Status.ANSWERED, Status.REFUSED, Status.LAPSED}
OUTSIDE = {By.BODY, By.SENDER}
DECIDED = {Status.PROPOSED, Status.PRIORITISED, Status.AGREED, Status.REVIEW, Status.NOTED, Status.DECLINED}
ALSO = {  # who was asked elsewhere, and who asked them, may move an idea that is there; the rest of the table is closed
    Status.PRIORITISED: {By.BODY: {Status.ELSEWHERE}, By.SENDER: {Status.ELSEWHERE}},
    Status.REVIEW: {
        By.BODY: {Status.ELSEWHERE},
        By.SENDER: {Status.ELSEWHERE, Status.AGREED, Status.DECLINED},
        By.MEETING: DECIDED,
    },
    Status.AGREED: {By.BODY: {Status.ELSEWHERE}, By.MEETING: DECIDED},
    Status.DECLINED: {By.BODY: {Status.ELSEWHERE}, By.MEETING: DECIDED},
    Status.NOTED: {By.MEETING: DECIDED},  # and the meeting may decide anew
    Status.ELSEWHERE: {By.BODY: {Status.ELSEWHERE}},
}


@pytest.mark.parametrize("status", Status)
def test_who_sets_a_status_and_with_what(status: Status) -> None:
    rule = FLOW[status]
    assert status in TABLE, f"write in TABLE above who may set {status}, and with what"
    assert (set(rule.by), set(rule.needs)) == TABLE[status]
    assert {by: set(found) for by, found in rule.also.items()} == ALSO.get(status, {})


@pytest.mark.parametrize("now", Status)
@pytest.mark.parametrize("then", Status)
def test_every_pair_of_statuses(now: Status, then: Status) -> None:
    for by in By:
        allowed = now in FLOW[then].comes_from and by in FLOW[then].by
        allowed = allowed or now in ALSO.get(then, {}).get(by, set())
        assert may_become(now, then, by) is allowed
        assert (then in choices(now, frozenset({by}))) is allowed
        offered = allowed and then is not Status.ELSEWHERE
        assert (then in by_form(now, frozenset({by}))) is (offered and then not in QUESTIONS)
        assert (then in by_form(now, frozenset({by}), queues=True)) is offered


def test_every_status_can_be_reached_and_left_unless_it_ends() -> None:
    reached = {Status.PROPOSED}
    while True:
        more = {then for then in Status if FLOW[then].comes_from & reached} | reached
        if more == reached:
            break
        reached = more
    assert reached == set(Status)
    for now in Status:
        left = [then for then in Status if now in FLOW[then].comes_from]
        assert left or now in ENDS | {Status.CONFIRMED}, f"nobody gets out of {now}"
        assert now not in FLOW[now].comes_from or now is Status.EVALUATED, "only its effect is looked at twice"


@given(st.lists(st.tuples(st.sampled_from(list(Status)), st.sampled_from(list(By))), max_size=30))
def test_an_idea_that_is_moved_at_random_only_goes_where_the_table_says(
    wishes: list[tuple[Status, By]],
) -> None:
    now, path = Status.PROPOSED, []
    for then, by in wishes:
        if may_become(now, then, by):
            path.append((now, then, by))
            now = then
    for before, after, by in path:
        besides = before in ALSO.get(after, {}).get(by, set())
        assert besides or (before in FLOW[after].comes_from and by in FLOW[after].by)
    seen = [after for _, after, _ in path]
    if Status.CONFIRMED in seen:
        assert Status.DONE in seen[: seen.index(Status.CONFIRMED)], "felt before it was done"
    if Status.AGREED in seen:
        asked = {Status.REVIEW, Status.ELSEWHERE} & set(seen[: seen.index(Status.AGREED)])
        at_meeting = any(after is Status.AGREED and by is By.MEETING for _, after, by in path)
        assert asked or at_meeting, "agreed without anybody who looked"
    for ended in (Status.WITHDRAWN, Status.EVALUATED):
        assert ended not in seen[:-1], f"an idea that is {ended} moves no more"
    for before, _, by in path:
        assert before is not Status.NOTED or by is By.MEETING, "only the meeting says something else than that it knows"


def test_an_idea_that_others_were_asked_about_is_no_answer_and_is_promised_one() -> None:
    rule = FLOW[Status.ELSEWHERE]
    assert not rule.answer
    assert not rule.final
    assert rule.promises == {Promise.REPLY}
    house = {then for then in Status for by in By if by not in OUTSIDE and may_become(Status.ELSEWHERE, then, by)}
    assert house == {Status.REVIEW}, "the board's own people may only take it back"
    theirs = set(choices(Status.ELSEWHERE, frozenset({By.BODY})))
    assert theirs == {Status.AGREED, Status.DECLINED, Status.ELSEWHERE, Status.REVIEW, Status.PRIORITISED}
    for now in set(Status) - {Status.ELSEWHERE}:
        assert not choices(now, frozenset({By.BODY})), f"a body may not touch what is {now}"


def test_a_withdrawal_is_possible_until_a_leader_has_it() -> None:
    free = {status for status in Status if may_become(status, Status.WITHDRAWN, By.PROPOSER)}
    assert free == {Status.PROPOSED, Status.PRIORITISED}


def test_formats_have_known_phases_that_begin_with_ideas_and_end_with_a_result() -> None:
    assert set(FORMATS) == set(Format)
    assert set(PHASES) == set(Phase)
    for rule in FORMATS.values():
        assert len(set(rule.phases)) == len(rule.phases)
        assert set(rule.phases) <= set(PHASES)
        if rule.queues:
            assert rule.phases.index(Phase.PROPOSE) < rule.phases.index(Phase.QUEUE) < rule.phases.index(Phase.CLOSE)
        elif rule.hands_in is not None:
            assert Phase.AGENDA in rule.phases
        elif Phase.VOTE in rule.phases:
            assert rule.phases.index(rule.opens_with) < rule.phases.index(Phase.VOTE) < rule.phases.index(Phase.RESULT)
        else:
            assert Phase.RESULT not in rule.phases, "there is none without a vote"
        assert 1 <= rule.most <= rule.dots


LISTS = {"statuses": Status, "phases": Phase, "roles": Role, "statements": Statement, "formats": Format}


@pytest.mark.parametrize("name", LISTS)
def test_every_word_has_a_label_in_both_languages(name: str) -> None:
    labels: Any = WORDS[name]
    assert set(labels) == set(LISTS[name])
    danish = [say("da", label) for label in labels.values()]
    english = [say("en", label) for label in labels.values()]
    assert all(danish)
    assert len(set(danish)) == len(danish), "two of them are called the same"
    same = {a for a, b in zip(danish, english, strict=True) if a == b}
    assert same <= {"Peerboard", "Patient"}, "not translated"


def test_every_status_has_a_sentence_that_takes_only_what_we_give_it() -> None:
    given = dict.fromkeys(("day", "text", "unit", "number"), "x")
    sentences: Any = WORDS["sentences"]
    for status in Status:
        for language in ("da", "en"):
            assert say(language, sentences[status], **given).count("%") == 0
