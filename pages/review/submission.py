"""One submission under review: what was handed in, and what the reviewer says to it."""

import streamlit as st

from green.ui import review_end, review_head, review_items, review_open

opened = review_open.opened()
review_head.header(opened)
review_head.chain(opened)
if opened.problem is not None:
    st.info(review_head.why_not(opened.problem), icon=":material/info:")
review_items.items(opened)
review_end.decide(opened)
review_end.snapshot(opened)
