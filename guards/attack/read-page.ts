import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** One field of a form as a browser would see it. */
export interface FieldSeen {
  readonly name: string;
  readonly kind: 'hidden' | 'text' | 'choice' | 'tick' | 'file' | 'secret';
  readonly value: string;
  /** What may be chosen, of a choice. */
  readonly choices: readonly string[];
}

/** A form of a page. */
export interface FormSeen {
  readonly action: string;
  readonly method: string;
  readonly files: boolean;
  readonly fields: readonly FieldSeen[];
}

/** A page read like a browser reads it. */
export interface PageRead {
  readonly links: readonly string[];
  readonly forms: readonly FormSeen[];
  /** Elements and attributes that no page of ours makes: somebody's words became markup. */
  readonly planted: readonly string[];
  /** The words a reader sees, in order. */
  readonly text: string;
}

/** Reads a page by the rules of HTML, as a browser does. */
export function readPage(html: string): PageRead {
  const links: string[] = [];
  const forms: FormSeen[] = [];
  const planted: string[] = [];
  const document = parse(html);
  for (const element of elements(document)) {
    if (element.tagName === 'a') links.push(attribute(element, 'href') ?? '');
    if (element.tagName === 'form') forms.push(formOf(element));
    if (element.tagName === 'x-planted' || element.tagName === 'iframe' || (element.tagName === 'script' && attribute(element, 'src') === undefined && attribute(element, 'type') !== 'importmap')) planted.push(element.tagName);
    for (const { name } of element.attrs) if (name === 'x-planted' || name.startsWith('on')) planted.push(`${element.tagName} ${name}`);
    if (/^\s*(javascript|data):/i.test(attribute(element, 'href') ?? '')) planted.push('a link that runs');
  }
  return { links, forms, planted, text: wordsOf(document) };
}

function formOf(form: Element): FormSeen {
  const found = new Map<string, FieldSeen>();
  for (const element of elements(form)) {
    const name = attribute(element, 'name');
    if (name === undefined) continue;
    const field = fieldOf(element, name);
    const had = found.get(name);
    if (field !== undefined) found.set(name, had === undefined ? field : { ...had, choices: [...had.choices, ...field.choices] });
  }
  return { action: attribute(form, 'action') ?? '', method: (attribute(form, 'method') ?? 'get').toLowerCase(), files: attribute(form, 'enctype') === 'multipart/form-data', fields: [...found.values()] };
}

function fieldOf(element: Element, name: string): FieldSeen | undefined {
  const value = attribute(element, 'value') ?? '';
  if (element.tagName === 'textarea') return { name, kind: 'text', value: textOf(element), choices: [] };
  if (element.tagName === 'select') return { name, kind: 'choice', value, choices: elements(element).filter(({ tagName }) => tagName === 'option').map((option) => attribute(option, 'value') ?? '') };
  if (element.tagName === 'button') return value === '' ? undefined : { name, kind: 'choice', value, choices: [value] };
  if (element.tagName !== 'input') return undefined;
  switch (attribute(element, 'type') ?? 'text') {
    case 'hidden': return { name, kind: 'hidden', value, choices: [] };
    case 'radio': return { name, kind: 'choice', value, choices: [value] };
    case 'checkbox': return { name, kind: 'tick', value: value === '' ? 'on' : value, choices: [value === '' ? 'on' : value] };
    case 'file': return { name, kind: 'file', value: '', choices: [] };
    case 'password': return { name, kind: 'secret', value: '', choices: [] };
    default: return { name, kind: 'text', value, choices: [] };
  }
}

function elements(node: Node): Element[] {
  const inside = 'childNodes' in node ? node.childNodes.flatMap(elements) : [];
  return 'tagName' in node ? [node, ...inside] : inside;
}

function textOf(node: Element): string {
  return node.childNodes.map((child) => ('value' in child ? child.value : '')).join('');
}

/** All text below a node, but that of scripts and styles. */
function wordsOf(node: Node): string {
  if ('value' in node) return node.value;
  if ('tagName' in node && (node.tagName === 'script' || node.tagName === 'style')) return '';
  return 'childNodes' in node ? node.childNodes.map(wordsOf).join('') : '';
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((one) => one.name === name)?.value;
}
