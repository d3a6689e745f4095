"""What a candidate told Ponte about themselves."""
