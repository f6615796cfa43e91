"""Minutes (referat): written when a meeting ends, corrected and approved by a coordinator, sent, read and printed."""
