"""What an editor can do at a finding: the fixes that there are for it, and taking them."""

from kehoach.editor.edit import Edit, Fix, applied
from kehoach.editor.fixes import fixes
from kehoach.editor.taking import Offer, take, take_safe

__all__ = ["Edit", "Fix", "Offer", "applied", "fixes", "take", "take_safe"]
