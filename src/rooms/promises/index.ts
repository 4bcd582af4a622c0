// Promises: what was promised to whom by when, in whose hands, and who steps in (P6). Other rooms and pages import this door only.
export { changeOwner } from './change-owner.ts';
export { handOver, keepPromise, makePromise, type PromiseBegun, type PromiseGiven, withdrawPromise } from './steps.ts';
export { promisesToSamePerson, promiseToSameThing } from './same-person.ts';
export { keptShare, promiseFor, promisesAbout, promisesNearestFirst, promisesRunningFor, promiseSteps } from './looking.ts';
export { programmeKept } from './programme-kept.ts';
export { sweepPromises, type Swept } from './sweep.ts';
export type { PromiseMade, PromiseStep, StepKind } from './promise.ts';
export { type KeptShare, type Length, measuredDays, type PromiseState, type PromiseTerm, promiseTimes, stateOf } from './rules.ts';
