import { endAllDevices, endDevice, endOtherDevices, mySessions } from '../../rooms/people/index.ts';
import { Button, Card, Form, Link, List, Quiet, Row, Small, Stack, Tag, Time } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import { deviceInWords } from './device-words.ts';

const again = { 'sign-in-again': 'people.refusal.sign-in-again' } as const;

/** Where I am signed in. After signing in within the hour one press ends one, or all but this; one press that asks for nothing ends all. */
export default page({
  address: '/me/devices',
  may: 'signed-in',
  load: (visit) => mySessions(visit, {}),
  title: ({ t }) => t('people.devices.title'),
  chrome: 'member',
  forms: {
    end: form({
      act: endDevice,
      read: (fields) => ({ device: fields.text('device') }),
      then: ({ here }) => (here ? { to: '/', session: 'ended', say: 'people.sign-out.done' } : { to: '/me/devices', say: 'people.devices.ended' }),
      refusals: again,
    }),
    others: form({ act: endOtherDevices, read: () => ({}), then: () => ({ to: '/me/devices', say: 'people.devices.all-ended' }), refusals: again }),
    all: form({ act: endAllDevices, read: () => ({}), then: () => ({ to: '/', session: 'ended', say: 'people.sign-out.done' }), refusals: {} }),
  },
  body(seen) {
    const { t, data, zone, now } = seen;
    return (
      <Stack gap="roomy">
        <Stack gap="tight"><h1>{t('people.devices.title')}</h1><p>{t('people.devices.words')}</p></Stack>
        {data.ended.map((one) => <Card key={one.at.toISOString()} tone="clay"><p>{one.all ? t('people.devices.ended-for-all', { day: t.date(one.at, zone, 'full') }) : t('people.devices.ended-by', { day: t.date(one.at, zone, 'full'), name: one.by ?? t('people.looked.somebody') })}</p></Card>)}
        {!data.fresh && data.devices.length > 1 && (
          <Card tone="moss">
            <p>{t('people.devices.sign-in-again')}</p>
            <p><Button to={address('/sign-in', {}, { return: '/me/devices' })} second>{t('people.ways.sign-in-once-more')}</Button></p>
          </Card>
        )}
        <List label={t('people.devices.title')}>
          {data.devices.map((one) => (
            <Card as="li" key={one.id} gap="close">
              <Row between><strong>{deviceInWords(t, one.device)}</strong>{one.here && <Tag>{t('people.devices.here')}</Tag>}</Row>
              <p class="small">{t('people.devices.seen')} <Time at={one.seenAt} words={t.moment(one.seenAt, zone, now)} />{one.shared && ` · ${t('people.devices.shared')}`}</p>
              {(one.here || data.fresh) && (
                <Form seen={seen} name="end" what={one.id} quiet>
                  <input type="hidden" name="device" value={one.id} />
                  {one.here ? <Quiet>{t('people.devices.end-here')}</Quiet> : <Quiet label={t('people.devices.end-of', { device: deviceInWords(t, one.device) })}>{t('people.devices.end')}</Quiet>}
                </Form>
              )}
            </Card>
          ))}
        </List>
        {data.devices.length > 1 && data.fresh && <Form seen={seen} name="others"><div><Button second>{t('people.devices.end-others')}</Button></div></Form>}
        {data.devices.length > 1 && <Form seen={seen} name="all"><div><Button>{t('people.devices.end-all')}</Button></div></Form>}
        {data.signsOthersOut && <Small><Link to="/sign-somebody-out">{t('people.sessions.title')}</Link></Small>}
        <Small><Link to="/me">{t('people.me.back')}</Link></Small>
      </Stack>
    );
  },
});
