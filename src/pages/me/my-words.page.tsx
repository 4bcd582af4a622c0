import { conversation } from '../../rooms/conversations/index.ts';
import { takeBackAllWords, takeBackMessages } from '../../rooms/leaving/index.ts';
import { Button, Choices, Form, Link, Quiet, Small, Stack, Tick } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';

const here = '/conversations/:id/my-words';
const done = ({ count }: { readonly count: number }, { params }: Visit) => ({ to: address(here, { id: params.id ?? '' }), say: { key: 'leaving.words.done', about: { count } } as const });
const refusals = { 'history-waits': 'people.refusal.history-waits' } as const;

/** One's own words in a conversation, to take back one by one or all. The other's are not on this page. */
export default page({
  address: here,
  may: 'signed-in',
  async load(visit) {
    const before = Number(visit.query.get('before')) || undefined;
    const { messages, older, closed } = await conversation(visit, { conversation: visit.params.id, ...(before !== undefined && { before }) });
    return { mine: messages.filter((one) => one.mine && one.words !== undefined).toReversed(), older: older ? messages[0]?.seq : undefined, closed };
  },
  title: ({ t }) => t('leaving.words.title'),
  chrome: 'member',
  forms: {
    some: form({ act: takeBackMessages, read: (fields, { params }) => ({ conversation: params.id, seqs: fields.list('seqs') }), then: done, refusals }),
    all: form({ act: takeBackAllWords, read: (fields, { params }) => ({ conversation: params.id, sure: fields.ticked('sure') }), then: done, refusals }),
  },
  body(seen) {
    const { t, zone, now, data, params: { id } } = seen;
    return (
      <Stack gap="roomy">
        <Stack gap="tight"><h1>{t('leaving.words.heading')}</h1><p>{t('leaving.words.words')}</p><Small>{t('leaving.words.copies')} {t('leaving.words.shown')}</Small></Stack>
        {data.mine.length === 0 ? <p>{t('leaving.words.none')}</p> : (
          <Form seen={seen} name="some">
            <Choices of="seqs" kind="several" label={t('leaving.words.tick')} choices={data.mine.map((one) => ({ value: String(one.seq), label: one.words?.body ?? '', hint: t.moment(one.sentAt, zone, now) }))} />
            <div><Button>{t('leaving.words.go')}</Button></div>
          </Form>
        )}
        {data.older !== undefined && <p><Quiet to={address(here, { id }, { before: String(data.older) })}>{t('leaving.words.older')}</Quiet></p>}
        <Stack as="section" gap="tight" aria-labelledby="all">
          <h2 id="all">{t('leaving.words.all')}</h2>
          <p>{t('leaving.words.all-words')}{data.closed && ` ${t('leaving.words.all-closed')}`}</p>
          <Form seen={seen} name="all"><Tick of="sure" label={t('leaving.sure')} /><div><Button second>{t('leaving.words.all')}</Button></div></Form>
        </Stack>
        <Small><Link to={address('/conversations/:id', { id })}>{t('leaving.words.back')}</Link></Small>
      </Stack>
    );
  },
});
