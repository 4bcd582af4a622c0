import type { Speak } from '../../../messages/index.ts';
import { Dialog, Form, Quiet, Row, Small, Tag, Textarea } from '../../../ui/index.ts';

interface Around {
  readonly seen: Parameters<typeof Form>[0]['seen'];
  readonly t: Speak;
}

/** Two buttons behind one: keep two people together, or apart, with a reason for the team. */
export function DecideByHand({ request, supporter, names, around: { seen, t } }: { request: string; supporter: string; names: { readonly seeker: string; readonly supporter: string }; around: Around }) {
  const what = `${request}.${supporter}`;
  return (
    <Dialog button={<>{t('rounds.hold.open')}<span class="visually-hidden">: {t('rounds.pair', names)}</span></>} title={t('rounds.hold.open-named', names)} open={seen.form('hold', what).tried}>
      <Form seen={seen} name="hold" what={what} class="stack tight">
        <input type="hidden" name="request" value={request} />
        <input type="hidden" name="supporter" value={supporter} />
        <Small>{t('rounds.hold.next')}</Small>
        <Textarea of="reason" label={t('rounds.hold.reason')} rows={2} maxlength={1000} optional />
        <Row><Quiet name="kind" value="together">{t('rounds.hold.keep')}</Quiet><Quiet name="kind" value="apart">{t('rounds.hold.forbid')}</Quiet></Row>
      </Form>
    </Dialog>
  );
}

/** What is decided by hand about two people, with the way to release it. */
export function Held({ hold, names, around: { seen, t } }: { hold: { readonly id: string; readonly kind: 'together' | 'apart' }; names: { readonly seeker: string; readonly supporter: string }; around: Around }) {
  return (
    <Row>
      <Tag>{t(`rounds.hold.${hold.kind}`)}</Tag>
      <Form seen={seen} name="release" what={hold.id} quiet>
        <input type="hidden" name="hold" value={hold.id} />
        <Quiet label={t('rounds.hold.release-named', names)}>{t('rounds.hold.release')}</Quiet>
      </Form>
    </Row>
  );
}
