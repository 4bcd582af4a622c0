import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { type Entry, myEntries, myPictures, type SectionName, sectionNames } from '../../rooms/mydata/index.ts';
import type { Visit } from '../../web/visit.ts';
import { entryInHtml, indexPage, pageEnd, pageStart } from './data-pages.ts';

/** Names and versions the form of `data.json` (docs/my-data.md): a later form gets a later number. */
const SCHEMA = { schema: 'companionway.my-data', version: 1 } as const;

/** A ZIP with `data.json`, `index.html`, a page for each part, and the pictures. Each piece is read, packed and sent before the next one is read; whoever stops reading stops it. */
export function dataFile(visit: Visit): ReadableStream<Uint8Array> {
  const pieces = packed(visit);
  return new ReadableStream<Uint8Array>({
    async pull(stream) {
      const { done, value } = await pieces.next();
      if (done === true) stream.close();
      else stream.enqueue(value);
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}

async function* packed(visit: Visit): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  let fault: Error | null = null;
  const zip = new Zip((broken, part) => {
    fault = broken;
    ready.push(part);
  });
  const out = function* () {
    if (fault !== null) throw fault;
    yield* ready;
    ready = [];
  };
  for (const [name, text] of files(visit)) {
    const file = new ZipDeflate(name, { level: 6 });
    zip.add(file);
    for await (const piece of text) {
      file.push(Buffer.from(piece, 'utf8'));
      yield* out();
    }
    file.push(new Uint8Array(0), true);
    yield* out();
  }
  for await (const { name, bytes } of myPictures(visit)) {
    const file = new ZipPassThrough(name);
    zip.add(file);
    file.push(bytes, true);
    yield* out();
  }
  zip.end();
  yield* out();
}

function* files(visit: Visit): Generator<[name: string, text: AsyncIterable<string>]> {
  yield ['index.html', once(indexPage(visit))];
  yield ['data.json', dataJson(visit)];
  for (const section of sectionNames) yield [`${section}.html`, partPage(visit, section)];
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

async function* dataJson(visit: Visit): AsyncGenerator<string> {
  const { schema, version } = SCHEMA;
  yield `{\n"schema": ${JSON.stringify(schema)},\n"version": ${version},\n"made": ${JSON.stringify(visit.now)},\n"parts": {`;
  for (const [at, section] of sectionNames.entries()) {
    yield `${at === 0 ? '' : ','}\n${JSON.stringify(section)}: [`;
    let before = '';
    for await (const entries of myEntries(visit, section)) {
      for (const entry of entries) {
        yield `${before}\n${JSON.stringify(entry)}`;
        before = ',';
      }
    }
    yield ']';
  }
  yield '\n}\n}\n';
}

async function* partPage(visit: Visit, section: SectionName): AsyncGenerator<string> {
  yield pageStart(visit, visit.t(`mydata.part.${section}`));
  let none = true;
  for await (const entries of myEntries(visit, section)) {
    none &&= entries.length === 0;
    yield entries.map((entry: Entry) => entryInHtml(visit, entry)).join('');
  }
  if (none) yield `<p>${visit.t('mydata.pages.none')}</p>`;
  yield pageEnd(visit, true);
}
