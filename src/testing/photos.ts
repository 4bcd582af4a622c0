import sharp from 'sharp';

/** What a telephone would send: more wide than high on its sensor, turned by its orientation mark, with the place and the camera in it. Red on top once it is upright. */
export async function photoWithPlace({ width = 400, height = 300, format = 'jpeg' }: { width?: number; height?: number; format?: 'jpeg' | 'webp' | 'png' } = {}): Promise<Buffer> {
  const half = await sharp({ create: { width: width / 2, height, channels: 3, background: '#d03030' } }).png().toBuffer();
  // Orientation 6: the camera stood on its side, so the left of the sensor is the top of the picture.
  return sharp({ create: { width, height, channels: 3, background: '#2040c0' } })
    .composite([{ input: half, left: 0, top: 0 }])
    .withMetadata({ orientation: 6 })
    .withExif({ IFD0: { Make: 'CANARY-camera', Orientation: '6' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '49/1 16/1 3600/100', GPSLongitudeRef: 'W', GPSLongitude: '123/1 7/1 1200/100' } })
    .toFormat(format, { quality: 90 })
    .toBuffer();
}

/** A large photo as new telephones make them: more megapixels and more bytes than the house takes, and hard to make smaller without losing anything. */
export async function largePhoto(width = 6000, height = 4200): Promise<Buffer> {
  // Noise is slow to draw and as hard to make smaller when the same piece of it is laid again and again.
  const piece = await sharp({ create: { width: 600, height: 600, channels: 3, background: '#808080', noise: { type: 'gaussian', mean: 128, sigma: 40 } } }).png({ compressionLevel: 1 }).toBuffer();
  return sharp({ create: { width, height, channels: 3, background: '#808080' } }).composite([{ input: piece, tile: true }]).jpeg({ quality: 50 }).toBuffer();
}

/** A file as a form brings it. */
export function asFile(bytes: Uint8Array, name = 'IMG_2290.jpg', type = 'image/jpeg'): File {
  return new File([new Uint8Array(bytes)], name, { type });
}
