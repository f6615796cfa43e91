"""How to use Peerboard, for members, leaders and coordinators: pages to read and to print, there for everybody."""
