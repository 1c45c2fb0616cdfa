// Tells the browser which language the page is in.
document.documentElement.lang = new URL(document.currentScript.src).search.slice(1);
