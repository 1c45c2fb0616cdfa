// Photos made smaller: at most 1600 pixels wide or high, upright, under half a megabyte, and
// without what the camera wrote beside the picture (place, time, device).

const LONGEST_SIDE = 1600;
const MOST_BYTES = 480 * 1024;
const QUALITIES = [0.82, 0.74, 0.66, 0.56, 0.46, 0.36];

// A picture two pixels wide that says of itself that it lies on its side. A browser that both
// turns it upright and obeys a size makes it 3 wide and 6 high.
const LYING =
  "/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAFA3PEY8MlBG" +
  "QUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////wAALCAABAAIBAREA" +
  "/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z";

let inBackground;

/** The smaller picture, or null if the browser cannot read it as a picture. */
export async function shrink(file) {
  const address = URL.createObjectURL(file);
  try {
    const image = await load(address);
    const { naturalWidth, naturalHeight } = image;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(naturalWidth, naturalHeight));
    const width = Math.max(1, Math.round(naturalWidth * scale));
    const height = Math.max(1, Math.round(naturalHeight * scale));
    return await compressed(await drawn(file, image, width, height));
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** A name for what is a JPEG now, whatever it was. */
export function jpegName(name) {
  return /\.jpe?g$/i.test(name) ? name : name.replace(/\.[^.]*$/, "") + ".jpg";
}

// Knows the size, turned upright, before the picture itself is unpacked.
async function load(address) {
  const image = new Image();
  const loaded = new Promise((resolve, reject) => {
    image.onload = resolve;
    image.onerror = () => reject(new Error("not a picture"));
  });
  image.src = address;
  await loaded;
  if (image.naturalWidth === 0) throw new Error("without a size");
  return image;
}

async function drawn(file, image, width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d");
  // What can be seen through becomes white, as on paper.
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingQuality = "high";
  inBackground ??= await resizesUpright();
  if (inBackground) {
    // Unpacked and resized beside the page, which goes on answering to the keyboard.
    const wanted = { resizeWidth: width, resizeHeight: height, resizeQuality: "high" };
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image", ...wanted });
    pen.drawImage(bitmap, 0, 0);
    bitmap.close();
  } else {
    pen.drawImage(image, 0, 0, width, height);
  }
  return canvas;
}

async function resizesUpright() {
  try {
    const bytes = Uint8Array.from(atob(LYING), (letter) => letter.charCodeAt(0));
    const picture = new Blob([bytes], { type: "image/jpeg" });
    const wanted = { imageOrientation: "from-image", resizeWidth: 3 };
    const bitmap = await createImageBitmap(picture, wanted);
    const turned = bitmap.width === 3 && bitmap.height === 6;
    bitmap.close();
    return turned;
  } catch {
    return false;
  }
}

async function compressed(canvas) {
  let smallest = null;
  for (const quality of QUALITIES) {
    smallest = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (smallest === null || smallest.size <= MOST_BYTES) break;
  }
  // Frees the memory now; some phones allow a page only a few of these.
  canvas.width = canvas.height = 0;
  return smallest;
}
