import { expect, test } from 'vitest';
import { siteOfTown } from '../../testing/town-site.ts';
import { testTown } from '../../testing/town.ts';

const said = {
  file: 'The keys lie on the same computer as your words.',
  passphrase: 'The keys open only when somebody gives a secret at the start.',
  transit: 'The keys open only with the help of another house.',
  elsewhere: 'The keys lie on another computer than your words.',
};

test('“Who can see what” says of those who run the computers that they have no part in a programme only where they say so', async () => {
  const [apart, near] = ['They have no part in a programme here.', 'They may also have a part in a programme here.'];
  for (const [config, sentence] of [[{}, near], [{ OPERATORS_APART: '1' }, apart]] as const) {
    const town = await testTown({ config });
    const page = await (await (await siteOfTown(town).browser()).get('/who-can-see-what')).text();
    expect([apart, near].filter((one) => page.includes(one))).toEqual([sentence]);
    expect(page).not.toContain('no part in this programme');
  }
});

test('“Who can see what” says what the chosen keeping of the keys means, and nothing of the others', async () => {
  for (const [kind, sentence] of Object.entries(said)) {
    const town = await testTown({ config: kind === 'elsewhere' ? { KEYRING_FILE: '/etc/keyring.json' } : { KEYRING_CUSTODY: kind } });
    const page = await (await (await siteOfTown(town).browser()).get('/who-can-see-what')).text();
    expect(Object.values(said).filter((one) => page.includes(one))).toEqual([sentence]);
  }
});
