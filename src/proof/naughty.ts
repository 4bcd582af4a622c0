/** Strings that have broken other programs: scripts, marks, halves of characters, padding look-alikes. For tests. */
export const naughtyStrings: readonly string[] = [
  '', ' ', '\0', '\0\0\0', '\u0080', '\u0080\0\0', '"', '\\', '\\u0000', '\\"', "'", '`', '\n', '\r\n', '\t', '\u2028', '\u2029', '\u0085',
  'null', 'undefined', 'NaN', 'true', '{}', '[]', '{"v":1}', '__proto__', 'constructor', 'hasOwnProperty', '0', '-0', '1e309',
  '\uFEFF', '\uFFFE', '\uFFFF', '\uFFFD', '\u200B', '\u202E', '\u2066\u2069', '\u00AD', 'é', 'e\u0301', 'Å', 'ﬁ', 'İ', 'ß', 'ｆｕｌｌ',
  '\uD800', '\uDFFF', '\uDC00\uD800', 'a\uD83D', '\uDE00b', '😀', '👩‍👩‍👧‍👦', '🏳️‍🌈', '🇫🇷', 'Z̸̢̡a̵l̶g̷o̶', '田中さん', 'Ω≈ç√', '部落格', '사회과학원',
  'مُنَاقَشَةُ', 'בְּרֵאשִׁית', '﷽', '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '{{7*7}}', '${7*7}', '%s%n%x', '%00', '../../etc/passwd',
  "'; DROP TABLE message; --", '=1+1', '@SUM(A1)', '-2+3', 'file:///', '\x1B[31m', '\x07', '\x7F', '«\u00A0oui\u00A0»', 'it’s', '…', 'x'.repeat(5000), '😀'.repeat(1500),
];
