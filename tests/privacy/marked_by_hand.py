"""What the marked people of `marker.py` have too, and the product writes at other times, or only by chance."""

import re

from tests.support.databases import rows

BY_HAND = """
UPDATE seat SET role_was = 'relative', role_doubted_at = now(), looked_before = now(), language = 'da', size = '2',
    theme = 'dark', paused = true, moderates = true WHERE id = :seat;
UPDATE seat SET ends_at = now() + interval '700 days' WHERE id = :seat;
UPDATE invitation SET declined_at = now() WHERE seat_id = :seat;
INSERT INTO member (public_id, board_id, seat_id, role, name, organisation, starts_on, ends_on, asking, mail, new_mail,
    new_mail_at, phone, language, salt, yes_hash, own_hash, asked_at, yes_at)
    SELECT 'zqlisted' || :seat, board_id, id, 'patient', name, organisation, current_date, current_date + 700, 'sms',
    'zqmarie@hjem.test', 'zqny@hjem.test', now(), '22334455', 'da', 'zqsalt', decode(md5('zqyes' || id), 'hex'),
    decode(md5('zqown' || id), 'hex'), now(), now() FROM seat WHERE id = :seat;
UPDATE session_seat SET code_seen_at = now() WHERE seat_id = :seat;
UPDATE browser_session SET former_hash = decode(md5(CAST(id AS text)), 'hex'), former_until = now(), renews = true,
    theme = 'dark', size = '2', paused = true, device = 'Firefox, Windows', used_at = now(), signed_in_at = now(),
    signed_in_until = now() + interval '1 day'
    WHERE id IN (SELECT session_id FROM session_seat WHERE seat_id = :seat) OR person_id = :person;
INSERT INTO round_voter (round_id, seat_id, role) SELECT id, :seat, 'patient' FROM round WHERE board_id = :board
    ON CONFLICT DO NOTHING;
UPDATE idea SET late = true, wish = 'decision' WHERE seat_id = :seat AND hidden_at IS NOT NULL;
INSERT INTO presence (server, board_id, seat_ids, at) VALUES ('zq' || :seat, :board, ARRAY[:seat], now());
INSERT INTO digest_line (recipient, language, idea_id, sentence, link, unsubscribe, message_id, created_at)
    SELECT 'zqmarie@hjem.test', 'da', id, 'Vi har sagt ja til idéen.', 'https://zq.test/a', 'https://zq.test/b',
    '<zq-line-' || id || '>', now() FROM idea WHERE public_id = :followed;
INSERT INTO mail (recipient, subject, body, message_id, unsubscribe, news, by_day, lines, created_at, sent_at)
    VALUES ('zqmarie@hjem.test', 'Zqemne', 'Zqbrev https://zq.test/follow/zqhemmelig', '<zq-mail-' || :seat || '>',
    'https://zq.test/c', true, true, '[{"ident": "<zq>", "sentence": "Idéen er nævnt."}]', now(), now());
INSERT INTO job (kind, subject_id, board_id, dedupe, due_at, state, attempts)
    SELECT 'mail', id, :board, 'mail:zq:' || id, now(), 'done', 1 FROM mail WHERE subject = 'Zqemne';
INSERT INTO mail (recipient, subject, body, message_id, news, by_day, lines, created_at, sent_at)
    VALUES ('zqleo@region.test', 'Zqlederens emne', 'Zqlederens brev', '<zq-leader-' || :seat || '>', true, true,
    '[{"ident": "<zq>", "sentence": "En idé venter på svar."}]', now(), now());
INSERT INTO address_change (person_id, mail, token_hash, expires_at)
    VALUES (:person, 'zqny@region.test', decode(md5('zq' || :seat), 'hex'), now() + interval '1 hour');
INSERT INTO sign_in_link (person_id, token_hash, expires_at, reusable)
    VALUES (:person, decode(md5('zqin' || :seat), 'hex'), now() + interval '1 hour', true);
INSERT INTO identity (person_id, issuer, subject, linked_at, given)
    VALUES (:person, 'https://zqlogin.test', 'zqnummer' || :seat, now(), '{"seats": [1]}');
UPDATE person SET coordinator = true, language = 'da', used_at = now() WHERE id = :person;
INSERT INTO deputy (unit_id, person_id, called, from_day, until_day, by_id)
    SELECT unit_id, :person, 'Zqleo Zqbak', current_date, current_date + 7, :person FROM board WHERE id = :board;
INSERT INTO listener (unit_id, person_id, called, by_id, since)
    SELECT unit_id, :person, 'Zqleo Zqbak', :person, now() FROM board WHERE id = :board;
INSERT INTO enquiry (public_id, unit_id, level_id, written_by, submission, matter, text, reply, contact, written_at,
    handed_at, answer_by, answer, answered_at, answered_by, answerer, told_at, idea_title, idea_text)
    SELECT 'zq' || :seat, unit_id, unit_id, :person, 'zq' || :seat, 'service', 'Zqborgerord', 'slip', '', now(), now(),
    now(), 'Zqsvarord', now(), :person, 'Zqleo Zqbak', now(), 'Zqtitel', 'Zqidéord' FROM board WHERE id = :board;
UPDATE answer SET behalf = 'Zqchef Zqholm' WHERE person_id = :person;
UPDATE unit SET called_id = :person, called = 'Zqleo', called_title = 'Zqchef' WHERE leader_id = :person;
UPDATE unit SET answers_mail = 'zqleo@region.test', answers_mail_at = now(), answers_asked_at = now(),
    answers_token = decode(md5('zqsvar' || :seat), 'hex') WHERE leader_id = :person;
INSERT INTO unit_change (unit_id, by_id, at, what, before, after)
    SELECT unit_id, :person, now(), 'leader', 'Zqleo Zqbak', 'Zqmarie Zqholm' FROM board WHERE id = :board;
INSERT INTO consultation (public_id, board_id, body, title, text, put_by, put_at, reply_by, token, answer, came_of)
    VALUES ('zqsag' || :seat, :board, 'Udvalget', 'Zqsagens navn', 'Zqsagen', :person, now(), current_date,
    'zqsag' || :seat, 'Zqsvaret', 'Zqfølgen');
INSERT INTO owner (idea_id, person_id, name, mail, token_hash, carries, named)
    SELECT id, :person, 'Zqleo Zqbak', '', NULL, true, true FROM idea WHERE public_id = :followed;
INSERT INTO referral (public_id, idea_id, body, mail, token_hash, note, sent_at, sent_by, first_sent_at, reply_by,
    state, state_at, answered_by, answered_name, told_id, said, disputed_why, disputed_by)
    SELECT md5('zqvidere' || :seat), id, 'Zqkommunen', 'zqleo@region.test', decode(md5('zqvidere' || :seat), 'hex'),
    'Zqkan I det?', now(), (SELECT id FROM seat WHERE person_id = :person AND board_id = :board), now(), now(),
    'returned', now(), :person, 'Zqleo Zqbak', :person, 'Zqdet er ikke os', 'Zqdet var ikke dem',
    (SELECT id FROM seat WHERE person_id = :person AND board_id = :board) FROM idea WHERE public_id = :followed;
UPDATE idea SET leader_id = :person, answer_by = now() WHERE public_id = :followed;
INSERT INTO status_change (idea_id, status, at, name, text, place, day, effect)
    SELECT id, 'trial', now(), 'Zqida Zqlind', 'Zqvi prøver', 'Zqafsnit 4', current_date, 'better' FROM idea
    WHERE public_id = :idea;
INSERT INTO moment (idea_id, kind, at, name, text, day, number)
    SELECT id, 'news', now(), 'Zqida Zqlind', 'Zqfilten er købt', current_date, 3 FROM idea WHERE public_id = :idea;
INSERT INTO moment (idea_id, kind, at, name, text, day, before_id)
    SELECT id, 'escalated', now(), '', '', current_date, :person FROM idea WHERE public_id = :followed;
UPDATE status_change SET place = 'Zqafsnit 4', effect = 'better' WHERE seat_id IN
    (SELECT id FROM seat WHERE person_id = :person AND board_id = :board);
UPDATE moment SET number = 3 WHERE seat_id IN (SELECT id FROM seat WHERE person_id = :person AND board_id = :board);
UPDATE job SET again_by = (SELECT id FROM seat WHERE person_id = :person AND board_id = :board)
    WHERE id = (SELECT max(id) FROM job);
UPDATE minutes SET edited_by = (SELECT id FROM seat WHERE person_id = :person AND board_id = :board), edited_at = now()
    WHERE meeting_id = :meeting;
INSERT INTO minutes_version (meeting_id, version, parts, at, seat_id)
    SELECT meeting_id, 90, parts, now(), edited_by FROM minutes WHERE meeting_id = :meeting;
UPDATE board SET published = true WHERE id = :board;
INSERT INTO publication (board_id, slug, version, intro, shows_meetings, embedded_in, opened_at, opened_by)
    SELECT :board, 'zq' || :board, 1, 'Zqvelkommen', true, '', now(), id FROM seat
    WHERE person_id = :person AND board_id = :board;
INSERT INTO open_words (idea_id, seat_id, yes, digest, at)
    SELECT id, seat_id, true, decode(md5('zqja' || id), 'hex'), now() FROM idea WHERE public_id = :idea;
INSERT INTO screening (public_id, board_id, meeting_id, idea_id, verdict, since, version, looks, rule, message, title,
    text, likeness)
    SELECT 'zqset' || id, board_id, meeting_id, id, 'shown', now(), 2, 'own', 3, 'Zqandre ord', 'Zqforslag',
    'Zqforeslået', decode(md5('zqlig'), 'hex') FROM idea WHERE public_id = :idea;
INSERT INTO screening_line (board_id, meeting_id, at, seat_id, deed, rule)
    SELECT :board, :meeting, now(), id, 'refused', 3 FROM seat WHERE person_id = :person AND board_id = :board;
INSERT INTO asker (seat_id, board_id, name, address, adult, at)
    SELECT seat_id, :board, 'Zqspørger', 'Zqadresse 1', true, now() FROM idea WHERE public_id = :idea;
INSERT INTO open_idea (idea_id, board_id, shown_at, shown_by, retold, title, text, digest)
    SELECT idea.id, :board, now(), seat.id, true, 'Zqgenfortalt', 'Zqgenfortælling', decode(md5('zqset'), 'hex')
    FROM idea, seat WHERE idea.public_id = :idea AND seat.person_id = :person AND seat.board_id = :board;
INSERT INTO open_minutes (meeting_id, board_id, number, version, own_words, shown_at, shown_by)
    SELECT :meeting, :board, 1, 1, '', now(), id FROM seat WHERE person_id = :person AND board_id = :board;
UPDATE seat SET called_title = 'Zqchef' WHERE person_id = :person AND board_id = :board;
"""


async def write_by_hand(url: str, told: dict[str, object]) -> None:
    """Write it. `told` has the ids that the statements name."""
    for statement in filter(str.strip, BY_HAND.split(";\n")):
        names = [name for name in told if re.search(rf":{name}\b", statement)]
        asked = statement
        for number, name in enumerate(names, 1):
            kind = "text" if isinstance(told[name], str) else "bigint"
            asked = re.sub(rf":{name}\b", f"CAST(${number} AS {kind})", asked)
        await rows(url, asked, *(told[name] for name in names))
