import { beforeAll, describe, expect, test } from 'vitest';
import type { TestSite } from '../../testing/site.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { townSite, wordsIn } from '../testing.ts';

let town: Town;
let site: TestSite;
beforeAll(async () => {
  town = await testTown();
  site = await townSite(town);
});

const apply = () => `/p/${town.programme.slug}/apply`;

describe('becoming a peer supporter', () => {
  test('Ivo reads a moment for himself first, answers at his pace, sends, and sees every step; he can take it back', async () => {
    const browser = site.browser();
    expect(wordsIn(await (await browser.get(apply())).text())).toContain('“Not now” is a good answer. It is never a no for ever.');
    expect((await browser.send(apply(), 'begin:all', {})).headers.get('location')).toBe(`${apply()}/adult-check`);
    const say = async (question: string, fields: Record<string, string | readonly string[]>) => {
      const answer = await browser.send(`${apply()}/${question}`, 'answer', fields);
      expect(answer.status).toBe(303);
    };
    await say('adult-check', { chosen: 'adult-yes' });
    await say('preferred-name', { text: 'Ivo' });
    await say('reach-by', { chosen: 'reach-email', 'beside.reach-email': 'ivo-new@example.org' });
    await say('sup-where-now', { chosen: 'where-mostly' });
    await say('sup-capacity', { text: '2' });
    const check = wordsIn(await (await browser.get(`${apply()}/check`)).text());
    expect(check).toMatch(/\d+ questions still need an answer Who are two people that know you well\?/);
    expect(check).not.toContain('Send my application');
    await say('sup-references', { text: 'Lou, a neighbour; Sam, from the choir' });
    await say('limits-read', { chosen: 'limits-clear' });
    for (const [question, chosen] of [['sup-training-ok', 'training-yes'], ['sup-checks', 'checks-talk']] as const) await say(question, { chosen });
    expect(wordsIn(await (await browser.send(`${apply()}/check`, 'send', {})).text())).toContain('Please read the code of conduct and tick the box.');
    const sent = await browser.send(`${apply()}/check`, 'send', { conduct: 'yes' });
    expect(sent.status, wordsIn(await sent.text())).toBe(303);
    const at = sent.headers.get('location') ?? '';
    expect(at).toMatch(/^\/applications\//);
    const words = wordsIn(await (await browser.get(at)).text());
    expect(words).toMatch(/Now: Chidi reads it and answers you .* Later: You talk with each other .* Later: Training, before the first match/);
    expect(words).toContain('Sign in with i•••@example.org');
    expect((await browser.send(apply(), 'begin:all', {})).status).toBe(404);
    expect((await browser.send(at, 'withdraw', {})).status).toBe(303);
    expect(wordsIn(await (await browser.get(at)).text())).toContain('Thank you for thinking about it.');
  });
});
