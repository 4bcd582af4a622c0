/** Why an instance was not taken in. Codes are stable; the message says where and what. */
export type InstanceFault =
  | 'not-an-instance'
  | 'wrong-size'
  | 'truncated'
  | 'not-an-integer'
  | 'negative'
  | 'out-of-range'
  | 'out-of-order'
  | 'capacity-mismatch'
  | 'too-large'
  | 'contradiction';

/** Thrown when an instance is malformed, contradictory or too large to be solved exactly. Nothing was solved. */
export class InstanceRefused extends Error {
  /** The kind of mistake. */
  readonly fault: InstanceFault;

  constructor(fault: InstanceFault, message: string) {
    super(message);
    this.name = 'InstanceRefused';
    this.fault = fault;
  }
}

/** Stops reading with a reason. */
export function refuse(fault: InstanceFault, message: string): never {
  throw new InstanceRefused(fault, message);
}
