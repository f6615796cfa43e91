"""Follow-ups (opfølgning): members say whether they can feel what was carried out, and whether it helped."""
