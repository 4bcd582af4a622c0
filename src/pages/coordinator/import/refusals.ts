/** The sentence for each reason why a file cannot be read. */
export const unreadable = {
  'unreadable-empty-file': 'imports.refusal.empty-file',
  'unreadable-file-too-big': 'imports.refusal.file-too-big',
  'unreadable-too-many-rows': 'imports.refusal.too-many-rows',
  'unreadable-too-many-columns': 'imports.refusal.too-many-columns',
  'unreadable-only-a-header': 'imports.refusal.only-a-header',
  'unreadable-old-excel': 'imports.refusal.old-excel',
  'unreadable-locked': 'imports.refusal.locked',
  'unreadable-with-macros': 'imports.refusal.with-macros',
  'unreadable-open-document': 'imports.refusal.open-document',
  'unreadable-apple-numbers': 'imports.refusal.apple-numbers',
  'unreadable-pdf': 'imports.refusal.pdf',
  'unreadable-web-page': 'imports.refusal.web-page',
  'unreadable-unpacks-too-big': 'imports.refusal.unpacks-too-big',
  'unreadable-damaged': 'imports.refusal.damaged',
  'unreadable-not-a-table': 'imports.refusal.not-a-table',
} as const;
