// A large photo is made smaller before it is sent, and its place and camera stay behind. It comes only once somebody chose a file. What this browser cannot
// open (HEIC in most) goes as it is, and the site says what it takes.

/** As long as this, at most, and only above so many bytes: what is small and of a known kind needs nothing. */
const [LONG, LARGE] = [2048, 1e6];

document.addEventListener('shrink', async (event) => {
  const input = event.target as HTMLInputElement;
  const file = input.files?.[0];
  try {
    if (!file || (file.size < LARGE && /^image\/(jpeg|png|webp)$/.test(file.type))) return;
    const smaller = await shrunk(file);
    // Another one may have been chosen meanwhile.
    if (!smaller || input.files?.[0] !== file) return;
    const chosen = new DataTransfer();
    chosen.items.add(new File([smaller], 'picture.jpg', { type: smaller.type }));
    input.files = chosen.files;
  } catch {
    // It cannot be opened here.
  } finally {
    (event as CustomEvent<() => void>).detail();
  }
});

async function shrunk(file: File): Promise<Blob | null> {
  const whole = await createImageBitmap(file);
  const scale = Math.min(1, LONG / Math.max(whole.width, whole.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(whole.width * scale));
  canvas.height = Math.max(1, Math.round(whole.height * scale));
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  // What was see-through becomes white, not black.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(whole, 0, 0, canvas.width, canvas.height);
  whole.close();
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.9));
}

export {};
