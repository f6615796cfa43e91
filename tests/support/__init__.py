"""What the tests stand on: real servers, a named cast, and people with browsers."""
