"""Reads what a candidate wrote: small, deterministic parsers with all words kept as data.

Each parser takes one message and returns a list of :class:`words.found.Found`. No module here knows
a language: the words are in ``data/lexicon/<language>.yml``, and all languages are read at once, so a
message may mix them.
"""
