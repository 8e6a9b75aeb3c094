"""What an editor can do at a finding: the fixes that there are for it, and taking them."""

from kehoach.editor.fixes import Edit, Fix, applied, fixes
from kehoach.editor.taking import Offer, take, take_safe

__all__ = ["Edit", "Fix", "Offer", "applied", "fixes", "take", "take_safe"]
