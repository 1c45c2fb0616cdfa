// Links that only change what the page shows are followed in place: the address changes, the page
// runs again, and the browser's way back works. Streamlit would open another window for each.
if (!window.staysInPlace) {
  window.staysInPlace = true;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".st-key-page a[href^='?']");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState({}, "", link.getAttribute("href"));
    dispatchEvent(new PopStateEvent("popstate"));
  });
}
