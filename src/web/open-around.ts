/**
 * Opens every fold (`<details>`) around a form in a page's HTML: a form that came back with something to say must not say it unseen. Works on the text of
 * the page, since what is around a form is written before it; in our HTML a `<` that begins no tag is always escaped.
 */
export function openAround(html: string, formId: string): string {
  const at = html.indexOf(` id="${escaped(formId)}"`);
  if (at < 0) return html;
  const around: number[] = [];
  for (const { 0: tag, index } of html.slice(0, at).matchAll(/<details\b[^>]*>|<\/details>/g)) {
    if (tag.startsWith('</')) around.pop();
    else around.push(/\sopen(?:[\s=>]|$)/.test(tag) ? -1 : index);
  }
  return around.filter((index) => index >= 0).reduceRight((page, index) => `${page.slice(0, index)}<details open${page.slice(index + '<details'.length)}`, html);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
