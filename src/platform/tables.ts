// Written by `npx node bin/tables.mjs` from the migrated database. Not edited by hand.

import type { ColumnType } from "kysely";

export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;

export type Json = JsonValue;

export type JsonArray = JsonValue[];

export type JsonObject = {
  [x: string]: JsonValue | undefined;
};

export type JsonPrimitive = boolean | number | string | null;

export type JsonValue = JsonArray | JsonObject | JsonPrimitive;

export type Numeric = ColumnType<string, number | string, number | string>;

export type Timestamp = ColumnType<Date, Date | string, Date | string>;

export interface ActOnce {
  act: string;
  at: Timestamp;
  key: string;
  org_id: string;
  value: Buffer | null;
}

export interface Agreement {
  check_in_weeks: number | null;
  contacts_per_week: Numeric | null;
  conversation_id: string;
  id: string;
  in_force_version: Generated<number>;
  opened_at: Timestamp;
  org_id: string;
  quiet_from: string | null;
  quiet_until: string | null;
  relationship_id: string;
  silence_days: number | null;
}

export interface AgreementLine {
  agreed_at: Timestamp | null;
  agreement_id: string;
  conversation_id: string;
  data_key_id: string | null;
  ended_at: Timestamp | null;
  id: string;
  in_version: number | null;
  org_id: string;
  position: Generated<number>;
  proposed_at: Timestamp;
  proposed_by: string | null;
  removes: Generated<boolean>;
  replaces_id: string | null;
  sets: Generated<Json>;
  starter: string | null;
  topic: string;
  withdrawn_at: Timestamp | null;
  words: Buffer | null;
}

export interface AgreementRemark {
  agreement_id: string;
  author_id: string;
  conversation_id: string;
  data_key_id: string;
  id: string;
  line_id: string;
  org_id: string;
  said_at: Timestamp;
  words: Buffer;
}

export interface AgreementVersion {
  agreement_id: string;
  conversation_id: string;
  line_ids: string[];
  made_at: Timestamp;
  number: number;
  org_id: string;
}

export interface AgreementVersionYes {
  agreement_id: string;
  conversation_id: string;
  noted_by: string | null;
  number: number;
  org_id: string;
  person_id: string;
  said_at: Timestamp;
}

export interface AgreementYes {
  agreement_id: string;
  conversation_id: string;
  line_id: string;
  org_id: string;
  person_id: string;
  said_at: Timestamp;
}

export interface Answer {
  changed_at: Timestamp;
  org_id: string;
  question_id: string;
  share: Generated<boolean>;
  sheet_id: string;
  skipped: Generated<boolean>;
  value: Json | null;
  words: Buffer | null;
}

export interface Application {
  answered_at: Timestamp | null;
  decided_at: Timestamp | null;
  decided_by: string | null;
  decision: string | null;
  id: string;
  import_id: string | null;
  org_id: string;
  person_id: string;
  programme_id: string;
  received_at: Timestamp;
  sheet_id: string;
  source: Generated<string>;
  withdrawn_at: Timestamp | null;
}

export interface Attachment {
  conversation_id: string;
  data_key_id: string;
  id: string;
  org_id: string;
  sealed: Buffer;
  seq: number;
}

export interface Attempt {
  failures: Generated<number>;
  key: Buffer;
  last_at: Timestamp;
  org_id: string;
}

export interface Breach {
  aside_at: Timestamp | null;
  concern_id: string | null;
  decided_at: Timestamp | null;
  decided_by: string | null;
  heard_at: Timestamp | null;
  id: string;
  kept_from: Generated<string[]>;
  line: string;
  org_id: string;
  outcome: string | null;
  pause_until: string | null;
  person_id: string;
  programme_id: string;
  reason: Buffer | null;
  recorded_at: Timestamp;
  recorded_by: string;
  weight: string;
  words: Buffer;
}

export interface BreachAppeal {
  answered_by_id: string | null;
  asked_at: Timestamp;
  breach_id: string;
  decided_at: Timestamp | null;
  decided_by: string | null;
  ending: string | null;
  id: string;
  late_told_at: Timestamp | null;
  org_id: string;
  outcome: string | null;
  passed_from: string | null;
  pause_until: string | null;
  promised_at: Timestamp;
  reason: Buffer | null;
  warn_at: Timestamp | null;
  warned_at: Timestamp | null;
  words: Buffer;
}

