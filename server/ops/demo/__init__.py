"""The Danish example that `peerboard run` puts into an empty database."""

from server.ops.demo.seed import DemoLinks, seed

__all__ = ["DemoLinks", "seed"]
