"""What citizens ask, in the inbox of whoever answers."""

from server.work.answers.inbox_parts import in_inbox
from server.work.enquiries.queries import load_asked

in_inbox("enquiries", load_asked)
