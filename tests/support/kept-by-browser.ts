import type { Page } from "@playwright/test";

/** Everything that this page's origin keeps, as text: every database with its keys, every cache, both storages. */
export type Kept = { readonly databases: string; readonly caches: string; readonly storages: string };

export async function keptByBrowser(page: Page): Promise<Kept> {
	return await page.evaluate(readAll);
}

/** Runs in the page. */
async function readAll(): Promise<Kept> {
	const settle = <Value>(request: IDBRequest<Value>) =>
		new Promise<Value>((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error);
		});
	const textOf = (value: unknown): string => {
		if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder().decode(value);
		if (Array.isArray(value)) return value.map(textOf).join("\n");
		if (value === null || typeof value !== "object") return String(value);
		return Object.entries(value)
			.map(([name, part]) => `${name}: ${textOf(part)}`)
			.join("\n");
	};
	const databases: string[] = [];
	for (const { name = "" } of await indexedDB.databases()) {
		const database = await settle(indexedDB.open(name));
		for (const store of database.objectStoreNames) {
			const rows = database.transaction(store).objectStore(store);
			const [keys, values] = await Promise.all([settle(rows.getAllKeys()), settle(rows.getAll())]);
			databases.push(store, textOf(keys), textOf(values));
		}
		database.close();
	}
	const cached: string[] = [];
	for (const name of await caches.keys()) {
		const cache = await caches.open(name);
		for (const request of await cache.keys()) {
			cached.push(request.url, (await (await cache.match(request))?.text()) ?? "");
		}
	}
	const storages = [localStorage, sessionStorage].map((storage) => textOf({ ...storage })).join("\n");
	return { databases: databases.join("\n"), caches: cached.join("\n"), storages };
}
