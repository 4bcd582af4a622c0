/** A way to send short text messages. None is built in: each country has its own companies, and each sees every number. */
export interface TextSender {
  /** False: there is no such way, so a notice becomes an e-mail or a call by a person. */
  readonly sends: boolean;
}

/** The only one that ships: no text message is ever sent. */
export const noTexts: TextSender = { sends: false };
