"""One submission: what was handed in, item by item, and what is decided about it."""

import streamlit as st

from green.texts import _
from green.ui import show
from green.ui.review import review_end, review_header
from green.ui.review.review_desk import open_review
from green.ui.review.review_item import review_item
from green.ui.review.review_press import report

desk = open_review()
if desk is None:
    st.title(_("Review"))
    st.caption(_("Open a self-assessment from the queue."))
    st.page_link("review/queue.py", label=_("To the queue"), icon=":material/inbox:")
    st.stop()

report("")
review_header.header(desk)
review_header.why_read_only(desk)
on_site = review_end.is_on_site(desk)
if not on_site:
    review_end.all_at_once(desk)
for area in desk.snapshot.standard.areas:
    st.header(str(area.title), anchor=False)
    for judged in desk.snapshot.verdict.items:
        if judged.item in area.items:
            review_item(desk, judged, on_site=on_site)
report(review_end.END)
if not on_site:
    review_end.finish(desk)
st.page_link("review/queue.py", label=_("To the queue"), icon=":material/inbox:")
show.standard_source(desk.snapshot.standard)
