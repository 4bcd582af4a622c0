import { parse } from 'csv-parse/sync';
import type { Delimiter } from './sheet.ts';

/** A text file as records, before anybody decided which one is the header. */
export interface Delimited {
  records: string[][];
  delimiter: Delimiter;
  /** true when a quotation mark was opened and never closed, and the file was read without quotes instead */
  unevenQuotes: boolean;
}

const CANDIDATES: readonly Delimiter[] = [',', ';', '\t', '|'];
const SAMPLE_LETTERS = 200_000;
const SAMPLE_RECORDS = 100;

/**
 * Reads delimited text (RFC 4180, with the liberties form tools take: other delimiters, mixed line ends, rows of unequal length,
 * a stray quotation mark inside a cell). Line ends inside quotes belong to the cell. Never throws.
 */
export function readDelimited(text: string, limit: number): Delimited {
  const named = /^sep=([,;\t|])\r?\n/i.exec(text);
  const body = named ? text.slice(named[0].length) : text;
  const delimiter = CANDIDATES.find((one) => one === named?.[1]) ?? delimiterOf(body);
  const strict = records(body, delimiter, limit, true);
  if (strict) return { records: strict, delimiter, unevenQuotes: false };
  return { records: records(body, delimiter, limit, false) ?? body.split(/\r\n|\n|\r/).map((line) => line.split(delimiter)), delimiter, unevenQuotes: true };
}

/**
 * The delimiter the text itself speaks for: the one that cuts the most rows into as many cells as the first row has.
 * A comma where nothing speaks for anything (one column).
 */
function delimiterOf(text: string): Delimiter {
  const sample = text.length > SAMPLE_LETTERS ? text.slice(0, SAMPLE_LETTERS) : text;
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of CANDIDATES) {
    const quoted = records(sample, delimiter, SAMPLE_RECORDS, true);
    const found = (quoted ?? records(sample, delimiter, SAMPLE_RECORDS, false) ?? []).filter((cells) => cells.some((cell) => cell.trim() !== ''));
    const score = evidence(found) * (quoted ? 1 : 0.5);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** Share of rows as wide as the widest of the first three, squared so that agreement counts more than width. */
function evidence(found: string[][]): number {
  const width = Math.max(0, ...found.slice(0, 3).map((cells) => cells.length));
  if (width < 2) return 0;
  const agreeing = found.filter((cells) => cells.length === width).length / found.length;
  return agreeing * agreeing * width;
}

function records(text: string, delimiter: Delimiter, limit: number, quotes: boolean): string[][] | null {
  try {
    return parse(text, {
      delimiter,
      quote: quotes ? '"' : null,
      escape: '"',
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: 0,
      to: limit,
    });
  } catch {
    return null;
  }
}