export interface CalendarFeed {
  ended_at: Timestamp | null;
  id: string;
  made_at: Timestamp;
  org_id: string;
  person_id: string;
  token_hash: Buffer;
}

export interface Challenge {
  about: Generated<Json>;
  ends_at: Timestamp;
  id: string;
  made_at: Timestamp;
  org_id: string;
  person_id: string | null;
  purpose: string;
  used_at: Timestamp | null;
  value: Buffer;
}

export interface CheckIn {
  answered_at: Timestamp | null;
  asked_at: Timestamp | null;
  due_at: Timestamp;
  id: string;
  kind: string;
  org_id: string;
  person_id: string;
  programme_id: string;
  relationship_id: string | null;
  skipped_at: Timestamp | null;
}

export interface CheckInAnswer {
  answered_at: Timestamp;
  check_in_id: string;
  item: string;
  org_id: string;
  shared_at: Timestamp | null;
  value: number | null;
  words: Buffer | null;
}

export interface Clearance {
  done_on: string;
  expires_on: string | null;
  id: string;
  kind: string;
  note: Buffer | null;
  org_id: string;
  person_id: string;
  programme_id: string;
  recorded_at: Timestamp;
  recorded_by: string;
  withdrawn_at: Timestamp | null;
}

export interface Concern {
  about_id: string | null;
  about_kind: string | null;
  about_person: string | null;
  also_for: Generated<string[]>;
  asked: string | null;
  backup_id: string | null;
  care_told_at: Timestamp | null;
  climb_at: Timestamp | null;
  climbed_at: Timestamp | null;
  closed_at: Timestamp | null;
  closed_by: string | null;
  conversation_id: string | null;
  erased_at: Timestamp | null;
  id: string;
  kept_from: Generated<string[]>;
  kinds: Generated<string[]>;
  level: string;
  next_call_at: Timestamp | null;
  org_id: string;
  outcome: string | null;
  owner_id: string | null;
  programme_id: string | null;
  raised_at: Timestamp;
  raised_by: string | null;
  reach_back: Buffer | null;
  review_at: Timestamp | null;
  review_told_at: Timestamp | null;
  said_back: Buffer | null;
  taken_at: Timestamp | null;
  taken_by: string | null;
  told: string | null;
  told_them: Generated<boolean>;
  words: Buffer | null;
}

export interface ConcernItem {
  author_id: string;
  commitment: Buffer;
  concern_id: string;
  conversation_id: string;
  id: string;
  org_id: string;
  previous: Buffer | null;
  sent_at: Timestamp;
  seq: number;
  tag: Buffer;
  tag_key_id: string;
  words: Buffer;
}

export interface ConcernNote {
  at: Timestamp;
  by_person: string | null;
  concern_id: string;
  id: string;
  kind: string;
  org_id: string;
  words: Buffer | null;
}

export interface ConcernPicture {
  concern_id: string;
  id: string;
  org_id: string;
  sealed: Buffer;
}

export interface Consent {
  given_at: Timestamp;
  id: string;
  kind: string;
  org_id: string;
  person_id: string;
  version: string;
  withdrawn_at: Timestamp | null;
}

export interface Contact {
  added_at: Timestamp;
  careful: Buffer | null;
  confirmed_at: Timestamp | null;
  id: string;
  kind: string;
  lookup: Buffer;
  main: Generated<boolean>;
  org_id: string;
  person_id: string;
  removed_at: Timestamp | null;
  value: Buffer;
}

export interface ContactLog {
  channel: string;
  happened_at: Timestamp;
  id: string;
  logged_at: Timestamp;
  logged_by: string;
  minutes: number | null;
  org_id: string;
  relationship_id: string;
}

export interface ContactRelease {
  asked_at: Timestamp;
  asked_by: string;
  asked_to_tell_at: Timestamp | null;
  concern_id: string;
  confirmed_at: Timestamp | null;
  confirmed_by: string | null;
  id: string;
  open_until: Timestamp | null;
  opened_at: Timestamp | null;
  org_id: string;
  person_id: string;
  reason: Buffer;
  refused_at: Timestamp | null;
  refused_by: string | null;
  tell_at: Timestamp;
  tell_later: Buffer | null;
  told_at: Timestamp | null;
  told_by: string | null;
}

export interface ContactSheet {
  changed_at: Timestamp;
  generation: Generated<number>;
  org_id: string;
  person_id: string;
  spoken_at: Timestamp | null;
  words: Buffer;
  written_by: string | null;
}

