// A telephone's photo made small enough for a bad line; whatever cannot be redrawn stays as it is.
const HEAVY = 600000; // bytes
const LONGEST_SIDE = 2000; // pixels: a photographed screen stays readable

export async function lighter(file) {
  if (file.type !== "image/jpeg" || file.size < HEAVY) return file;
  try {
    const image = await drawn(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
    return blob && blob.size < file.size ? new File([blob], file.name, { type: blob.type }) : file;
  } catch {
    return file;
  }
}

async function drawn(file) {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    await image.decode();
  } finally {
    URL.revokeObjectURL(image.src);
  }
  return image;
}
