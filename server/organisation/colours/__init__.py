"""An organisation's own look: six colours and a logo, set on a unit and used on the pages of every board below it."""