export interface Conversation {
  closed_at: Timestamp | null;
  history_policy: Generated<string>;
  id: string;
  kind: string;
  last_at: Timestamp | null;
  last_commitment: Buffer | null;
  last_seq: Generated<number>;
  opened_at: Timestamp;
  org_id: string;
  programme_id: string;
  retention_days: Generated<number>;
  scheme: Generated<string>;
  shredded_at: Timestamp | null;
  starts_at: Timestamp | null;
}

export interface ConversationMember {
  conversation_id: string;
  joined_at: Timestamp;
  joined_seq: Generated<number>;
  left_at: Timestamp | null;
  left_seq: number | null;
  org_id: string;
  person_id: string;
  read_seq: Generated<number>;
  told_seq: Generated<number>;
}

export interface DangerCall {
  called_at: Timestamp | null;
  called_by: string | null;
  concern_id: string;
  ended: string | null;
  id: string;
  org_id: string;
  person_id: string;
  position: number;
  told_at: Timestamp | null;
}

export interface DataKey {
  alg: Generated<string>;
  author_id: string;
  conversation_id: string;
  destroyed_at: Timestamp | null;
  generation: Generated<number>;
  id: string;
  made_at: Timestamp;
  org_id: string;
}

export interface DemoClock {
  ahead_ms: Generated<number>;
  org_id: string;
}

export interface DemoMail {
  attachment: string | null;
  body: string;
  html: Generated<string>;
  id: string;
  org_id: string;
  person_id: string | null;
  sent_at: Timestamp;
  subject: string;
  to_label: string;
}

export interface Erasure {
  about: Generated<Json>;
  again: Generated<boolean>;
  at: Timestamp;
  because: string;
  due_at: Timestamp;
  id: string;
  kind: string;
  org_id: string;
  subject_id: string;
}

export interface ErasureDone {
  at: Timestamp;
  erasure_id: string;
  org_id: string;
}

export interface Fact {
  about: Generated<Json>;
  at: Timestamp;
  by_person_id: string | null;
  id: string;
  name: string;
  org_id: string;
  programme_id: string | null;
  subject_id: string;
  subject_kind: string;
  xid: Generated<string>;
}

export interface FactReader {
  id: Generated<string>;
  org_id: string;
  reader: string;
  xid: Generated<string>;
}

export interface HelpLine {
  about: Generated<Json>;
  call: string | null;
  confirmed_by: string | null;
  confirmed_on: string | null;
  country: string;
  hours: Generated<Json>;
  id: string;
  kind: Generated<string>;
  languages: Generated<string[]>;
  name: Json;
  org_id: string;
  owner_id: string | null;
  position: Generated<number>;
  region: string | null;
  removed_at: Timestamp | null;
  sms: string | null;
  sms_words: string | null;
  source: string | null;
  web: string | null;
}

export interface Import {
  counts: Generated<Json>;
  file_name: string;
  id: string;
  mapping: Generated<Json>;
  org_id: string;
  programme_id: string;
  run_at: Timestamp | null;
  run_by: string | null;
  sheet: Buffer | null;
  side: string;
  undone_at: Timestamp | null;
  undone_by: string | null;
  uploaded_at: Timestamp;
  uploaded_by: string;
}

export interface ImportRow {
  import_id: string;
  made_id: string;
  made_kind: string;
  org_id: string;
  row_number: number;
}

export interface Introduction {
  author_id: string;
  changed_at: Timestamp;
  org_id: string;
  proposal_id: string;
  side: string;
  words: Buffer;
}

export interface KeptApart {
  ended_at: Timestamp | null;
  id: string;
  kind: string;
  one_person: string;
  org_id: string;
  other_person: string;
  set_at: Timestamp;
  set_by: string;
}

export interface KeptNote {
  at: Timestamp;
  id: string;
  import_id: string | null;
  label: string;
  org_id: string;
  person_id: string;
  programme_id: string;
  words: Buffer;
}

export interface Letter {
  about_id: string | null;
  about_kind: string | null;
  at: Timestamp;
  channel: string;
  from_programme: boolean;
  id: string;
  org_id: string;
  person_id: string;
  programme_id: string;
  reached: Generated<boolean>;
  read_at: Timestamp | null;
  words: Buffer;
  written_by: string | null;
}

