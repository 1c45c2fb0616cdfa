// Brings the card asked for to the top and gives its first field the keyboard.
(() => {
  const name = new URL(document.currentScript.src).search.slice(1);
  const card = document.getElementsByClassName(decodeURIComponent(name))[0];
  if (!card) return;
  card.scrollIntoView({ block: "start", behavior: "smooth" });
  const first = card.querySelector("button, input");
  if (first) first.focus({ preventScroll: true });
})();
