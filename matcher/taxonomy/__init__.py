"""Imported classifications such as ESCO: concepts with labels in many languages, and text linked to them."""

from matcher.taxonomy.concepts import Concept, Taxonomy, TaxonomyError
from matcher.taxonomy.fallback import TaxonomyTitles
from matcher.taxonomy.linker import ConceptLinker, Linked

__all__ = ["Concept", "ConceptLinker", "Linked", "Taxonomy", "TaxonomyError", "TaxonomyTitles"]
