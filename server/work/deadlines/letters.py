"""Letters to staff about promises: what is due, what is late, where it went. None ever quotes an idea."""

from collections.abc import Sequence
from datetime import date

from schemas.meeting import Meeting
from server.mail.letters import Letter, letter


def sent(name: str, board: str, count: int, day: date, link: str) -> Letter:
    """To a leader: ideas were sent to them. `day` is the earliest date an answer is promised by."""
    return letter("work/deadlines/letters/sent.txt", name=name, board=board, count=count, day=day, link=link)


def due_soon(name: str, count: int, day: date, link: str) -> Letter:
    """To a leader: `count` answers were promised by `day`, which is near."""
    return letter("work/deadlines/letters/due_soon.txt", name=name, count=count, day=day, link=link)


def overdue(name: str, board: str, count: int, day: date, link: str) -> Letter:
    """To a leader: the date by which members were promised an answer has passed. With several, `day` is the
    earliest."""
    return letter("work/deadlines/letters/overdue.txt", name=name, board=board, count=count, day=day, link=link)


def handed_to(name: str, board: str, count: int, day: date, link: str) -> Letter:
    """To the leader one unit up: these ideas are now theirs to answer, by `day`."""
    return letter("work/deadlines/letters/handed_to.txt", name=name, board=board, count=count, day=day, link=link)


def handed_on(board: str, leader: str, count: int, day: date, link: str) -> Letter:
    """To the former leader and the coordinators: `leader` is to answer instead."""
    return letter("work/deadlines/letters/handed_on.txt", board=board, leader=leader, count=count, day=day, link=link)


def nobody_above(board: str, count: int, link: str) -> Letter:
    """To the coordinators: answers are late, and there is no leader left to ask."""
    return letter("work/deadlines/letters/nobody_above.txt", board=board, count=count, link=link)


def look_again(board: str, count: int, link: str) -> Letter:
    """To the leader and the coordinators: today `count` ideas on hold are to be looked at again."""
    return letter("work/deadlines/letters/look_again.txt", board=board, count=count, link=link)


def trial_ended(board: str, link: str) -> Letter:
    """To the owners and the leader: the trial is over; what now?"""
    return letter("work/deadlines/letters/trial_ended.txt", board=board, link=link)


def ended_itself(board: str, meeting: Meeting, link: str, *, voted: bool) -> Letter:
    """To the coordinators: nobody ended the meeting, so it ended by itself. `voted`: people were in the middle of a
    vote."""
    return letter("work/deadlines/letters/ended_itself.txt", board=board, meeting=meeting, link=link, voted=voted)


def dead_jobs(lines: Sequence[tuple[str, int]]) -> Letter:
    """To whoever runs the installation: how many jobs were given up, by kind. It names no board and no person."""
    return letter("work/deadlines/letters/given_up.txt", lines=lines)
