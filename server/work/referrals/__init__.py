"""Referrals: an idea that another unit or body is asked about, and how they answer it, return it or pass it on."""
