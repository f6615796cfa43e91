"""Minutes (referat): written when a meeting ends, corrected and approved by a coordinator, then sent, read and
printed."""
