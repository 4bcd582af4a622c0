import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSheet } from './read-sheet.ts';
import type { Delimiter, Encoding } from './sheet.ts';
import { fixture, naughtyStrings } from './sheets.fixture.ts';

interface Dialect {
  delimiter: Delimiter;
  line: '\n' | '\r\n' | '\r';
  encoding: Encoding | 'utf-8-bom';
  /** quote every cell, not only where needed */
  always: boolean;
}

/** Letters of windows-1252 beyond ASCII, as bytes 0xA0 to 0xFF and a few of the upper control places. */
const WESTERN = 'éèàçœŒŸ’“”–—€…ÀÎ«»\u00a0';

function write(table: readonly (readonly string[])[], { delimiter, line, encoding, always }: Dialect): Uint8Array {
  const needs = (cell: string): boolean => always || /[",;\t|\r\n]/.test(cell) || cell.trim() !== cell;
  const text = table.map((cells) => cells.map((cell) => (needs(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter)).join(line) + line;
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (encoding === 'utf-8-bom') return new TextEncoder().encode(`\uFEFF${text}`);
  if (encoding === 'windows-1252') return Uint8Array.from(text, westernByte);
  const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return new Uint8Array(encoding === 'utf-16le' ? little : little.swap16());
}

const UPPER: Readonly<Record<string, number>> = { '€': 0x80, '…': 0x85, 'Œ': 0x8c, '’': 0x92, '“': 0x93, '”': 0x94, '–': 0x96, '—': 0x97, 'œ': 0x9c, 'Ÿ': 0x9f };
const westernByte = (letter: string): number => UPPER[letter] ?? letter.charCodeAt(0);

const dialect = fc.record<Dialect>({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  line: fc.constantFrom('\n', '\r\n', '\r'),
  encoding: fc.constantFrom('utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be', 'windows-1252'),
  always: fc.boolean(),
});

const western = fc.string({ unit: fc.constantFrom(...'abz AZ09,;|\t"\'=+-@\n\r<>&', ...WESTERN), maxLength: 12 });
/** Every letter of Unicode but the control letters, which a small file full of them is refused for. */
const anything = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replace(/\p{Cc}/gu, ''));

/** A table with a header no delimiter occurs in (a lone accent makes windows-1252 impossible to take for UTF-8) and at least one cell filled per row. */
const tableFor = ({ encoding }: Dialect): fc.Arbitrary<string[][]> =>
  fc.integer({ min: 2, max: 6 }).chain((width) =>
    fc.array(fc.array(encoding === 'windows-1252' ? western : anything, { minLength: width, maxLength: width }).filter((cells) => cells.some((cell) => cell.trim() !== '')), { minLength: 1, maxLength: 8 })
      .map((rows) => [Array.from({ length: width }, (_, index) => (index === 0 ? 'Prénom' : `h${index}`)), ...rows]),
  );

describe('a table written as CSV', () => {
  it('reads back equal, in every dialect', async () => {
    await fc.assert(
      fc.asyncProperty(dialect.chain((one) => fc.tuple(fc.constant(one), tableFor(one))), async ([one, table]) => {
        const answer = await readSheet(write(table, one), 'table.csv');
        if (!answer.ok) throw new Error(answer.refusal.code);
        expect(answer.sheet.columns.map(({ header }) => header)).toEqual(table[0]);
        expect(answer.sheet.rows.map(({ cells }) => cells)).toEqual(table.slice(1));
      }),
      { numRuns: 400 },
    );
  });

  it('reads the naughty strings back equal, in every Unicode dialect', async () => {
    const rows = naughtyStrings().map((text, place) => [String(place), text]);
    for (const encoding of ['utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be'] as const) {
      for (const delimiter of [',', ';', '\t', '|'] as const) {
        const answer = await readSheet(write([['Number', 'Text'], ...rows], { delimiter, encoding, line: '\r\n', always: false }), 'naughty.csv');
        expect(answer.ok && answer.sheet.rows.map(({ cells }) => cells)).toEqual(rows);
      }
    }
  });
});

describe('any bytes at all', () => {
  it('are read or refused, never a fault', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (noise) => { expect(typeof (await readSheet(noise, 'noise')).ok).toBe('boolean'); }), { numRuns: 300 });
  });

  it('nor when a good sheet is bent in one place', async () => {
    const good = fixture('seekers-excel-fr.csv').slice(0, 4000);
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), async (place, byte) => {
        const bent = Uint8Array.from(good);
        bent[place] = byte;
        expect(typeof (await readSheet(bent, 'bent.csv')).ok).toBe('boolean');
      }),
      { numRuns: 100 },
    );
  });
});
