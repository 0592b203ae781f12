"""What holds for feeds: from where they may be fetched, and what is read out of them."""
