import { Fragment } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Letter } from './letter.ts';

/** The letter as simple HTML with the same words: no picture, nothing fetched, nothing that tells whether it was opened. */
export function htmlOf({ lang, subject, body, foot }: Pick<Letter, 'lang' | 'subject' | 'body' | 'foot'>): string {
  const html = (
    <html lang={lang}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{subject}</title>
      </head>
      <body style="margin:0;padding:24px;font:17px/1.6 Georgia,'Times New Roman',serif">
        <div style="max-width:34em;margin:0 auto;overflow-wrap:anywhere">
          {body.map((words, at) => <p key={at} style="margin:0 0 1em">{inLines(words)}</p>)}
          <hr style="border:0;border-top:1px solid #999;margin:2em 0 1em" />
          {foot.map((words, at) => <p key={at} style="margin:0 0 .5em;font-size:15px">{inLines(words)}</p>)}
        </div>
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(html)}`;
}

/** Words with the line breaks they have, as in the plain part. */
function inLines(words: string) {
  return words.split('\n').map((line, at) => <Fragment key={at}>{at > 0 && <br />}{linked(line)}</Fragment>);
}

/** Words with their addresses made links. The address stays readable: nobody should press what they cannot read. The full stop after one is not part of it. */
function linked(words: string) {
  return words.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/).map((part, at) => (at % 2 === 1 ? <a key={at} href={part}>{part}</a> : part));
}
