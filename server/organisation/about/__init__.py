"""The pages linked from every footer: whether everybody can use Peerboard, what happens to what I write, and who is
responsible."""
