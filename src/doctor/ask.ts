/**
 * Puts one statement to the database and gives its rows: as the owner for the whole of it, or through the app's login for the organisation whose page it is
 * (row-level security keeps it there).
 */
export type Ask = <R>(statement: string, values?: readonly unknown[]) => Promise<readonly R[]>;
