import type { Programme } from '../../../rooms/programmes/index.ts';
import { Folded, Form, Quiet, Row } from '../../../ui/index.ts';
import type { Seen } from '../../../web/page.ts';
import { About } from './around.tsx';

/** What stood here before, to bring back with one tap. Nothing when it was never changed. */
export function Versions({ seen, programme, versions }: {
  seen: Pick<Seen, 'form' | 't' | 'zone' | 'now'>;
  programme: Programme;
  versions: readonly { readonly version: number; readonly changedAt: Date }[];
}) {
  const { t, zone, now } = seen;
  if (versions.length === 0) return null;
  return (
    <Folded summary={t('programmes.versions')}>
      {versions.map(({ version, changedAt }) => (
        <Form key={version} seen={seen} name="restore" what={String(version)} quiet>
          <About programme={programme} />
          <input type="hidden" name="version" value={version} />
          <Row between>
            <span>{t('programmes.version', { version, time: t.moment(changedAt, zone, now) })}</span>
            <Quiet label={t('programmes.restore-of', { version })}>{t('programmes.restore')}</Quiet>
          </Row>
        </Form>
      ))}
    </Folded>
  );
}
