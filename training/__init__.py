"""What can be learned, and who learned it; stands on `helpdesk`, which never imports it."""
