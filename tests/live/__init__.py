"""The stream: order, mirrors, coming back, slow readers, and the ways round a blocked socket."""
