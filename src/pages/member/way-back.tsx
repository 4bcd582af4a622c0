import type { Speak } from '../../messages/index.ts';
import type { WayBack } from '../../rooms/intake/index.ts';
import { Button, Card } from '../../ui/index.ts';

/** How to come back, for somebody whose only key is this browser: by a link to their e-mail, or, without one, by a person who calls. */
export function WayBackCard({ back, t, owner }: { back: WayBack; t: Speak; owner: string }) {
  return (
    <Card gap="close" as="section">
      <h2>{t('intake.back.title')}</h2>
      {back.by === 'email' ? (
        <>
          <p>{t('intake.back.email', { email: back.hint })}</p>
          <p><Button second to="/sign-in">{t('intake.back.try')}</Button></p>
        </>
      ) : (
        <>
          <p>{t(back.by === 'phone' ? 'intake.back.phone' : 'intake.back.nothing', { owner })}</p>
          <p>{t('intake.back.browser')}</p>
        </>
      )}
    </Card>
  );
}
