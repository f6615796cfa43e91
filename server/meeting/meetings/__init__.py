"""Meetings: phase, door and timer; the member's room, the coordinator's desk and the projector's screen."""
