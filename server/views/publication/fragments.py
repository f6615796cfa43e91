"""The pages about the open page are not live: whoever sends a form gets them anew."""

from schemas.publication import PublicationChanged
from server.live.pages import silent

silent(PublicationChanged, "it changes the open page, which strangers read from a cache, and pages that are not live")
