"""Follow-ups (opfølgning): members say whether what was carried out can be felt, and whether it helped."""
