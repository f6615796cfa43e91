"""What the trail holds: every route, and the deed that it is, or why it is none. A route that stands nowhere here fails
`tests/access/test_noted.py`, and so does one that notes something else than it says.

A GET is noted before its answer leaves, anything else in the transaction that does it; and only what staff do.
"""

from collections.abc import Mapping

from schemas.trail import Deed

NOTED: Mapping[str, Deed | Mapping[str, Deed]] = {
    "POST /login": Deed.SIGN_IN_FAILED,
    "POST /login/{token}": Deed.SIGNED_IN,
    "GET /login/with/{provider}/back": Deed.SIGNED_IN,
    "POST /logout": Deed.SIGNED_OUT,
    "POST /account/sign-out": Deed.SIGNED_OUT_EVERYWHERE,
    "POST /address/{token}": Deed.ADDRESS_CHANGED,
    "GET /m/{meeting}/desk": Deed.LOOKED,
    "GET /m/{meeting}/seats": Deed.LOOKED,
    "GET /seats/{seat}": Deed.LOOKED,
    "GET /b/{board}/erase": Deed.LOOKED,
    "GET /seats/{seat}/erase": Deed.LOOKED,
    "POST /seats/{seat}/erase": Deed.PERSON_ERASED,
    "GET /b/{board}/ideas.csv": Deed.EXPORTED,
    "GET /b/{board}/board.zip": Deed.EXPORTED,
    "GET /m/{meeting}/minutes.pdf": Deed.EXPORTED,
    "POST /ideas/{idea}/answer": Deed.ANSWERED,
    "POST /ideas/{idea}/answer/edit": Deed.ANSWER_CHANGED,
    "POST /ideas/{idea}/status": Deed.STATUS_SET,
    "POST /ideas/{idea}/move": Deed.STATUS_SET,
    "POST /ideas/{idea}/review": Deed.SENT_TO_LEADER,
    "POST /ideas/{idea}/agreement": Deed.OWNER_SET,
    "POST /ideas/{idea}/owners": Deed.OWNER_SET,
    "POST /ideas/{idea}/hiding": Deed.HIDDEN,
    "POST /comments/{comment}/hiding": Deed.HIDDEN,
    "POST /ideas/{idea}/admission": Deed.ADMITTED,
    "POST /seats/{seat}/removal": Deed.SEAT_REMOVED,
    "POST /m/{meeting}/seats/removal": Deed.SEAT_REMOVED,
    "POST /seats/{seat}/name": Deed.SEAT_NAMED,
    "POST /seats/{seat}/role": Deed.ROLE_SET,
    "POST /seats/{seat}/scribe": Deed.SCRIBE_SET,
    "POST /seats/{seat}/code-end": Deed.CODE_ENDED,
    "POST /m/{meeting}/door": Deed.DOOR_SET,
    "POST /m/{meeting}/invitations/mail": Deed.INVITED,
    "POST /m/{meeting}/invitations/sheet": Deed.INVITED,
    "POST /m/{meeting}/invitations/end": Deed.INVITATIONS_ENDED,
    "POST /b/{board}/staff": Deed.COORDINATOR_ADDED,
    "POST /b/{board}/staff/{seat}/removal": Deed.COORDINATOR_REMOVED,
    "POST /units": Deed.UNIT_MADE,
    "POST /units/{unit}": Deed.UNIT_CHANGED,
    "POST /units/{unit}/leader": Deed.LEADER_SET,
    "POST /units/{unit}/boards": Deed.BOARD_MADE,
    "POST /b/{board}/unit": Deed.BOARD_MOVED,
    "POST /b/{board}/closing": Deed.BOARD_CLOSED,
    "POST /b/{board}/opening": Deed.BOARD_OPENED,
    "POST /start/{step}": {
        "organisation": Deed.UNIT_CHANGED,
        "board": Deed.BOARD_MADE,
        "leader": Deed.LEADER_SET,
        "invite": Deed.INVITED,
    },
    "POST /m/{meeting}/minutes/approval": Deed.MINUTES_APPROVED,
    "POST /m/{meeting}/minutes/letters": Deed.MINUTES_SENT,
}
"""A route as method and path. Where the deed depends on the path's last part, by what stands there."""

