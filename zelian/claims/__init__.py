"""Pure text: a Chinese official report → its quantified claims. No Django, no I/O, standard library only."""

from zelian.claims.claim import Claim, Rejection, as_dict
from zelian.claims.compare import satisfies
from zelian.claims.extract import Analysis, analyse, extract, rejected

__all__ = ["Analysis", "Claim", "Rejection", "analyse", "as_dict", "extract", "rejected", "satisfies"]
