"""Standards and programmes as data: what is asked, who asks it, and the verdict on the answers."""
