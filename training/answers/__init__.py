"""Which guide answers which ticket; stands on guides and on tickets."""
