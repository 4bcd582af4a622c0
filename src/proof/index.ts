// The door of the proofs: what a message's bytes are, how they are sealed, and how they are proved genuine.
export { attach, type FileToAttach, openAttached } from './attached.ts';
export { isUuid, sameBytes, uuidBytes, uuidFrom } from './bytes.ts';
export { canonical, type Json, NotCanonical } from './canonical.ts';
export {
  type DisclosedMessage,
  type DisclosureVerdict,
  type DisclosureWitness,
  type Doubt,
  hourOf,
  type MessageVerdict,
  verifyDisclosure,
} from './disclosure.ts';
export {
  type DataKey,
  type FilePlace,
  MESSAGES_PER_GENERATION,
  type MessagePlace,
  openEnvelope,
  openFile,
  openValue,
  sealedWith,
  sealEnvelope,
  sealFile,
  SealRefused,
  sealValue,
  type ValuePlace,
  readyCopy,
} from './envelope.ts';
export { type InnerScheme, type InnerWords, newCommitmentKey, packInner, unpackInner } from './inner.ts';
export { inTreeOrder, merkleProof, merkleProofHolds, merkleRoot, type MerkleStep } from './merkle.ts';
export { type Attachment, decodePayload, decodeProvedPayload, encodePayload, type Payload, PayloadRefused, sizeBucket } from './payload.ts';
export { type PictureSeen, pictureSeen } from './picture-seen.ts';
export { commit, dayOf, deriveDayKey, makeTag, type Mark, type ProofTag, tagHolds } from './tag.ts';
