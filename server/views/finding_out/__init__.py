"""Finding out (det skal du finde ud af): the coordinator's list of ideas that were sent to a body which nobody asks."""
