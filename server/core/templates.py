"""Templates of pages and letters: Jinja as we use it. Compiling what a server draws takes it two seconds, so the
compiled code is kept beside the templates, as Python keeps its own beside the sources, and the next process reads it.

Nothing of ours is computed while a template is compiled: not a filter, not `finalize`. So what is kept depends on the
template and on Jinja alone, is the same in every language, and cannot outlive a change in our code.
"""

import sys
from collections.abc import MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator

from server.core.translations import WEB, teach

FOLDER = WEB / "templates"
COMPILED = FOLDER / "__pycache__"


class Templates(Environment):
    """All templates in one `language`. `options` are those in which pages and letters differ; which of the two it is
    stands in `kind`, since the compiled code differs with them."""

    def __init__(self, kind: str, language: str, **options: Any) -> None:
        super().__init__(
            loader=FileSystemLoader(FOLDER),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            optimized=False,
            bytecode_cache=Compiled(kind),
            **options,
        )
        teach(self, language)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's own, since no template of ours is loaded with others. Jinja copies them for every template
        that is drawn or brought in: out of a plain dict that takes a tenth of the time."""
        return super().make_globals(d) if d else self.globals


class AsWritten(CodeGenerator):
    """Leaves to the drawing of a template what Jinja would compute while it compiles: `{{ "et ord"|hyphenated }}`."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Any, finalize: Any) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)


Templates.code_generator_class = AsWritten


class Compiled(FileSystemBytecodeCache):
    """The compiled code of the templates of one `kind`. Jinja compares it with the template's text and with the version
    of Python. Where it cannot be read, the template is compiled; where it cannot be written, that is all."""

    def __init__(self, kind: str) -> None:
        super().__init__(str(COMPILED), f"{kind}-jinja-{jinja2.__version__}-%s")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read what is kept, if it can be read."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template, for whoever runs the product here, unless Python is to keep none of its own."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            COMPILED.mkdir(exist_ok=True)
            super().dump_bytecode(bucket)
            Path(self._get_cache_filename(bucket)).chmod(0o644)
