import { mayTakeMyData } from '../../rooms/mydata/index.ts';
import { Button, Link, Small, Stack } from '../../ui/index.ts';
import { page } from '../../web/page.ts';
import { WhyNoChange } from '../people/why-no-change.tsx';

/** Everything about me, to take away. It takes a fresh sign-in: whoever finds a screen left open must not carry it all off. */
export default page({
  address: '/me/data',
  may: 'signed-in',
  load: (visit) => mayTakeMyData(visit, {}),
  title: ({ t }) => t('mydata.title'),
  chrome: 'member',
  body(seen) {
    const { t, data } = seen;
    return (
      <Stack gap="roomy">
        <Stack gap="tight"><h1>{t('mydata.heading')}</h1><p>{t('mydata.words')}</p><p>{t('mydata.careful')}</p></Stack>
        {data.may === 'yes' ? <p><Button to="/me/data/download">{t('mydata.take')}</Button></p> : <WhyNoChange seen={seen} change={data.may} opensAt={null} back="/me/data" />}
        <Stack gap="tight"><Small>{t('mydata.nowhere')}</Small><Small>{t('mydata.not-in-it')}</Small></Stack>
        <Small><Link to="/me">{t('people.me.back')}</Link></Small>
      </Stack>
    );
  },
});
