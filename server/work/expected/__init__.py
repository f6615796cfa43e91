"""Whether a job that is due will do anything: a rule for each kind, asked by the job itself and by the page that lists
them."""
