"""The product as a house would run it: a proxy, two servers, a worker, and deploys in the middle of a meeting."""
