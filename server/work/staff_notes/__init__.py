"""Staff notes: what leaders and coordinators say to each other about an idea; members never see it."""
