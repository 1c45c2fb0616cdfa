/* Old browsers are led to a page that says which ones work: written so that they can read it. */
(function () {
  var isOld = !("noModule" in document.createElement("script")) || !Array.prototype.toSorted;
  if (isOld) {
    location.replace("/plain");
  }
})();
