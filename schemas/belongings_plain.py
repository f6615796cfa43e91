"""What is kept and says nothing about a person, and what JSON and arrays can hold. Part of the map of belongings
(`schemas/belongings.py`)."""

PLAIN: dict[str, str] = {
    "address_change": "",
    "agreement": "idea_id version step_id",
    "answer": "id idea_id change_id version referral_id",
    "answer_version": "answer_id version",
    "asker": "board_id",
    "attendance": "meeting_id",
    "ballot": "round_id version",
    "board": "id public_id unit_id name sort_name format epoch seq moved_at last_number last_guest answer_days"
    " escalate_days closed_at look published question_rules election_on",
    "board_figures": "board_id waiting_since due on_the_way done confirmed better same worse unknown answered_on"
    " answered_after done_on done_after done_for",
    "browser_session": "id",
    "comment": "id public_id board_id meeting_id idea_id consultation_id",
    # What a body asks and a board answers is theirs; nobody's name is asked for in it.
    "consultation": "id public_id board_id unit_id body reply_by token meeting_id answered_at withdrawn_at came_at",
    "cursor": "board_id seq",
    "deputy": "unit_id",
    "digest_line": "id idea_id",
    "done": "meeting_id",
    "enquiry": "id public_id unit_id level_id submission nobody_at board_id",
    "event": "board_id seq",
    "follow": "id idea_id",
    "follow_up": "id public_id board_id idea_id change_id question asked_at closes_at closed_at counts after_loss",
    "follow_up_answer": "follow_up_id",
    "hand": "id public_id meeting_id",
    "heard_answer": "meeting_id",
    "idea": "id public_id board_id meeting_id source_ref status_at version shown_at merged_into_id group_id on_paper"
    " erasing table_no held turn minutes",
    "identity": "id",
    "house_rule": "id board_id number text since put_away_at",
    "idea_group": "id public_id board_id meeting_id made_at",
    "installation": "id mark marked_at position home recounted_on mirrored",
    "leader_figures": "board_id",
    "invitation": "id board_id meeting_id",
    "trail": "seq board about under seal",
    "trail_ends": "id seq seal cut_seq cut_seal cut_under cut_proof",
    "job": "id board_id idea_id subject_id dedupe state attempts lease_until lease_token last_error done_at",
    "listener": "unit_id",
    "mail": "id news by_day",
    # What a coordinator calls a meeting and asks at it is the board's.
    "meeting": "id public_id board_id title place starts_at ends_at ended_at ended_itself settled_at door_was_open"
    " moderated cancelled_at sequence format phase phase_no in_lobby question door_open code join_token screen_token"
    " wall_page wall_since wall_code timer_ends_at timer_left_ms method secrecy dots most own_allowed"
    " leaders_vote vote_on themes author_seen reveal_by members_group focus_id focus_case_id result_from"
    " heard heard_after_loss tables seats_most asked lifted hand_in_by agenda_told_at stream_url stream_from",
    "member": "id public_id board_id",
    "merge": "idea_id into_id status_before group_before at",
    "minutes": "meeting_id state version token written_at approved_version corrected_at sent_at",
    "minutes_line": "id meeting_id idea_id",
    "minutes_version": "meeting_id version",
    "moment": "id idea_id",
    "note": "id board_id meeting_id idea_id consultation_id version written_at",
    "open_idea": "idea_id board_id shown_at retold",
    "open_minutes": "meeting_id board_id number version own_words shown_at",
    "open_words": "idea_id",
    "owner": "id idea_id",
    "person": "id",
    "presence": "server board_id",
    "publication": "board_id slug version opened_at shows_meetings embedded_in",
    "question_turn": "id meeting_id idea_id called_at ended_at became",
    "referral": "id public_id idea_id change_id unit_id first_sent_at reply_by previous_id state state_at heard"
    " disputed_at",
    "round": "id public_id board_id meeting_id state method secrecy dots most own_allowed opened_at closed_at"
    " eligible removed voters on_paper slips result_token detail breakdown after_loss",
    "round_idea": "round_id idea_id",
    "round_voter": "round_id",
    "screening": "id public_id board_id meeting_id idea_id comment_id version",
    "screening_line": "id board_id meeting_id screening_id",
    "seat": "id public_id board_id meeting_id awaited_since erased_at",
    "secret": "id round_id meeting_id follow_up_id value",
    "session_seat": "board_id",
    # Of somebody who has not come back yet: nobody knows who it is.
    "sign_in_attempt": "id token_hash provider state nonce verifier coming expires_at",
    "sign_in_link": "id",
    "staff_note": "id idea_id",
    "status_change": "id idea_id unit_id other_id round_id",
    "step": "id public_id idea_id",
    "support": "meeting_id idea_id",
    "table_help": "meeting_id number asked_at",
    "table_seat": "meeting_id",
    "tally": "round_id idea_id voters dots rank chosen",
    # Who answers for Peerboard somewhere is an office's public contact, and coordinators keep it right.
    "unit": "id public_id parent_id kind colours logo logo_type responsible answer_days merged_at",
    "unit_change": "id unit_id",
    "unlike": "idea_id other_id",
}
"""Columns that say nothing about a person, by table. Ids of public things, numbers, and what a board is called."""

INSIDE: dict[str, str] = {
    "ballot.dots": "ids of ideas and numbers",
    "board.look": "addresses of a style sheet and a logo",
    "board_figures.waiting_since": "moments",
    "board_figures.due": "moments",
    "board_figures.on_the_way": "days",
    "board_figures.answered_on": "days",
    "board_figures.answered_after": "numbers of days",
    "board_figures.done_on": "days",
    "board_figures.done_after": "numbers of days",
    "board_figures.done_for": "numbers of days",
    "identity.given": "ids of seats and units",
    "event.data": "ids (a seat's among them) and words of ours; never a text or a name: tests/live holds it",
    "follow_up.counts": "numbers, by our own words for the answers",
    "installation.position": "where PostgreSQL's log was",
    "mail.lines": "numbers of ideas, our own sentences, links and Message-IDs; to staff also the subject, greeting and"
    " text of the letter, which name the reader. Once it is sent, only the Message-IDs",
    "meeting.heard": "numbers, by our own words for the answers",
    "meeting.themes": "names of themes, from the coordinator",
    "meeting.asked": "names of bounds",
    "meeting.lifted": "names of bounds",
    "minutes.parts": "ids and numbers, and of people: ids of leaders' seats (head.leaders, head.led_by); as typed that"
    " evening, the names of who carries an idea, takes a step (if they may be named) and answers (agreed.rows: carrier,"
    " person, leader), of who should have it (have), and the step's text; what a coordinator"
    " wrote about a section (words)",
    "minutes_version.parts": "the same",
    "presence.seat_ids": "ids of seats",
    "round.breakdown": "numbers by role, where they may be published",
    "unit.colours": "six colours",
}
"""What JSON and arrays can hold, after a look at everything that writes them."""
