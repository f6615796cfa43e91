"""The organisation's own look: six colours and a logo on a unit, worn by the pages of every board below it."""
