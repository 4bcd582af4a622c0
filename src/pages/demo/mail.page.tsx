import { demoMail } from '../../rooms/demo/index.ts';
import { Card, Link, Stack } from '../../ui/index.ts';
import { address, page } from '../../web/page.ts';

/** One letter as its reader would see it. Its links lead to this very demo, wherever it is reached. */
export default page({
  address: '/demo/mail/:mail',
  may: 'anyone',
  load: async (visit) => ({ ...(await demoMail(visit, { mail: visit.params.mail })), home: visit.house.config.publicUrl }),
  title: ({ t }) => t('demo.mail.title'),
  chrome: 'public',
  body({ t, data, zone, now, params }) {
    const [words = '', foot = ''] = data.body.split('\n\n-- \n');
    return (
      <Stack gap="roomy">
        <Card as="article">
          <Stack gap="close">
            <h1>{data.subject}</h1>
            <p class="hint">{data.name === undefined ? t('demo.mail.to-address', { address: data.to }) : t('demo.mail.to', { name: data.name, address: data.to })}</p>
            <p class="hint"><time dateTime={data.at.toISOString()}>{t.moment(data.at, zone, now)}</time></p>
          </Stack>
          {words.split('\n\n').map((paragraph, at) => <p key={at}>{linked(paragraph, data.home)}</p>)}
          <hr />
          {foot.trim().split('\n').map((line, at) => <p class="hint" key={at}>{linked(line, data.home)}</p>)}
        </Card>
        <Stack gap="close">
          <p><Link to={address('/demo/mail/:mail/html', { mail: params.mail })} newTab>{t('demo.mail.as-html')}</Link></p>
          <p><Link to="/demo/mail">{t('demo.mail.all')}</Link></p>
          <p><Link to="/demo">{t('demo.mail.back')}</Link></p>
        </Stack>
      </Stack>
    );
  },
});

/** Words with the addresses of this site made links that work wherever the demo is opened. */
function linked(words: string, home: string) {
  return words.split(/(https?:\/\/[^\s<>"]+[^\s<>".])/).map((part, at) => (at % 2 === 1 && part.startsWith(`${home}/`) ? <Link key={at} to={part.slice(home.length)}>{part}</Link> : part));
}
