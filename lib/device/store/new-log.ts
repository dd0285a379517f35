import "client-only";
import Dexie from "dexie";

const NAME = "relais-new-log";

/**
 * [ND-12] Chromium keeps all databases of a site in one LevelDB. Where it is ended in the middle of a write, the log of it
 * ends with half an entry. The next start passes over that, but goes on in the same log: what it appends turns the half
 * into damage, and the start after that answers damage by deleting every database of the site. Deleting a database makes
 * Chromium close its log, put what was readable in it elsewhere, and begin a new one; other browsers take it for what it
 * says. To be done at every start, before much is written. An empty one does, and costs some thirty milliseconds.
 */
export async function beginNewLog(): Promise<void> {
	await navigator.locks.request(NAME, async () => {
		const db = new Dexie(NAME);
		db.version(1).stores({ nothing: "id" });
		await db.open();
		await db.delete();
	});
}
