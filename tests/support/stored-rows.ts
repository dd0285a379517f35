import type { Evaluated } from "./screen";

/** All rows of one table, as the page's database has them; in a database that was never made, none. */
export async function storedRows<Row>(
	page: Evaluated,
	table: string,
	{ database = "relais" }: { readonly database?: string } = {},
): Promise<readonly Row[]> {
	return await page.evaluate(readRows<Row>, { table, database });
}

/** Runs in the page. */
async function readRows<Row>({ table, database }: { table: string; database: string }): Promise<Row[]> {
	const settle = <Value>(request: IDBRequest<Value>) =>
		new Promise<Value>((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error);
		});
	const opened = await settle(indexedDB.open(database));
	try {
		return await settle<Row[]>(opened.transaction(table).objectStore(table).getAll());
	} finally {
		opened.close();
	}
}
