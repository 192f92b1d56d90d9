"""What each page shows, made ready for its template. A module bears the name of its view."""
