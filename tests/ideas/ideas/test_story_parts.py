"""What features put on the page of an idea: one feature a name, and nothing left out silently."""

import subprocess
import sys

import pytest

from server.ideas.ideas.story_parts import on_story, story_parts

NOT_DECLARED = """
from server.core.hooks import NotDeclared
from server.ideas.ideas.story_parts import story_parts
try:
    story_parts()
except NotDeclared:
    print("heard of")
"""


def test_two_features_cannot_have_one_name() -> None:
    name, part = next(iter(story_parts().items()))
    with pytest.raises(ValueError, match=name):
        on_story(name, part)


def test_a_process_that_did_not_look_for_features_hears_of_it() -> None:
    told = subprocess.run([sys.executable, "-c", NOT_DECLARED], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "heard of"
