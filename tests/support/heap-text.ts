/** What lies in the memory of a page and of its workers, as text: every string that a heap snapshot holds. */
import type { Page } from "@playwright/test";
import { followWorkers } from "./heap-usage";

/** One text for each heap: the page's, then its workers'. What can be let go is let go first. */
export async function readHeaps(page: Page): Promise<readonly string[]> {
	const session = await page.context().newCDPSession(page);
	const chunks = new Map<string, string[]>([["page", []]]);
	const add = (heap: string, chunk: string) => chunks.set(heap, [...(chunks.get(heap) ?? []), chunk]);
	try {
		session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => add("page", chunk));
		const workers = await followWorkers(session, ({ session: heap, method, params }) => {
			if (method === "HeapProfiler.addHeapSnapshotChunk") add(heap, (params as { readonly chunk: string }).chunk);
		});
		await session.send("HeapProfiler.collectGarbage");
		await session.send("HeapProfiler.takeHeapSnapshot");
		for (const ask of workers.values()) {
			await ask("HeapProfiler.collectGarbage");
			await ask("HeapProfiler.takeHeapSnapshot");
		}
		return [...chunks.values()].map(stringsOf);
	} finally {
		await session.detach();
	}
}

/** The snapshot's table of strings, without the graph that points into it. */
function stringsOf(chunks: readonly string[]): string {
	const { strings } = JSON.parse(chunks.join("")) as { readonly strings: readonly string[] };
	return strings.join("\n");
}
