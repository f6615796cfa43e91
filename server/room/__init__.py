"""What is done with ideas in the room: talked about, voted on, agreed on, looked back at, and written down."""