export interface LetterThread {
  id: string;
  last_at: Timestamp;
  last_letter_id: string;
  org_id: string;
  person_id: string;
  programme_id: string;
  waiting_since: Timestamp | null;
}

export interface MatchingChange {
  at: Generated<Timestamp>;
  org_id: string;
  programme_id: string;
  supporter_id: string;
  xact: number;
}

export interface MatchingHold {
  id: string;
  kind: string;
  org_id: string;
  programme_id: string;
  reason: Buffer | null;
  released_at: Timestamp | null;
  released_by: string | null;
  request_id: string;
  set_at: Timestamp;
  set_by: string;
  supporter_id: string;
}

export interface MatchingRound {
  against_id: string | null;
  asked_at: Timestamp;
  asked_by: string;
  engine_version: string;
  failed_why: string | null;
  figures: Json | null;
  fraction: Generated<number>;
  id: string;
  inputs_hash: string | null;
  org_id: string;
  programme_id: string;
  ready_at: Timestamp | null;
  report: Json | null;
  stage: Generated<string>;
  state: Generated<string>;
  swaps: Json | null;
  taken_until: Timestamp | null;
  told_at: Timestamp;
  trial: Generated<boolean>;
  tries: Generated<number>;
  weights: Json;
}

export interface MatchingRoundDecision {
  decided_at: Timestamp;
  decided_by: string;
  fell: Generated<number>;
  id: string;
  kind: string;
  made: Generated<number>;
  org_id: string;
  round_id: string;
  why: Buffer;
}

export interface MatchingRoundMarket {
  bytes: Buffer;
  org_id: string;
  round_id: string;
}

export interface MatchingRoundPair {
  before_id: string | null;
  bonus: Generated<number>;
  change: string;
  fell_why: string | null;
  kind: string;
  org_id: string;
  parts: Generated<Json>;
  position: number;
  possible: Generated<number>;
  proposal_id: string | null;
  removed: Generated<Json>;
  request_id: string;
  round_id: string;
  score: number | null;
  supporter_id: string | null;
}

export interface Meeting {
  accepted_at: Timestamp | null;
  calendar_id: string | null;
  cancelled_at: Timestamp | null;
  cancelled_by: string | null;
  conversation_id: string;
  data_key_id: string | null;
  day_reminded_at: Timestamp | null;
  declined_at: Timestamp | null;
  hour_reminded_at: Timestamp | null;
  how: string;
  id: string;
  minutes: number;
  org_id: string;
  place: Buffer | null;
  proposed_at: Timestamp;
  proposed_by: string;
  relationship_id: string;
  replaced_at: Timestamp | null;
  replaces_id: string | null;
  sequence: Generated<number>;
  starts_at: Timestamp;
  zone: string;
}

export interface Message {
  author_id: string;
  client_message_id: string;
  commit_by: Generated<string>;
  commitment: Buffer;
  conversation_id: string;
  data_key_id: string;
  envelope: Buffer;
  id: string;
  inner_epoch: number | null;
  inner_scheme: Generated<string>;
  org_id: string;
  prev_commitment: Buffer | null;
  removed_at: Timestamp | null;
  replaces_id: string | null;
  sent_at: Timestamp;
  seq: number;
  size_bucket: number;
  tag: Buffer;
  tag_key_id: string;
}

export interface Notice {
  about_id: string | null;
  about_kind: string | null;
  channel: Generated<string>;
  dropped_at: Timestamp | null;
  dropped_why: string | null;
  due_at: Timestamp;
  effect: string;
  fills: Generated<Json>;
  handing_over_at: Timestamp | null;
  id: string;
  kind: string;
  made_at: Timestamp;
  next_try_at: Timestamp;
  org_id: string;
  person_id: string | null;
  programme_id: string | null;
  rings: Generated<boolean>;
  secret: Buffer | null;
  sent_at: Timestamp | null;
  to_address: Buffer | null;
  tries: Generated<number>;
  trouble: string | null;
  unanswered_at: Timestamp | null;
}

export interface OlderWordsOpening {
  confirmed_at: Timestamp | null;
  confirmed_by: string | null;
  id: string;
  met_at: Timestamp;
  met_by: string;
  org_id: string;
  person_id: string;
  programme_id: string;
  session_id: string;
}

export interface OneTimeSecret {
  confirmed_at: Timestamp | null;
  last_step: Generated<number>;
  made_at: Timestamp;
  org_id: string;
  person_id: string;
  secret: Buffer;
}

