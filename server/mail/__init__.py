"""Mail: letters are composed, kept in the table `mail`, and sent from there by a worker."""
