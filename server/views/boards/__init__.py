"""Boards (peerboards): made under a unit, led by coordinators; their page for staff, and the first way into one."""
