// What the parts of the page are made of.

const SVG = "http://www.w3.org/2000/svg";
/** The shapes of the two icons, drawn as lines in a square of 24. */
export const CAMERA =
  "M9 4 7.2 6H4a2 2 0 0 0-2 2v10a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V8a2 2 0 0 0-2-2h-3.2L15 4z" +
  "M12 9a4 4 0 1 1 0 8 4 4 0 0 1 0-8z";
export const SHEET =
  "M6 2h8l6 6v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2z" +
  "M14 2v6h6M12 18v-7M9 14l3-3 3 3";

export function element(tag, className = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  return made;
}

export function icon(path) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  picture.append(shape);
  return picture;
}

export function button(className, press) {
  const made = element("button", className);
  made.type = "button";
  made.onclick = press;
  made.append(element("span"));
  return made;
}
