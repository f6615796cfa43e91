"""Tables, their rules and their events. No I/O and no HTTP, and nothing imported from our other packages."""
