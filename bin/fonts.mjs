#!/usr/bin/env node
// Makes the small fonts of src/ui/fonts from the Fontsource packages (a development dependency does the cutting): npx node bin/fonts.mjs
// The results are committed, since a running site installs no development dependency. Both typefaces are under the SIL Open Font License
// without reserved names, so smaller ones may keep their names; the licences lie beside them.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import subsetFont from 'subset-font';

const require = createRequire(import.meta.url);
const target = fileURLToPath(new URL('../src/ui/fonts/', import.meta.url));
mkdirSync(target, { recursive: true });

const between = (from, to) => String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, step) => from + step));

// English and French in full, and what every keyboard of the west types.
const latin = `${between(0x20, 0x7e)}${between(0xa0, 0xff)}ıŒœŸˆ˚˜\u2009\u200b\u2011–—‘’‚“”„†•…‰′″‹›⁄€™←↑→↓−`;
// The letters of people's names from Gdańsk, Brno, București, İzmir, Rīga.
const latinExt = `${between(0x100, 0x130)}${between(0x132, 0x151)}${between(0x154, 0x177)}${between(0x179, 0x17f)}ȘșȚțǍǎẀẁẂẃẄẅẞỲỳ₺`;

const faces = [
  // Text is read in regular, semibold and bold: the weights between stay, those beyond go.
  { name: 'text', package: '@fontsource-variable/atkinson-hyperlegible-next', file: 'atkinson-hyperlegible-next', axes: { wght: { min: 400, max: 700 } } },
  // Headings speak in one weight.
  { name: 'voice', package: '@fontsource-variable/newsreader', file: 'newsreader', axes: { wght: 500 } },
];

for (const face of faces) {
  const home = dirname(require.resolve(`${face.package}/package.json`));
  copyFileSync(join(home, 'LICENSE'), join(target, `${face.name}-OFL.txt`));
  for (const [part, letters] of [['latin', latin], ['latin-ext', latinExt]]) {
    const whole = readFileSync(join(home, 'files', `${face.file}-${part}-wght-normal.woff2`));
    const small = await subsetFont(whole, letters, {
      targetFormat: 'woff2',
      variationAxes: face.axes,
      noHinting: true,
      keepFeatures: ['kern', 'mark', 'mkmk', 'ccmp', 'locl', 'liga', 'tnum', 'lnum'],
    });
    writeFileSync(join(target, `${face.name}-${part}.woff2`), small);
    console.log(`${face.name}-${part}.woff2  ${whole.length} → ${small.length} bytes`);
  }
}
