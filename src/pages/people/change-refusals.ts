/** What is said when a session may not change how its person comes in, or is reached. */
export const changeRefusals = { 'sign-in-again': 'people.refusal.sign-in-again', 'history-waits': 'people.refusal.history-waits' } as const;
