import { sameBytes } from './bytes.ts';
import { type MerkleStep, merkleProofHolds } from './merkle.ts';
import { decodePayload, type Payload, PayloadRefused } from './payload.ts';
import { commit, type Mark, type ProofTag } from './tag.ts';

/** One message as somebody shows it to the safety team: the words, the key of their commitment, the mark and its tag. */
export interface DisclosedMessage extends ProofTag {
  readonly payload: Uint8Array;
  readonly kf: Uint8Array;
  readonly mark: Mark;
  /** The steps from the tag to its hour's root, once that hour is anchored. */
  readonly underAnchor?: { readonly hour: string; readonly steps: readonly MerkleStep[] };
}

/** What a verifier needs from outside: who checks tags (the keyring), and the anchored roots by hour. */
export interface DisclosureWitness {
  /** One answer per message, in order. The day keys stay with the keyring. */
  tagsHold(messages: readonly (ProofTag & { readonly mark: Mark })[]): Promise<readonly boolean[]>;
  /** The root anchored for an hour, or null when none is known. */
  anchoredRoot(hour: string): Promise<Uint8Array | null>;
}

/** Why a message is not accepted as genuine. */
export type Doubt =
  | 'unreadable' // the bytes are no payload
  | 'words-altered' // the words do not open the commitment
  | 'blame-moved' // the words name another author or conversation than the mark
  | 'mark-altered' // author, time, place or predecessor differ from what was tagged
  | 'not-under-anchor' // the tag is not under the root of its hour
  | 'chain-broken' // two neighbours do not follow one another
  | 'told-twice'; // two messages claim one place

/** The verdict on one message. `anchored` says whether its hour's root was checked too. */
export interface MessageVerdict {
  readonly seq: number;
  readonly doubt: Doubt | null;
  readonly anchored: boolean;
  readonly payload: Payload | null;
}

/** The verdict on a disclosure; messages stand in the order they were sent, whatever order they came in. */
export interface DisclosureVerdict {
  /** Every message genuine, all of one conversation, shown in the order they were sent. */
  readonly genuine: boolean;
  readonly messages: readonly MessageVerdict[];
  /** Places where messages were left out: "3 messages between these were not shared". */
  readonly gaps: readonly { readonly after: number; readonly before: number; readonly count: number }[];
  /** Pairs of which it is proved that nothing stood between them. */
  readonly adjacent: readonly (readonly [number, number])[];
  readonly order: 'as-sent' | 'rearranged';
  readonly oneConversation: boolean;
}

/**
 * Checks disclosed messages: commitment, tag, anchor, author and conversation, order, gaps, adjacency.
 * Needs neither the stored ciphertext nor any data key, so it works after both are gone.
 * It proves that this account sent these words here then; not who held the telephone, nor that they are true.
 */
export async function verifyDisclosure(shown: readonly DisclosedMessage[], witness: DisclosureWitness): Promise<DisclosureVerdict> {
  const sent = [...shown].sort((a, b) => a.mark.seq - b.mark.seq);
  const tagged = await witness.tagsHold(sent);
  const alone = await Promise.all(sent.map((message, at) => judgeAlone(message, tagged[at] === true, witness)));
  const messages = alone.map((verdict, at) => ({ ...verdict, doubt: verdict.doubt ?? doubtBeside(sent, alone, at) }));
  const order = shown.every((message, at) => message === sent[at]) ? 'as-sent' : 'rearranged';
  const oneConversation = new Set(sent.map(({ mark }) => mark.conversation)).size <= 1;
  const genuine = sent.length > 0 && order === 'as-sent' && oneConversation && messages.every(({ doubt }) => doubt === null);
  return { genuine, messages, ...(oneConversation ? spaces(sent, messages) : { gaps: [], adjacent: [] }), order, oneConversation };
}

async function judgeAlone(message: DisclosedMessage, tagged: boolean, witness: DisclosureWitness): Promise<MessageVerdict> {
  const { mark, kf } = message;
  const verdict = { seq: mark.seq, anchored: false, payload: readOrNull(message.payload) };
  if (!sameBytes(commit(kf, message.payload), mark.commitment)) return { ...verdict, doubt: 'words-altered' };
  if (verdict.payload === null) return { ...verdict, doubt: 'unreadable' };
  const { author, conversation } = verdict.payload;
  if (author !== mark.author || conversation !== mark.conversation) return { ...verdict, doubt: 'blame-moved' };
  if (!tagged) return { ...verdict, doubt: 'mark-altered' };
  return judgeAnchor(message, verdict, witness);
}

async function judgeAnchor(
  message: DisclosedMessage,
  verdict: Omit<MessageVerdict, 'doubt'>,
  witness: DisclosureWitness,
): Promise<MessageVerdict> {
  if (message.underAnchor === undefined) return { ...verdict, doubt: null };
  const { hour, steps } = message.underAnchor;
  const root = hour === hourOf(message.mark.time) ? await witness.anchoredRoot(hour) : null;
  if (root === null || !merkleProofHolds(root, message.tag, steps)) return { ...verdict, doubt: 'not-under-anchor' };
  return { ...verdict, doubt: null, anchored: true };
}

/** The hour a moment falls in, UTC, `YYYY-MM-DDTHH`: the name of its Merkle root. */
export function hourOf(time: number): string {
  return new Date(time).toISOString().slice(0, 13);
}

/** A doubt that shows only beside the message before. Only genuine neighbours count: a forged one must not stain the next. */
function doubtBeside(sent: readonly DisclosedMessage[], alone: readonly MessageVerdict[], at: number): Doubt | null {
  const [before, here] = [sent[at - 1]?.mark, sent[at]?.mark];
  if (before === undefined || here === undefined || before.conversation !== here.conversation) return null;
  if (alone[at - 1]?.doubt !== null) return null;
  if (before.seq === here.seq) return 'told-twice';
  const follows = here.previous !== null && sameBytes(here.previous, before.commitment);
  return follows === (here.seq === before.seq + 1) ? null : 'chain-broken';
}

function spaces(sent: readonly DisclosedMessage[], messages: readonly MessageVerdict[]): Pick<DisclosureVerdict, 'gaps' | 'adjacent'> {
  const gaps: { after: number; before: number; count: number }[] = [];
  const adjacent: (readonly [number, number])[] = [];
  for (let at = 1; at < sent.length; at += 1) {
    const [after, before] = [messages[at - 1], messages[at]];
    if (after === undefined || before === undefined) continue;
    const count = before.seq - after.seq - 1;
    if (count > 0) gaps.push({ after: after.seq, before: before.seq, count });
    if (count === 0 && after.doubt === null && before.doubt === null) adjacent.push([after.seq, before.seq]);
  }
  return { gaps, adjacent };
}

function readOrNull(bytes: Uint8Array): Payload | null {
  try {
    return decodePayload(bytes);
  } catch (error) {
    if (error instanceof PayloadRefused) return null;
    throw error;
  }
}
