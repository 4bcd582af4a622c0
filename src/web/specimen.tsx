import { z } from 'zod';
import { act } from '../platform/act.ts';
import { done, refused } from '../platform/outcome.ts';
import {
  Bar, Button, Card, Choices, Columns, DateField, Dialog, Empty, Field, Folded, Form, Hero, Icon, Link, List, Pager, Promise, Quiet, Row, Select, Small, Stack, Table,
  Tag, Talk, TalkDay, TalkTurn, Textarea, Tick, Time, Voice, Way,
} from '../ui/index.ts';
import { form } from './form.ts';
import { page } from './page.ts';

/** Changes nothing: it shows how a form comes back. */
const tryForm = act({
  name: 'specimen.try-form',
  input: z.object({ about: z.string().trim().min(1).max(2000), hours: z.array(z.string()).min(1), soon: z.enum(['now', 'today']), day: z.iso.date(), mail: z.email() }),
  may: () => true,
  perform: async (_, { about }) => (about === 'no' ? refused('not-now') : done()),
});

/** Every piece of furniture on one page, with example words: to look at, and for axe. Served in development and tests only. */
export const specimen = page({
  address: '/specimen',
  may: 'anyone',
  chrome: 'public',
  load: () => ({ at: new Date('2026-11-27T01:00:00Z') }),
  title: () => 'Specimen',
  forms: {
    answer: form({
      act: tryForm,
      read: (fields) => ({ about: fields.text('about'), hours: fields.list('hours'), soon: fields.given('soon'), day: fields.text('day'), mail: fields.text('mail') }),
      then: () => ({ to: '/specimen', say: 'ui.next' }),
      refusals: { 'not-now': 'web.refused.words' },
    }),
  },
  body: (seen) => (
    <>
      <Hero label="Two paths that come together and run side by side" />
      <h1>Somebody who has walked this road, beside you</h1>
      <p>For parents and caregivers of a child with cancer or a blood disorder. You are matched with a trained volunteer whose own child was ill. You talk, in the way and at the pace that you both choose.</p>
      <Row><Button to="/specimen">Ask for support</Button><Button to="/specimen" second>Become a peer supporter</Button></Row>
      <Card tone="moss"><Promise title="A person answers within 2 days." small="In the last 90 days: 61 of 61 requests were answered in time, most within 7 hours." /></Card>
      <h2>What it is, and what it is not</h2>
      <Columns>
        <Card gap="close"><h3>It is</h3><ul><li>Listening, without judging</li><li>Between equals</li></ul></Card>
        <Card gap="close"><h3>It is not</h3><ul><li>Counselling or medical advice</li><li>An emergency service</li></ul></Card>
      </Columns>
      <h2>Where things are</h2>
      <Card as="section">
        <Way words={seen.furniture} steps={[
          { state: 'done', title: 'We have it', body: <Small>Tuesday 17 November</Small> },
          { state: 'done', title: 'You spoke with Amara', body: <Small>Wednesday, by phone</Small> },
          { state: 'now', title: 'Amara is looking for the right person', body: <><p>You asked for somebody who has a French-speaking home and time in the evening.</p><Promise state="due" stateWord={seen.furniture.due} title="You hear from Amara by Friday, 5 pm" small="If she cannot, Jo answers you the same day." /></> },
          { state: 'later', title: 'You read about each other' },
          { state: 'later', title: 'You agree how you walk together' },
        ]} />
      </Card>
      <Columns>
        <Promise title="today, 5 pm" small="in 3 h" state="due" />
        <Promise title="yesterday, 4 pm" small="Jo was told at 4:05 pm" state="late" stateWord={seen.furniture.late} />
      </Columns>
      <Columns>
        <Card tone="alarm" gap="close"><h3>1 concern</h3><p>Raised 20 minutes ago by a supporter. Answer due in 40 minutes.</p><Row><Button to="/specimen">Open it</Button></Row></Card>
        <Card tone="clay" gap="close"><h3>A question for tonight</h3><Voice>What is one thing today that was yours, not the illness’s?</Voice><p><Link to="/specimen">Write it down, only for me</Link></p></Card>
      </Columns>
      <h2>A question</h2>
      <Form seen={seen} name="answer">
        <Choices of="hours" kind="several" label="What would help most right now?" hint="Choose as many as you like." why="We use this to think about who could be a good companion for you. Amara reads it." value={['one']} choices={[
          { value: 'one', label: 'Someone who knows what treatment is like' },
          { value: 'two', label: 'Someone to talk to in the hard hours', hint: 'Supporters set their own hours. For a crisis, use Help right now.' },
          { value: 'three', label: 'Life after treatment, or grief' },
        ]} />
        <Choices of="soon" kind="one" label="How soon does somebody need to act?" choices={[{ value: 'now', label: 'Now' }, { value: 'today', label: 'Today', hint: 'Jo answers within 1 hour, until 9 pm.' }]} />
        <Textarea of="about" label="In your own words" optional hint="A few words are enough." />
        <Field of="mail" type="email" autocomplete="email" label="Where can we write to you?" />
        <Row><DateField of="day" label="From when" /><Select of="place" label="I am in" options={[{ value: 'ca', label: 'Canada' }, { value: 'fr', label: 'France' }]} /></Row>
        <Field of="count" type="number" label="How many people" width={4} value="2" />
        <Tick of="told" label="I have told Kit, or will, that I am asking for help" />
        <Row><Button>Save and go on</Button><Button second>Talk about it first</Button><Link to="/specimen">Skip this</Link></Row>
      </Form>
      <h2>A conversation</h2>
      <Row between><h3>You and Maryam</h3><Row><Quiet to="/specimen"><Icon name="people" /> How we walk together</Quiet><Quiet to="/specimen">I am worried</Quiet></Row></Row>
      <Talk label="You and Maryam">
        <TalkDay name="Thursday" />
        <TalkTurn turn={{ id: '1', mine: false, who: 'Maryam', body: 'I remember the third round. The first night home was the worst for us, not the hospital.', at: seen.data.at, when: '7:42 pm' }} />
        <TalkTurn turn={{ id: '2', mine: true, who: seen.furniture.you, body: 'That is what I am afraid of.\nIn there at least somebody watches the numbers.', at: seen.data.at, when: '7:45 pm' }} />
        <TalkTurn turn={{ id: '3', mine: false, who: 'Maryam', body: <Folded summary="About a night in intensive care · open when you like"><p>It was long.</p></Folded>, at: seen.data.at, when: '7:46 pm', note: 'changed' }} />
      </Talk>
      <h2>Promises, the nearest first</h2>
      <Table caption="Promises, the nearest first" captionHidden heads={['Who', 'What for', 'Whose hands', 'Promised', { words: 'What to do', hidden: true }]} rows={[
        { id: 'a', cells: [<Stack gap="close"><strong>Kit</strong><Small>caregiver, evenings, French at home</Small></Stack>, 'To be matched', 'You', <Promise state="due" title="today, 5 pm" small="in 3 h" />, <Link to="/specimen">Find someone</Link>] },
        { id: 'b', cells: [<strong>Rowan</strong>, 'First answer', 'You', <Promise state="late" title="yesterday, 4 pm" small="Jo was told at 4:05 pm" />, <Link to="/specimen">Write</Link>] },
      ]} />
      <Stack gap="close">
        <Bar label="Same road" part={0.94} words="94" />
        <Bar label="What Kit hopes" part={0.71} words="71" />
      </Stack>
      <Row><Tag>English · français</Tag><Tag>9 of 12 places</Tag><Time at={seen.data.at} words="Thursday at 5 pm" /></Row>
      <Dialog button="End this" title="End this"><p>Nothing is deleted. You can write again for 30 days.</p></Dialog>
      <List label="Groups"><li>Caregivers’ evening</li><li>Bereaved parents</li></List>
      <Empty title="No conversations yet" to="/specimen" action="See where your request is">Here you will find what you and your supporter write to each other.</Empty>
      <Row><Icon name="phone" /><Icon name="message" /><Icon name="calendar" /><Icon name="lock" /><Icon name="check" /><Icon name="clock" /><Icon name="arrow" /></Row>
      <Pager previous="/specimen?after=1" next="/specimen?after=2" words={seen.furniture} />
    </>
  ),
});
