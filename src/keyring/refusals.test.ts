import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { expect, it, vi } from 'vitest';
import { refusalFile } from './refusals.ts';
import { cast, noon, spareDirectory } from './testing.ts';

it('A refusal stands when it cannot be written down, and that is said once a minute, not each time', async () => {
  const spare = await spareDirectory();
  const refusal = { at: noon, call: 'unwrap', session: null, person: cast.chidi, why: 'not-a-member', ids: [cast.talk] } as const;
  refusalFile(`${spare.path}/fine.log`)(refusal);
  expect(JSON.parse(readFileSync(`${spare.path}/fine.log`, 'utf8'))).toMatchObject({ person: cast.chidi, count: 1 });

  // A directory in its place cannot be written to, by root neither.
  await mkdir(`${spare.path}/taken.log`);
  const said = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const log = refusalFile(`${spare.path}/taken.log`);
  for (let times = 0; times < 50; times += 1) log(refusal);
  expect(said.mock.calls.length).toBe(1);
  said.mockRestore();
  await spare.remove();
});
