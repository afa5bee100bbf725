"""`aftersail bench dispatch`: plans of the published and our own instances, beside peers, each checked independently."""
