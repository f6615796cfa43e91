"""What everything else stands on: the database, one change at a time, who asks, jobs, hooks. It knows no feature."""
