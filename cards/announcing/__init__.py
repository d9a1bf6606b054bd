"""The cards of announcements: the preview, its forms, the list, the post itself."""
