"""Who: units, their people, and how people sign in; stands on web, knows no ticket."""
