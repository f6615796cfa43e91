"""Mail: letters are composed here, stored in the table `mail`, and sent from there by a worker."""
