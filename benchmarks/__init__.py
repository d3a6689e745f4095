"""One module per ``ponte bench …`` command; each measures a peer beside us in the same run."""
