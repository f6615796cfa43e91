"""Boards (peerboards): made under a unit and led by coordinators; their page for staff, and the guide to a first
one."""
