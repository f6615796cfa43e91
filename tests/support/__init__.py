"""What the tests stand on: real parts, a named cast, and people with browsers."""
