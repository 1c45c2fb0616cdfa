// Leads on to another page of this server, and to no other.
(() => {
  const path = decodeURIComponent(new URL(document.currentScript.src).search.slice(1));
  if (/^\/(?![/\\])/.test(path)) window.location.assign(path);
})();
