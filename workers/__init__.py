"""What happens by itself at a time: reminders, mail, deadlines. Imports server and schemas."""
