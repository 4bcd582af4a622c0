import { expect, test } from 'vitest';
import { fieldsOf, ownNames } from './fields.ts';

const formOf = (...fields: readonly (readonly [string, string])[]) => {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
};

test('Of a field that comes several times the first counts; only a group of boxes is read whole', () => {
  const fields = fieldsOf(formOf(['to', 'Ben'], ['to', 'Eve'], [ownNames.form, 'send'], [ownNames.form, 'erase'], ['days', 'mon'], ['days', 'tue'], ['answer.sleep', 'ill'], ['answer.sleep', 'well']));
  expect([fields.text('to'), fields.given('to'), fields.text(ownNames.form)]).toEqual(['Ben', 'Ben', 'send']);
  expect(fields.list('days')).toEqual(['mon', 'tue']);
  expect(fields.under('answer.')).toEqual({ sleep: ['ill', 'well'] });
  expect(fields.names()).toEqual(['to', 'days', 'answer.sleep']);
});

test('A field with the name of something every object has is a field like any other, and changes nothing else', () => {
  const evil = ['__proto__', 'constructor', 'toString', '__proto__.isAdmin', 'constructor.prototype.isAdmin'];
  const fields = fieldsOf(formOf(...evil.flatMap((name) => [[name, 'yes'], [`answer.${name}`, 'yes']] as const)));
  for (const name of evil) expect([name, fields.text(name), fieldsOf(new FormData()).text(name)]).toEqual([name, 'yes', '']);
  const under = fields.under('answer.');
  expect(Object.keys(under)).toEqual(evil);
  const copied: Record<string, unknown> = { ...under };
  for (const one of [{}, copied, Object.create(copied) as object]) expect((one as { isAdmin?: unknown }).isAdmin).toBeUndefined();
  expect(Object.getPrototypeOf(copied)).toBe(Object.prototype);
});
