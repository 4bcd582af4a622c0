import { crc32, deflateRawSync } from 'node:zlib';

/** A part of a zip as a test wants it; `claims` writes a size into the directory that is not the real one. */
export interface FixturePart {
  name: string;
  content: string | Uint8Array;
  claims?: number;
}

/** Makes a zip, deflated, without any library, so that a test can also make a lying one. */
export function zipOf(parts: readonly FixturePart[]): Uint8Array {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claims } of parts) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain);
    const fields = Buffer.alloc(22);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(plain), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claims ?? plain.length, 18);
    const lengths = Buffer.alloc(4);
    lengths.writeUInt16LE(Buffer.byteLength(name), 0);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), fields, lengths, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), fields, lengths, rest, Buffer.from(name)]));
    bodies.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...bodies, listed, end]));
}

/** A cell: a number, an Excel serial day with a date format, text, or nothing. */
export type FixtureCell = string | number | { day: number } | null;

/** The parts of a workbook with these tabs, as a spreadsheet program writes them (inline strings). */
export function workbookParts(tabs: Readonly<Record<string, readonly (readonly FixtureCell[])[]>>): FixturePart[] {
  const names = Object.keys(tabs);
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  return [
    { name: '[Content_Types].xml', content: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>' },
    { name: 'xl/workbook.xml', content: `<workbook ${main} xmlns:r="${type}"><sheets>${names.map((name, place) => `<sheet name="${escaped(name)}" sheetId="${place + 1}" r:id="rId${place + 1}"/>`).join('')}</sheets></workbook>` },
    { name: 'xl/_rels/workbook.xml.rels', content: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names.map((_, place) => `<Relationship Id="rId${place + 1}" Type="${type}/worksheet" Target="worksheets/sheet${place + 1}.xml"/>`).join('')}<Relationship Id="rIdS" Type="${type}/styles" Target="styles.xml"/></Relationships>` },
    { name: 'xl/styles.xml', content: `<styleSheet ${main}><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" xfId="0"/><xf numFmtId="22" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>` },
    ...names.map((name, place) => ({ name: `xl/worksheets/sheet${place + 1}.xml`, content: `<worksheet ${main}><sheetData>${(tabs[name] ?? []).map(rowXml).join('')}</sheetData></worksheet>` })),
  ];
}

function rowXml(cells: readonly FixtureCell[], place: number): string {
  return `<row r="${place + 1}">${cells.map((cell, column) => cellXml(cell, `${String.fromCharCode(65 + column)}${place + 1}`)).join('')}</row>`;
}

function cellXml(cell: FixtureCell, address: string): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return `<c r="${address}"><v>${cell}</v></c>`;
  if (typeof cell === 'object') return `<c r="${address}" s="1"><v>${cell.day}</v></c>`;
  return `<c r="${address}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
