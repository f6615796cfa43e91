"""The Danish example that `peerboard run` puts in where nothing is."""

from server.ops.demo.seed import DemoLinks, seed

__all__ = ["DemoLinks", "seed"]
