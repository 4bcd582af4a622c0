import { describe, expect, it } from 'vitest';
import { readSheet } from './read-sheet.ts';
import { SHEET_LIMITS } from './sheet.ts';
import type { Sheet, SheetRefusal } from './sheet.ts';
import { sheetOf } from './sheets.fixture.ts';
import { workbookParts, zipOf } from './workbook.fixture.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function refusal(file: Uint8Array, name = 'sheet.csv'): Promise<string> {
  const answer = await readSheet(file, name);
  return answer.ok ? 'read' : answer.refusal.code;
}

async function refused(file: Uint8Array, name = 'sheet.csv'): Promise<'read' | SheetRefusal> {
  const answer = await readSheet(file, name);
  return answer.ok ? 'read' : answer.refusal;
}

const cells = (sheet: Sheet): string[][] => sheet.rows.map((row) => row.cells);

async function workbook(parts: Parameters<typeof zipOf>[0]): Promise<Sheet> {
  const answer = await readSheet(zipOf(parts), 'sheet.xlsx');
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.sheet;
}

describe('a text file', () => {
  it('keeps repeated and empty headers apart and pads short rows', async () => {
    const sheet = await sheetOf('Name,Notes,,Notes\nAmina,one\nBen,two,x,three\n');
    expect(sheet.columns.map(({ label }) => label)).toEqual(['Name', 'Notes', 'C', 'Notes (2)']);
    expect(sheet.rows.map(({ number, given }) => [number, given])).toEqual([[2, 2], [3, 4]]);
    expect(cells(sheet)[0]).toEqual(['Amina', 'one', '', '']);
    expect(sheet.remarks).toContainEqual({ code: 'repeated-header', values: { count: 1 } });
  });

  it('steps over a title above the header and keeps it', async () => {
    const sheet = await sheetOf('Sign-ups spring 2026\n\nName,E-mail,Phone\nAmina,a@example.org,\n');
    expect([sheet.headerRow, sheet.preface, cells(sheet)]).toEqual([3, [['Sign-ups spring 2026']], [['Amina', 'a@example.org', '']]]);
  });

  it('believes the sep= line of Excel and a stray quotation mark', async () => {
    expect((await sheetOf('sep=;\nName;Say\nAmina;5" tall, "ok"\n')).rows[0]?.cells).toEqual(['Amina', '5" tall, "ok"']);
    const uneven = await sheetOf('Name;Say\nAmina;"never closed\nBen;yes\n');
    expect([uneven.rows.length, uneven.remarks.map(({ code }) => code)]).toEqual([2, ['uneven-quotes']]);
  });

  it('is read without a byte order mark in UTF-16 of either order', async () => {
    const text = 'Prénom;Say\r\nAmélie;hello\r\n';
    const little = Buffer.from(text, 'utf16le');
    for (const file of [little, Buffer.from(little).swap16()]) {
      const answer = await readSheet(new Uint8Array(file), 'x.csv');
      expect(answer.ok && answer.sheet.rows[0]?.cells).toEqual(['Amélie', 'hello']);
    }
  });

  it('says how many letters were lost', async () => {
    const answer = await readSheet(new Uint8Array([0xef, 0xbb, 0xbf, ...bytes('Name,Say\nA'), 0xe9, ...bytes(',b\n')]), 'x.csv');
    expect(answer.ok && answer.sheet.remarks).toEqual([{ code: 'letters-lost', values: { count: 1 } }]);
  });
});

