/// <reference lib="webworker" />
/**
 * The worker of a counter: stretches passphrases, beside the page, and writes secrets over one another in one file of
 * the origin's private file system, which only a worker may do.
 */
import { passphraseBits } from "./passphrase-bits";
import { type OpenFile, readSlot, takeSlots, usedSlots, wipeSlots } from "./slot-file";
import type { Numbered, VaultAnswer, VaultRequest } from "./vault-messages";

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

const FILE_NAME = "relais-secrets";

/** One page at a time: the browser opens such a file once. */
function inFile<Value>(work: (file: OpenFile) => Value): Promise<Value | undefined> {
	return navigator.locks.request("relais-secrets", async () => {
		const folder = await navigator.storage.getDirectory();
		const handle = await folder.getFileHandle(FILE_NAME, { create: true });
		const file = await handle.createSyncAccessHandle();
		try {
			return work(file);
		} finally {
			file.close();
		}
	});
}

const hasFiles = () =>
	typeof FileSystemFileHandle === "function" && "createSyncAccessHandle" in FileSystemFileHandle.prototype;

async function answerTo(request: VaultRequest): Promise<VaultAnswer> {
	if (request.type !== "stretch" && !hasFiles()) return { type: "unsupported" };
	switch (request.type) {
		case "stretch":
			return { type: "stretched", bits: passphraseBits(request.passphrase, request.salt, request.cost) };
		case "take": {
			const slots = await inFile((file) => takeSlots(file, request.count, (bytes) => crypto.getRandomValues(bytes)));
			return { type: "slots", slots: slots ?? [] };
		}
		case "read": {
			const slots = await inFile((file) => request.slots.map((slot) => readSlot(file, slot)));
			return { type: "slots", slots: slots ?? [] };
		}
		case "wipe":
			await inFile((file) => wipeSlots(file, request.slots));
			return { type: "wiped" };
		case "list":
			return { type: "used", slots: (await inFile(usedSlots)) ?? [] };
	}
}

scope.onmessage = async ({ data }: MessageEvent<Numbered<VaultRequest>>) => {
	let answer: VaultAnswer;
	try {
		answer = await answerTo(data);
	} catch (error) {
		const { name, message } = error instanceof Error ? error : { name: "Error", message: "unknown" };
		answer = { type: "failed", name, message };
	}
	scope.postMessage({ ...answer, id: data.id } satisfies Numbered<VaultAnswer>);
};