UNNOTED: Mapping[str, tuple[str, ...]] = {
    "tells of no person": (
        *("/static", "/live", "GET /poll", "GET /healthz", "GET /healthz/database", "GET /readyz", "GET /metrics"),
        *("GET /", "GET /was", "GET /privatliv", "GET /hjaelp", "GET /hjaelp/medlem", "GET /hjaelp/leder"),
        *("GET /hjaelp/koordinator", "GET /colours/{unit}.css", "GET /colours/{unit}/logo", "GET /colours/preview.css"),
        *("GET /overview", "GET /units/{unit}/colours", "POST /units/{unit}/colours", "POST /units/{unit}/logo"),
    ),
    "whoever has the address may, and nobody knows who they are": (
        *("POST /code", "GET /j/{token}", "POST /j/{token}", "POST /return", "GET /screen/{token}"),
        *("GET /result/{token}.csv", "GET /minutes/{token}", "GET /minutes/{token}.pdf", "GET /mail/{secret}"),
        *("GET /i/{token}", "POST /i/{token}", "GET /i/{token}/stop", "POST /i/{token}/stop"),
        *("GET /follow/{token}", "POST /follow/{token}", "GET /felt/{token}", "POST /felt/{token}"),
        *("GET /o/{token}", "POST /o/{token}/news", "POST /o/{token}/steps", "POST /o/{token}/steps/{step}"),
        *("POST /o/{token}/steps/{step}/taking", "POST /o/{token}/steps/{step}/waiting", "POST /o/{token}/status"),
        *("POST /o/{token}/leaving", "GET /login", "GET /login/{token}", "GET /address/{token}"),
        *(
            "GET /login/with/{provider}",
            "GET /erased",
            "GET /follow/{token}/belongings",
            "POST /follow/{token}/belongings",
        ),
        *("GET /follow/{token}/belongings.json", "GET /o/{token}/belongings", "GET /o/{token}/belongings.json"),
        *("GET /i/{token}/belongings", "GET /i/{token}/belongings.json"),
    ),
    "everybody at the board or the meeting may, members too": (
        *("GET /m/{meeting}", "GET /m/{meeting}/mine", "GET /m/{meeting}/here", "GET /m/{meeting}/where"),
        *("POST /m/{meeting}/return-code", "POST /m/{meeting}/return-code/seen", "POST /m/{meeting}/leave"),
        *("POST /m/{meeting}/done", "POST /m/{meeting}/role", "POST /m/{meeting}/ideas", "POST /m/{meeting}/hand"),
        *("POST /m/{meeting}/groups/{group}", "POST /m/{meeting}/heard", "POST /m/{meeting}/felt"),
        *("GET /ideas/{idea}", "GET /ideas/{idea}/mine", "GET /ideas/{idea}/poster", "POST /ideas/{idea}"),
        *("POST /ideas/{idea}/withdrawal", "GET /ideas/{idea}/group", "POST /ideas/{idea}/group"),
        *("POST /ideas/{idea}/comments", "POST /ideas/{idea}/follow", "POST /ideas/{idea}/felt"),
        *("POST /ideas/{idea}/additions", "POST /ideas/{idea}/attention", "POST /rounds/{round}/ballot"),
        *("GET /mine", "GET /b/{board}/mine", "POST /b/{board}/mine/mail", "POST /reading"),
        *("GET /b/{board}/progress", "GET /b/{board}/progress/mine", "GET /m/{meeting}/minutes"),
        *("GET /b/{board}/mine/belongings", "POST /b/{board}/mine/belongings", "GET /b/{board}/mine/belongings.json"),
        *("POST /b/{board}/mine/belongings/closing", "GET /b/{board}/mine/erase", "POST /b/{board}/mine/erase"),
    ),
    "one's own": (
        *("GET /home", "GET /waiting", "GET /account", "POST /account", "GET /answers", "GET /boards", "GET /start"),
        *("GET /start/{step}", "GET /account/belongings", "GET /account/belongings.json"),
    ),
    "names only staff, as every letter of theirs does": (
        *("GET /b/{board}", "GET /units", "GET /units/new", "GET /units/{unit}", "GET /units/{unit}/boards/new"),
    ),
    "leads the meeting: what comes of it is seen by everybody there, and is in the minutes": (
        *("POST /m/{meeting}/begin", "POST /m/{meeting}/phase", "POST /m/{meeting}/timer", "POST /m/{meeting}/wall"),
        *("POST /m/{meeting}/voting", "POST /m/{meeting}/room-for-more", "POST /m/{meeting}/reveal"),
        *("POST /m/{meeting}/result", "POST /m/{meeting}/marks", "POST /m/{meeting}/end", "POST /m/{meeting}/opening"),
        *("POST /m/{meeting}/focus", "POST /m/{meeting}/queue", "POST /m/{meeting}/chosen", "POST /ideas/{idea}/note"),
        *("POST /ideas/{idea}/merge", "POST /ideas/{idea}/unlike"),
        *("GET /m/{meeting}/paper", "GET /m/{meeting}/paper/cards", "GET /m/{meeting}/paper/slips"),
        *("POST /m/{meeting}/paper/ideas", "POST /ideas/{idea}/paper", "POST /rounds/{round}/slips"),
        *("POST /rounds/{round}/slips/{slip}/removal", "GET /m/{meeting}/invitations/poster"),
    ),
    "prepares the meeting, and lists nobody": (
        *("GET /b/{board}/meetings/new", "POST /b/{board}/meetings", "GET /m/{meeting}/setup"),
        *("POST /m/{meeting}/setup", "POST /m/{meeting}/cancellation", "GET /m/{meeting}/invitations"),
        *("POST /b/{board}", "POST /b/{board}/days", "GET /b/{board}/jobs", "POST /b/{board}/jobs"),
    ),
    "writes the minutes, each version of which is kept": (
        *("GET /m/{meeting}/minutes/edit", "POST /m/{meeting}/minutes", "GET /m/{meeting}/minutes/lines/{part}"),
        *("POST /m/{meeting}/minutes/lines/{part}", "GET /m/{meeting}/minutes/approval"),
        *("GET /m/{meeting}/minutes/letters",),
    ),
    "works on an idea: its page tells who did what": (
        *("GET /answers/{idea}", "POST /ideas/{idea}/answer/preview", "POST /ideas/{idea}/staff-notes"),
        *("POST /ideas/{idea}/news", "POST /ideas/{idea}/steps", "POST /ideas/{idea}/steps/{step}"),
        *("POST /ideas/{idea}/steps/{step}/taking", "POST /ideas/{idea}/steps/{step}/waiting"),
        *("POST /ideas/{idea}/leaving", "GET /ideas/{idea}/move"),
    ),
}
"""The others, by why they are not noted."""
