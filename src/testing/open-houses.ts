/** What one test file opened and must close. Kept apart from what opens them, so that pure tests load nothing of the database. */
export const openHouses = new Set<{ close(): Promise<void> }>();
