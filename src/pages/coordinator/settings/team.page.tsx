import type { BareKey } from '../../../messages/index.ts';
import { duties, endTeamRole, nameToTeam, programmeTeam, type Role } from '../../../rooms/programmes/index.ts';
import { Button, Card, Field, Form, Quiet, Row, Select } from '../../../ui/index.ts';
import { address, page } from '../../../web/page.ts';
import { form } from '../../../web/form.ts';
import type { Visit } from '../../../web/visit.ts';
import { About, Settings } from './around.tsx';

const there = ({ params }: Visit) => address('/programmes/:programme/settings/team', { programme: params.programme ?? '' });
const back = (_: unknown, visit: Visit) => ({ to: there(visit), say: 'programmes.saved' as const });

/** What somebody can be on a team: a duty with its role, or a role alone. */
const posts = [...duties, 'coordinator', 'facilitator', 'trainer'] as const;
const roleOf = { owner: 'coordinator', backup: 'coordinator', lead: 'lead', safety: 'safety-lead', 'safety-backup': 'safety-lead' } as const;
const roleWords: Partial<Record<Role, BareKey>> = {
  coordinator: 'programmes.role.coordinator', lead: 'programmes.role.lead', 'safety-lead': 'programmes.role.safety-lead', facilitator: 'programmes.role.facilitator',
  trainer: 'programmes.role.trainer', administrator: 'programmes.role.administrator',
};
const postFrom = (post: string) => {
  const duty = duties.find((one) => one === post);
  return duty === undefined ? { role: post } : { role: roleOf[duty], duty };
};

/** Who answers, who steps in, to whom it climbs, and who is there for safety. */
export default page({
  address: '/programmes/:programme/settings/team',
  may: 'staff',
  load: (visit) => programmeTeam(visit, { slug: visit.params.programme }),
  title: ({ t }) => t('programmes.place.team'),
  chrome: 'staff',
  forms: {
    name: form({
      act: nameToTeam,
      read: (fields) => ({ programme: fields.text('programme'), email: fields.text('email'), name: fields.text('name'), ...postFrom(fields.text('post')) }),
      then: ({ waits }, visit) => ({ to: there(visit), say: waits === undefined ? 'programmes.saved' : 'programmes.team.named-waits' }),
      refusals: { 'owner-cannot-step-in': 'programmes.refusal.owner-cannot-step-in', 'not-oneself': 'programmes.refusal.not-oneself' },
    }),
    end: form({
      act: endTeamRole, read: (fields) => ({ programme: fields.text('programme'), held: fields.text('held') }), then: back,
      refusals: { 'still-owner': 'programmes.refusal.still-owner', 'still-safety': 'programmes.refusal.still-safety' },
    }),
  },
  body(seen) {
    const { t, zone, now, data: { programme, people, namings } } = seen;
    return (
      <Settings programme={programme} here="/programmes/:programme/settings/team" t={t} heading={t('programmes.team.heading')} words={t('programmes.team.words')}>
        {[...Map.groupBy(people, ({ person }) => person).values()].map((held) => (
          <Card key={held[0]?.person} tone="clay" gap="tight">
            <div><strong>{held[0]?.name || t('programmes.team.unnamed')}</strong><div class="small">{held[0]?.email}</div></div>
            {held.map(({ id, name, role, duty, programme: where }) => (
              <Row between key={id}>
                <span>{duty === null ? t(roleWords[role] ?? 'programmes.role.other') : t(`programmes.duty.${duty}`)}</span>
                {where !== null && (
                  <Form seen={seen} name="end" what={id} quiet>
                    <About programme={programme} />
                    <input type="hidden" name="held" value={id} />
                    <Quiet label={t('programmes.team.end-named', { name: name || t('programmes.team.unnamed') })}>{t('programmes.team.end')}</Quiet>
                  </Form>
                )}
              </Row>
            ))}
          </Card>
        ))}
        {namings.map((one) => (
          <Card key={one.id} gap="tight"><p>{t('programmes.team.naming', { name: one.name ?? t('programmes.team.unnamed'), duty: t(`programmes.duty.${one.duty}`), when: t.moment(one.takesEffectAt, zone, now) })}</p></Card>
        ))}
        <h2>{t('programmes.team.add')}</h2>
        <Form seen={seen} name="name">
          <About programme={programme} />
          <Field of="email" label={t('programmes.team.email')} hint={t('programmes.team.email-hint')} type="email" autocomplete="off" />
          <Field of="name" label={t('programmes.team.name')} optional autocomplete="off" />
          <Select of="post" label={t('programmes.team.post')} options={posts.map((post) => ({ value: post, label: t(`programmes.post.${post}`) }))} />
          <div><Button>{t('programmes.team.go')}</Button></div>
        </Form>
      </Settings>
    );
  },
});
