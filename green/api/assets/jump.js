// Brings the card asked for to the top and gives its first field the keyboard. Whoever is already
// at a card was quicker: the page does not move away under their finger.
(() => {
  const name = new URL(document.currentScript.src).search.slice(1);
  const card = document.getElementsByClassName(decodeURIComponent(name))[0];
  if (!card || document.querySelector("[class*='st-key-item-']:is(:focus-within, :active)")) return;
  card.scrollIntoView({ block: "start" });
  const first = card.querySelector("button, input");
  if (first) first.focus({ preventScroll: true });
})();