describe('what cannot be read is refused by its own code', () => {
  it('tells the formats apart by their bytes, whatever the name says', async () => {
    expect(await refusal(new Uint8Array())).toBe('empty-file');
    expect(await refusal(bytes(' \n\n'))).toBe('empty-file');
    expect(await refusal(bytes('Name,Phone\n'))).toBe('only-a-header');
    expect(await refusal(bytes('%PDF-1.7 …'))).toBe('pdf');
    expect(await refusal(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))).toBe('old-excel');
    expect(await refusal(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, ...Buffer.from('EncryptedPackage', 'utf16le')]))).toBe('locked');
    expect(await refusal(bytes('<html><table><tr><td>a</td></tr></table></html>'), 'x.xls')).toBe('web-page');
    expect(await refusal(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]))).toBe('not-a-table');
    expect(await refusal(Uint8Array.from({ length: 400 }, (_, place) => (place * 7) % 32))).toBe('not-a-table');
  });

  it('refuses what is too large before reading it', async () => {
    expect(await refusal(new Uint8Array(SHEET_LIMITS.bytes + 1))).toBe('file-too-big');
    expect(await refusal(bytes(`a,b\n${'1,2\n'.repeat(SHEET_LIMITS.rows + 1)}`))).toBe('too-many-rows');
    expect(await refusal(bytes(`a,b\n${'1,2\n'.repeat(SHEET_LIMITS.rows)}`))).toBe('read');
    expect(await refusal(bytes(`a,b,c\n${',1'.repeat(SHEET_LIMITS.columns)}\n`))).toBe('too-many-columns');
  });

  it('refuses more cells than it keeps, a cell longer than any, and more text than is read at once, and names the limit', async () => {
    const wide = `${'a,'.repeat(SHEET_LIMITS.columns - 1)}a\n`;
    expect(await refused(bytes(`${wide}${'1,2\n'.repeat(SHEET_LIMITS.cells / SHEET_LIMITS.columns)}`))).toBe('read');
    expect(await refused(bytes(`${wide}${'1,2\n'.repeat(SHEET_LIMITS.cells / SHEET_LIMITS.columns + 1)}`))).toMatchObject({ code: 'too-many-cells', values: { rows: 5_001, columns: 200, most: 1_000_000 } });
    const cell = (letters: number) => bytes(`Name,Say\nAmina,${'x'.repeat(letters)}\n`);
    expect(await refused(cell(SHEET_LIMITS.cellLetters))).toBe('read');
    expect(await refused(cell(SHEET_LIMITS.cellLetters + 1))).toMatchObject({ code: 'cell-too-long', values: { column: 'B', row: 2, count: 32_768, most: 32_767 } });
  });

  it('knows the neighbours of xlsx', async () => {
    const good = workbookParts({ People: [['Name'], ['Amina']] });
    expect(await refusal(zipOf([...good, { name: 'xl/vbaProject.bin', content: 'x' }]))).toBe('with-macros');
    expect(await refusal(zipOf([{ name: 'mimetype', content: 'application/vnd.oasis.opendocument.spreadsheet' }, { name: 'content.xml', content: '<x/>' }]))).toBe('open-document');
    expect(await refusal(zipOf([{ name: 'Index/Document.iwa', content: 'x' }]))).toBe('apple-numbers');
    expect(await refusal(zipOf([{ name: 'readme.txt', content: 'x' }]))).toBe('not-a-table');
    expect(await refusal(zipOf(good).slice(0, 200))).toBe('damaged');
  });
});

