"""Who there is: units and who leads them, people and their accounts, how pages look and how one reads them."""
