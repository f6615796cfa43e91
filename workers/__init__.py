"""What happens at its own time, without a request: reminders, mail, deadlines. Imports server and schemas."""
