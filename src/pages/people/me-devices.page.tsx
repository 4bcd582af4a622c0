import { endDevice, endOtherDevices, myDevices } from '../../rooms/people/index.ts';
import { Button, Card, Form, Link, List, Quiet, Row, Small, Stack, Tag, Time } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { page } from '../../web/page.ts';
import { deviceInWords } from './device-words.ts';

/** Where I am signed in. One press ends one; another ends all but this. */
export default page({
  address: '/me/devices',
  may: 'signed-in',
  load: (visit) => myDevices(visit, {}),
  title: ({ t }) => t('people.devices.title'),
  chrome: 'member',
  forms: {
    end: form({
      act: endDevice,
      read: (fields) => ({ device: fields.text('device') }),
      then: ({ here }) => (here ? { to: '/', session: 'ended', say: 'people.sign-out.done' } : { to: '/me/devices', say: 'people.devices.ended' }),
      refusals: {},
    }),
    others: form({ act: endOtherDevices, read: () => ({}), then: () => ({ to: '/me/devices', say: 'people.devices.all-ended' }), refusals: {} }),
  },
  body(seen) {
    const { t, data, zone, now } = seen;
    return (
      <Stack gap="roomy">
        <Stack gap="tight"><h1>{t('people.devices.title')}</h1><p>{t('people.devices.words')}</p></Stack>
        <List label={t('people.devices.title')}>
          {data.map((one) => (
            <Card as="li" key={one.id} gap="close">
              <Row between><strong>{deviceInWords(t, one.device)}</strong>{one.here && <Tag>{t('people.devices.here')}</Tag>}</Row>
              <p class="small">{t('people.devices.seen')} <Time at={one.seenAt} words={t.moment(one.seenAt, zone, now)} />{one.shared && ` · ${t('people.devices.shared')}`}</p>
              <Form seen={seen} name="end" what={one.id} quiet>
                <input type="hidden" name="device" value={one.id} />
                {one.here ? <Quiet>{t('people.devices.end-here')}</Quiet> : <Quiet label={t('people.devices.end-of', { device: deviceInWords(t, one.device) })}>{t('people.devices.end')}</Quiet>}
              </Form>
            </Card>
          ))}
        </List>
        {data.length > 1 && <Form seen={seen} name="others"><div><Button>{t('people.devices.end-others')}</Button></div></Form>}
        <Small><Link to="/me">{t('people.me.back')}</Link></Small>
      </Stack>
    );
  },
});
