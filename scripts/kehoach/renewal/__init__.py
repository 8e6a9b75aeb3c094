"""The next plan, drafted from one that is there: what of it goes on, in its own words."""

from kehoach.renewal.drafting import Renewal, renew

__all__ = ["Renewal", "renew"]
