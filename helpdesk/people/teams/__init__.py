"""Teams of technicians: who shares which queue."""