export interface Organisation {
  country: Generated<string>;
  created_at: Generated<Timestamp>;
  host: string | null;
  lang: Generated<string>;
  name: string;
  org_id: string;
  sender_name: Generated<string>;
  set_up_at: Timestamp | null;
  settings: Generated<Json>;
  zone: Generated<string>;
}

export interface OutsideIdentity {
  id: string;
  issuer: string;
  linked_at: Timestamp;
  org_id: string;
  person_id: string;
  subject: string;
}

export interface Passkey {
  counter: Generated<number>;
  credential_id: Buffer;
  id: string;
  made_at: Timestamp;
  name: Generated<string>;
  org_id: string;
  person_id: string;
  public_key: Buffer;
  removed_at: Timestamp | null;
  transports: Generated<string[]>;
  used_at: Timestamp | null;
}

export interface Password {
  hash: string;
  org_id: string;
  person_id: string;
  set_at: Timestamp;
}

export interface Person {
  begun_at: Timestamp;
  came_in_at: Timestamp | null;
  entered_by: string | null;
  erased_at: Timestamp | null;
  id: string;
  joined_at: Timestamp | null;
  lang: Generated<string>;
  left_at: Timestamp | null;
  name: Buffer | null;
  org_id: string;
  pronouns: Buffer | null;
  zone: string | null;
}

export interface Preference {
  changed_at: Timestamp;
  digest: Generated<boolean>;
  notices: Generated<string>;
  org_id: string;
  person_id: string;
  quiet_from: string | null;
  quiet_until: string | null;
  shared_device: Generated<boolean>;
}

export interface Programme {
  capabilities: Generated<string[]>;
  capacity: Generated<Json>;
  closed_at: Timestamp | null;
  first_to_answer: Generated<string>;
  id: string;
  lang: Generated<string>;
  made_at: Timestamp;
  name: Json;
  opened_at: Timestamp | null;
  org_id: string;
  settings: Generated<Json>;
  slug: string;
  template: string;
  who_chooses: Generated<string>;
  words: Generated<Json>;
  zone: string;
}

export interface ProgrammeClosedDay {
  day: string;
  name: Generated<string>;
  org_id: string;
  programme_id: string;
}

export interface ProgrammeContent {
  body: Json;
  changed_at: Timestamp;
  changed_by: string | null;
  id: string;
  kind: string;
  org_id: string;
  position: Generated<number>;
  programme_id: string;
  removed_at: Timestamp | null;
  version: Generated<number>;
}

export interface ProgrammeContentBefore {
  body: Json;
  changed_at: Timestamp;
  changed_by: string | null;
  id: string;
  kind: string;
  org_id: string;
  programme_id: string;
  version: number;
}

export interface ProgrammeHours {
  closes: string;
  opens: string;
  org_id: string;
  programme_id: string;
  weekday: number;
}

export interface Promise {
  backup_id: string | null;
  climb_at: Timestamp;
  climbed_at: Timestamp | null;
  due_at: Timestamp;
  handed_over_at: Timestamp | null;
  id: string;
  kept_at: Timestamp | null;
  kept_by: string | null;
  kept_how: string | null;
  kind: string;
  made_at: Timestamp;
  org_id: string;
  owner_id: string | null;
  programme_id: string;
  promised_to: string | null;
  subject_id: string;
  subject_kind: string;
  warn_at: Timestamp;
  warned_at: Timestamp | null;
  withdrawn_at: Timestamp | null;
}

export interface PromiseStep {
  at: Timestamp;
  from_person: string | null;
  id: string;
  org_id: string;
  promise_id: string;
  to_person: string | null;
  what: string;
}

export interface PromiseTerm {
  amount: number;
  climb_amount: number;
  climb_unit: string;
  kind: string;
  org_id: string;
  programme_id: string;
  unit: string;
  warn_amount: number;
  warn_unit: string;
}

export interface ProofTag {
  hour: Timestamp;
  org_id: string;
  tag: Buffer;
}

export interface Proposal {
  ended_at: Timestamp | null;
  ended_how: string | null;
  engine_version: string;
  expires_at: Timestamp;
  id: string;
  org_id: string;
  place: Generated<number>;
  programme_id: string;
  proposed_at: Timestamp;
  proposed_by: string;
  reason: Buffer | null;
  reasons: Json;
  reminded_at: Timestamp | null;
  request_id: string;
  seeker_person: string;
  seeker_said: string | null;
  seeker_said_at: Timestamp | null;
  spoken_to: string | null;
  supporter_id: string;
  supporter_person: string;
  supporter_said: string | null;
  supporter_said_at: Timestamp | null;
}

