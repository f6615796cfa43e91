"""What the operator hears of the trail. How lines come about is in `server/core/trail.py` and `server/web/noted.py`."""
