/** How much memory a page and its workers hold on to, after everything that can be let go is gone. */
import type { CDPSession, Page } from "@playwright/test";

/**
 * Bytes. Objects and strings: whatever names somebody would be among them. Buffers: frames, and the memory of the decoder,
 * which keeps the size of the largest frame so far.
 */
type HeapUsage = { readonly page: number; readonly workers: number; readonly buffers: number };

type Answer = { readonly usedSize: number; readonly embedderHeapUsedSize: number; readonly backingStorageSize: number };

export type HeapMeter = { measure(): Promise<HeapUsage>; close(): Promise<void> };

/** Workers that are started later are measured too. */
export async function openHeapMeter(page: Page): Promise<HeapMeter> {
	const session = await page.context().newCDPSession(page);
	const workers = await followWorkers(session);
	return {
		measure: async () => {
			await session.send("HeapProfiler.collectGarbage");
			const own = (await session.send("Runtime.getHeapUsage")) as Answer;
			let theirs = 0;
			let buffers = own.backingStorageSize;
			for (const ask of workers.values()) {
				await ask("HeapProfiler.collectGarbage");
				const usage = (await ask("Runtime.getHeapUsage")) as Answer;
				theirs += objects(usage);
				buffers += usage.backingStorageSize;
			}
			return { page: objects(own), workers: theirs, buffers };
		},
		close: () => session.detach(),
	};
}

function objects({ usedSize, embedderHeapUsedSize }: Answer): number {
	return usedSize + embedderHeapUsedSize;
}

type Ask = (method: string) => Promise<unknown>;
type Told = { readonly session: string; readonly method: string; readonly params: unknown };

/**
 * By session. A worker is spoken to through the page's session, in messages within messages; what it says by itself goes
 * to `onTold`.
 */
export async function followWorkers(
	session: CDPSession,
	onTold: (told: Told) => void = () => {},
): Promise<ReadonlyMap<string, Ask>> {
	const workers = new Map<string, Ask>();
	const waiting = new Map<string, (answer: unknown) => void>();
	let next = 0;
	session.on("Target.receivedMessageFromTarget", ({ sessionId, message }) => {
		const { id, result, method, params } = JSON.parse(message) as { id?: number; result?: unknown } & Partial<Told>;
		if (method !== undefined) onTold({ session: sessionId, method, params });
		waiting.get(`${sessionId} ${id}`)?.(result);
	});
	session.on("Target.detachedFromTarget", ({ sessionId }) => workers.delete(sessionId));
	session.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
		if (targetInfo.type !== "worker") return;
		workers.set(sessionId, async (method) => {
			const id = next++;
			const answer = new Promise((resolve) => waiting.set(`${sessionId} ${id}`, resolve));
			await session.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method }) });
			return await answer;
		});
	});
	await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
	return workers;
}
