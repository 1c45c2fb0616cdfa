"""From handed in to recognised: the chain's steps, public notice, and decisions on paper."""
