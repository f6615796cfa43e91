"""The open page (åben side) from within: what its members and its coordinators decide about it."""
