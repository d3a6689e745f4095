"""The guaranteed interview: who is entitled to it, where, by which rule, until when."""