export interface RecoveryCode {
  code_hash: Buffer;
  id: string;
  made_at: Timestamp;
  org_id: string;
  person_id: string;
  used_at: Timestamp | null;
}

export interface Relationship {
  agreed_at: Timestamp | null;
  back_at: Timestamp | null;
  begun_at: Timestamp;
  conversation_id: string;
  ended_at: Timestamp | null;
  ended_by: string | null;
  ended_how: string | null;
  id: string;
  kind: Generated<string>;
  last_contact_at: Timestamp | null;
  org_id: string;
  paused_at: Timestamp | null;
  paused_by: string | null;
  paused_until: Timestamp | null;
  programme_id: string;
  proposal_id: string | null;
  request_id: string | null;
  season_ends_on: string | null;
  seeker_id: string;
  silence_days: Generated<number>;
  standing_id: string;
  supporter_id: string;
}

export interface RetentionChoice {
  chosen_at: Timestamp;
  chosen_by: string;
  days: number;
  id: string;
  kind: string;
  org_id: string;
  programme_id: string | null;
}

export interface RetentionNight {
  day: string;
  done_at: Timestamp;
  org_id: string;
}

export interface RoleHeld {
  duty: string | null;
  ended_at: Timestamp | null;
  given_at: Timestamp;
  given_by: string | null;
  id: string;
  org_id: string;
  person_id: string;
  programme_id: string | null;
  role: string;
}

export interface SafetyNaming {
  answered_by: string | null;
  asked_at: Timestamp;
  asked_by: string;
  duty: string;
  ended_at: Timestamp | null;
  ended_how: string | null;
  id: string;
  org_id: string;
  person_id: string;
  programme_id: string;
  takes_effect_at: Timestamp;
}

export interface Session {
  created_at: Timestamp;
  device: Generated<string>;
  ended_at: Timestamp | null;
  ends_at: Timestamp;
  history_from: Timestamp | null;
  id: string;
  mark: Buffer | null;
  org_id: string;
  person_id: string;
  proof: string;
  second_step_at: Timestamp | null;
  seen_at: Timestamp;
  shared_device: Generated<boolean>;
  token_hash: Buffer;
}

export interface Sheet {
  begun_at: Timestamp;
  call_first: Generated<boolean>;
  came_from: Generated<string>;
  changed_at: Timestamp;
  entered_by: string | null;
  id: string;
  org_id: string;
  person_id: string;
  programme_id: string;
  resume_hash: Buffer | null;
  sent_at: Timestamp | null;
  set_id: string;
  side: string;
  visitor: string | null;
}

export interface SignInLink {
  code_hash: Buffer;
  ends_at: Timestamp;
  id: string;
  lookup: Buffer;
  made_at: Timestamp;
  org_id: string;
  person_id: string | null;
  purpose: Generated<string>;
  return_to: Generated<string>;
  token_hash: Buffer;
  tries: Generated<number>;
  used_at: Timestamp | null;
}

export interface Supporter {
  busy_since: Timestamp | null;
  capacity: Generated<number>;
  ended_at: Timestamp | null;
  hours_a_week: Numeric | null;
  id: string;
  import_id: string | null;
  org_id: string;
  paused_at: Timestamp | null;
  paused_until: Timestamp | null;
  person_id: string;
  programme_id: string;
  rest_days: Generated<number>;
  running: Generated<number>;
  sheet_id: string;
  since: Timestamp;
}

export interface SupportRequest {
  answered_at: Timestamp | null;
  call_first: Generated<boolean>;
  came_from: Generated<string>;
  closed_at: Timestamp | null;
  closed_how: string | null;
  held_at: Timestamp | null;
  id: string;
  import_id: string | null;
  matched_at: Timestamp | null;
  org_id: string;
  person_id: string;
  programme_id: string;
  ready_at: Timestamp | null;
  received_at: Timestamp;
  sheet_id: string;
  source: Generated<string>;
  urgent: Generated<boolean>;
  who_chooses: string | null;
  withdrawn_at: Timestamp | null;
}

export interface Trail {
  act: string;
  actor_id: string | null;
  actor_kind: string;
  at: Timestamp;
  id: string;
  org_id: string;
  outcome: string;
  programme_id: string | null;
  request_id: string;
  subject_id: string | null;
  subject_kind: string | null;
  xid: Generated<string>;
}

