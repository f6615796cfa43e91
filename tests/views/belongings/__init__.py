"""Mine oplysninger: everything that is kept, shown to whose it is, and to nobody else."""
