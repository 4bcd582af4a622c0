import { z } from 'zod';
import { act } from '../platform/act.ts';
import { done } from '../platform/outcome.ts';
import { Button, Field, Form } from '../ui/index.ts';
import { download } from './download.ts';
import { form } from './form.ts';
import { live } from './live.ts';
import { page } from './page.ts';

/** Does nothing, and is done. */
export const say = act({ name: 'hinge.say', input: z.object({ about: z.string() }), may: () => true, perform: async () => done() });
/** Refuses to read short words and long hours. */
export const longer = act({ name: 'hinge.say-longer', input: z.object({ about: z.string().min(5), hours: z.array(z.string().max(1)) }), may: () => true, perform: async () => done() });
/** Always ends in a fault. */
export const broken = act({ name: 'hinge.break', input: z.object({ about: z.string() }), may: () => true, perform: async () => { throw new Error('x'); } });
const enter = act({ name: 'hinge.enter', input: z.object({}), may: () => true, perform: async () => done({ token: 'a-new-token' }) });

/** One of everything that has an address. */
export const pages = [
  page({ address: '/', may: 'anyone', chrome: 'public', load: () => ({}), title: () => 'First', body: ({ lang }) => <h1>{lang}</h1> }),
  page({ address: '/mine/:id', may: 'signed-in', chrome: 'member', load: ({ params }) => params, title: () => 'Mine', body: ({ data }) => <h1>{data.id}</h1> }),
  page({ address: '/mine/new', may: 'signed-in', chrome: 'member', load: () => ({}), title: () => 'New', body: () => <h1>exactly new</h1> }),
  page({
    address: '/say', may: 'anyone', chrome: 'public', load: () => ({}), title: () => 'Say',
    forms: {
      say: form({ act: say, read: (fields) => ({ about: fields.text('about') }), then: () => ({ to: '//evil.example', say: 'web.again' }), refusals: {} }),
      enter: form({ act: enter, read: () => ({}), then: ({ token }) => ({ to: '/', session: { token }, keep: { state: 'xyz' } }), refusals: {}, pace: 'sign-in' }),
      end: form({ act: enter, read: () => ({}), then: () => ({ to: '/', session: 'ended' }), refusals: {} }),
    },
    body: (seen) => <><Form seen={seen} name="say"><Field of="about" label="About" /><Button>Send</Button></Form><Form seen={seen} name="enter" what="7"><Button>Enter</Button></Form><Form seen={seen} name="end"><Button>End</Button></Form></>,
  }),
  page({ address: '/kept', may: 'anyone', chrome: 'public', load: (visit) => ({ state: visit.kept('state') }), title: () => 'Kept', body: ({ data }) => <h1>{data.state ?? 'nothing'}</h1> }),
  page({ address: '/unsafe', may: 'anyone', chrome: 'public', load: () => ({ to: 'javascript:alert(1)' }), title: () => '<b>', body: ({ data }) => <><Button to={data.to}>x</Button><p>{'<script>'}</p></> }),
  page({ address: '/broken', may: 'anyone', chrome: 'public', load: () => { throw new TypeError('private words'); }, title: () => '', body: () => null }),
  download({ address: '/export', may: 'signed-in', load: () => ({ body: 'a', type: 'text/csv; charset=utf-8', fileName: 'a.csv' }) }),
  live({ address: '/live', may: 'signed-in', topics: () => ['t'], since: async (_, last) => (last === '' ? [{ id: '1', body: 'one\ntwo' }] : []) }),
];
