import { expect, test } from 'vitest';
import { openAround } from './open-around.ts';

test('Every fold around the form opens, and no other', () => {
  const html = '<details class="folded"><p></p></details><details class="folded"><details open class="dialog"><details><form method="post" id="form-end-a&quot;b"></form></details></details></details><details></details>';
  expect(openAround(html, 'form-end-a"b')).toBe(
    '<details class="folded"><p></p></details><details open class="folded"><details open class="dialog"><details open><form method="post" id="form-end-a&quot;b"></form></details></details></details><details></details>',
  );
  expect(openAround(html, 'form-end')).toBe(html);
});