export interface TrailAnchor {
  chain: string;
  head: Buffer;
  hour: string;
  made_at: Timestamp;
  org_id: string;
  seq: number;
  tags_root: Buffer | null;
}

export interface TrailAnchorSent {
  addresses: number;
  anchors: number;
  day: string;
  org_id: string;
  up_to: Timestamp;
}

export interface TrailAnchorSignature {
  chain: string;
  hour: string;
  key_id: string;
  org_id: string;
  signature: string;
  signed_at: Timestamp;
}

export interface TrailChain {
  begun_at: Timestamp;
  chain: string;
  from_hash: Buffer;
  from_seq: number;
  org_id: string;
  why: string;
}

export interface TrailLink {
  hash: Buffer;
  line_id: string;
  org_id: string;
  prev: Buffer;
  sealed_at: Timestamp;
  seq: number;
  xid: string;
}

export interface TrainingRecord {
  completed_on: string;
  course: string;
  expires_on: string | null;
  id: string;
  org_id: string;
  person_id: string;
  programme_id: string;
  recorded_at: Timestamp;
  recorded_by: string;
  withdrawn_at: Timestamp | null;
}

/** Every table the app may name, with its columns. */
export interface Tables {
  act_once: ActOnce;
  agreement: Agreement;
  agreement_line: AgreementLine;
  agreement_remark: AgreementRemark;
  agreement_version: AgreementVersion;
  agreement_version_yes: AgreementVersionYes;
  agreement_yes: AgreementYes;
  answer: Answer;
  application: Application;
  attachment: Attachment;
  attempt: Attempt;
  breach: Breach;
  breach_appeal: BreachAppeal;
  calendar_feed: CalendarFeed;
  challenge: Challenge;
  check_in: CheckIn;
  check_in_answer: CheckInAnswer;
  clearance: Clearance;
  concern: Concern;
  concern_item: ConcernItem;
  concern_note: ConcernNote;
  concern_picture: ConcernPicture;
  consent: Consent;
  contact: Contact;
  contact_log: ContactLog;
  contact_release: ContactRelease;
  contact_sheet: ContactSheet;
  conversation: Conversation;
  conversation_member: ConversationMember;
  danger_call: DangerCall;
  data_key: DataKey;
  demo_clock: DemoClock;
  demo_mail: DemoMail;
  erasure: Erasure;
  erasure_done: ErasureDone;
  fact: Fact;
  fact_reader: FactReader;
  help_line: HelpLine;
  import: Import;
  import_row: ImportRow;
  introduction: Introduction;
  kept_apart: KeptApart;
  kept_note: KeptNote;
  letter: Letter;
  letter_thread: LetterThread;
  matching_change: MatchingChange;
  matching_hold: MatchingHold;
  matching_round: MatchingRound;
  matching_round_decision: MatchingRoundDecision;
  matching_round_market: MatchingRoundMarket;
  matching_round_pair: MatchingRoundPair;
  meeting: Meeting;
  message: Message;
  notice: Notice;
  older_words_opening: OlderWordsOpening;
  one_time_secret: OneTimeSecret;
  organisation: Organisation;
  outside_identity: OutsideIdentity;
  passkey: Passkey;
  password: Password;
  person: Person;
  preference: Preference;
  programme: Programme;
  programme_closed_day: ProgrammeClosedDay;
  programme_content: ProgrammeContent;
  programme_content_before: ProgrammeContentBefore;
  programme_hours: ProgrammeHours;
  promise: Promise;
  promise_step: PromiseStep;
  promise_term: PromiseTerm;
  proof_tag: ProofTag;
  proposal: Proposal;
  recovery_code: RecoveryCode;
  relationship: Relationship;
  retention_choice: RetentionChoice;
  retention_night: RetentionNight;
  role_held: RoleHeld;
  safety_naming: SafetyNaming;
  session: Session;
  sheet: Sheet;
  sign_in_link: SignInLink;
  support_request: SupportRequest;
  supporter: Supporter;
  trail: Trail;
  trail_anchor: TrailAnchor;
  trail_anchor_sent: TrailAnchorSent;
  trail_anchor_signature: TrailAnchorSignature;
  trail_chain: TrailChain;
  trail_link: TrailLink;
  training_record: TrainingRecord;
}