describe('a workbook', () => {
  it('gives text, digits and days, and keeps the spaces and formulas somebody typed', async () => {
    const sheet = await workbook(workbookParts({ People: [['Name', 'Phone', 'Asked on', 'Say'], ['Amina ', 6045550149, { day: 46260.75 }, '=1+1'], ['Ben', 0.1, { day: 46260 }, null]] }));
    expect(cells(sheet)).toEqual([['Amina ', '6045550149', '2026-08-26 18:00', '=1+1'], ['Ben', '0.1', '2026-08-26', '']]);
    expect([sheet.format, sheet.tab]).toEqual(['xlsx', 'People']);
  });

  it('reads the first tab that holds something and says that there are more', async () => {
    const sheet = await workbook(workbookParts({ Empty: [], 'A & B': [['Name', 'Say'], ['Amina', 'hello']], Old: [['x']] }));
    expect([sheet.tab, sheet.remarks]).toEqual(['A & B', [{ code: 'more-tabs', values: { tab: 'A & B', others: 2 } }]]);
  });

  it('leaves hidden tabs alone unless there is nothing else: what somebody put out of sight is not brought by chance', async () => {
    const hidden = (tabs: Parameters<typeof workbookParts>[0], names: readonly string[]) => workbookParts(tabs).map((part) => (part.name === 'xl/workbook.xml' ? { ...part, content: names.reduce((xml, name) => xml.replace(`<sheet name="${name}"`, `<sheet state="hidden" name="${name}"`), String(part.content)) } : part));
    const tabs = { 'Last year': [['Name'], ['Harry']], Now: [['Name'], ['Gus']] };
    expect((await workbook(hidden(tabs, ['Last year']))).tab).toBe('Now');
    expect((await workbook(hidden(tabs, ['Last year', 'Now']))).tab).toBe('Last year');
  });

  it('refuses a bomb: by what it declares, by what it hides, and by addresses far out', async () => {
    const good = workbookParts({ People: [['Name'], ['Amina']] });
    const zeros = new Uint8Array(SHEET_LIMITS.unpackedBytes + 1);
    expect(await refusal(zipOf([...good, { name: 'xl/media/a.bin', content: zeros }]))).toBe('unpacks-too-big');
    expect(await refusal(zipOf([...good, { name: 'xl/media/a.bin', content: zeros, claims: 10 }]))).toBe('unpacks-too-big');
    expect(await refusal(zipOf([...good, { name: 'xl/media/a.bin', content: new Uint8Array(100_000), claims: 10 }]))).toBe('damaged');
    const far = (row: string): ReturnType<typeof workbookParts> => good.map((part) => (part.name.endsWith('sheet1.xml') ? { ...part, content: `<worksheet><sheetData>${row}</sheetData></worksheet>` } : part));
    expect(await refusal(zipOf(far('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>')))).toBe('too-many-columns');
    expect(await refusal(zipOf(far('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')))).toBe('too-many-rows');
    expect(await refusal(zipOf(far('<row r="1e9"><c r="A1"><v>1</v></c></row>')))).toBe('damaged');
    expect(await refusal(zipOf(far('<row r="1"><c r="&#88;FD1"><v>1</v></c></row>')))).toBe('damaged');
  });

  it('refuses a bomb of text: one long text in many cells, a cell that is too long, and a lone cell far down and far out', async () => {
    const shared = (text: string, rows: number) => [
      ...workbookParts({ People: [['Name'], ['Amina']] }).map((part) => {
        const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings';
        if (part.name.endsWith('workbook.xml.rels')) return { ...part, content: String(part.content).replace('</Relationships>', `<Relationship Id="rIdT" Type="${type}" Target="sharedStrings.xml"/></Relationships>`) };
        const row = (at: number) => `<row r="${at}"><c r="A${at}" t="s"><v>0</v></c></row>`;
        return part.name.endsWith('sheet1.xml') ? { ...part, content: `<worksheet><sheetData>${Array.from({ length: rows }, (_, at) => row(at + 1)).join('')}</sheetData></worksheet>` } : part;
      }),
      { name: 'xl/sharedStrings.xml', content: `<sst><si><t>${text}</t></si></sst>` },
    ];
    expect(await refused(zipOf(shared('x'.repeat(SHEET_LIMITS.cellLetters), 20)))).toBe('read');
    expect(await refused(zipOf(shared('x'.repeat(SHEET_LIMITS.cellLetters + 1), 20)))).toMatchObject({ code: 'cell-too-long', values: { column: 'A', row: 1, most: 32_767 } });
    // A few kilobytes that would become 650 million letters.
    const bomb = zipOf(shared('x'.repeat(SHEET_LIMITS.cellLetters), SHEET_LIMITS.rows));
    expect(bomb.length).toBeLessThan(500_000);
    expect(await refused(bomb)).toMatchObject({ code: 'too-much-text', values: { most: 8 * 1024 * 1024 } });
    const far = workbookParts({ People: [['Name'], ['Amina']] }).map((part) => (part.name.endsWith('sheet1.xml') ? { ...part, content: '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="6000"><c r="GR6000"><v>1</v></c></row></sheetData></worksheet>' } : part));
    expect(await refused(zipOf(far))).toMatchObject({ code: 'too-many-cells', values: { rows: 6_000, columns: 200 } });
  });

  it('fetches nothing that a document type in it names, and opens no file', async () => {
    const outside = '<!DOCTYPE x [<!ENTITY ours SYSTEM "file:///etc/hosts"><!ENTITY theirs SYSTEM "http://127.0.0.1:9/">]>';
    const planted = workbookParts({ People: [['Name'], ['Amina']] }).map((part) =>
      part.name.endsWith('sheet1.xml') ? { ...part, content: `${outside}${String(part.content).replace('Amina', 'Amina &ours; &theirs;')}` } : part,
    );
    const answer = await readSheet(zipOf(planted), 'sheet.xlsx');
    expect(JSON.stringify(answer)).not.toContain('localhost');
    if (answer.ok) expect(cells(answer.sheet).flat().join(' ')).toContain('Amina');
  });
});
