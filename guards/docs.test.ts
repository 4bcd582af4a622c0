import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

// What a stranger who cloned this repository reads must lead somewhere: links, names of files, numbers of rules.

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const files = ['', 'bench', 'bin', 'content', 'docs', 'guards', 'journeys', 'migrations', 'packages', 'seed', 'src'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: folder !== '', withFileTypes: true })
    .filter((entry) => entry.isFile() && !/node_modules|\/dist|\/results|\/fixtures/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1).replaceAll('\\', '/')));
const pages = files.filter((path) => path.endsWith('.md'));
const code = files.filter((path) => /\.(?:tsx?|m?js|sql)$/.test(path) && !/\.test\.tsx?$|-passwords\.ts$/.test(path));

/** The headings of a page as the addresses they get: small letters, hyphens for blanks, nothing else. */
const headings = (text: string) => [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));

test('Every link within the pages leads to a file that is there, and to a heading it has', () => {
  const links = pages.flatMap((page) => [...read(page).matchAll(/\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]+))?\)/g)].map(([, to = '', part]) => ({ page, to, part })));
  expect(links.length).toBeGreaterThan(40);
  const broken = links.filter(({ page, to, part }) => {
    const target = to === '' ? page : join(dirname(page), to);
    return !existsSync(join(root, target)) || (part !== undefined && !headings(read(target)).includes(part));
  });
  expect(broken).toEqual([]);
});

test('Every file that a page or a comment names by its path is there', () => {
  const comments = (path: string) => read(path).split('\n').filter((line) => /^\s*(?:\/?\*|\/\/|--|#)|\s\/\/ /.test(line)).join('\n');
  const named = [...pages, ...code].flatMap((page) => [...(page.endsWith('.md') ? read(page) : comments(page)).matchAll(/(?<![\w./-])((?:bench|bin|content|docs|guards|journeys|migrations|packages|seed|src)\/[\w./-]*\.(?:mdx?|tsx?|mjs|js|json|sql|sh|ya?ml|css|txt))\b/g)]
    .map(([, path = '']) => ({ page, path })));
  expect(named.length).toBeGreaterThan(100);
  // The engine is a project of its own: its pages name files from where they lie.
  const homes = ({ page, path }: { page: string; path: string }) => [path, ...(page.startsWith('packages/matching/') ? [join('packages/matching', path)] : [])];
  expect(named.filter((one) => !homes(one).some((path) => existsSync(join(root, path))))).toEqual([]);
});

test('Every rule that is cited by number is told in docs/rules.md', () => {
  const told = new Set([...read('docs/rules.md').matchAll(/^\| ([A-L]\d+|P\d+) \|/gm)].map(([, rule = '']) => rule));
  expect(told.size).toBeGreaterThan(30);
  const cited = [...pages, ...code].flatMap((page) => [...read(page).matchAll(/(?<![\w'"./-])[AFIJLP](?:1[0-2]|[1-9])(?![\w'"./-])/g)].map(([rule]) => ({ page, rule })));
  expect(cited.length).toBeGreaterThan(100);
  expect(cited.filter(({ rule }) => !told.has(rule))).toEqual([]);
});

test('Nothing cites a paper that a stranger cannot open', () => {
  const elsewhere = /\b(?:stack-data|stack-web|house|confidentiality|requirements|standards|platforms)\.md\b|\bconfidentiality (?:rule )?\d/;
  // Migrations are never edited; docs/rules.md says what theirs mean.
  const guarded = [...pages, ...code].filter((path) => !path.startsWith('migrations/') && path !== 'docs/rules.md' && path !== 'guards/docs.test.ts');
  expect(guarded.filter((path) => elsewhere.test(read(path)))).toEqual([]);
});

test('Every setting that the program reads is told in the README', () => {
  const settings = [...read('src/platform/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+): z\b/gm)].map(([, name = '']) => name);
  expect(settings.length).toBeGreaterThan(30);
  expect(settings.filter((name) => !read('README.md').includes(`\`${name}\``))).toEqual([]);
});
