/// <reference lib="webworker" />
/**
 * The worker of a counter: stretches passphrases, beside the page, and writes secrets over one another in one file of
 * the origin's private file system, which only a worker may do.
 */
import { fileJobs } from "./file-jobs";
import { passphraseBits } from "./passphrase-bits";
import { readSlot, takeSlots, usedSlots, wipeSlots } from "./slot-file";
import type { Numbered, VaultAnswer, VaultRequest } from "./vault-messages";

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

const FILE_NAME = "relais-secrets";

/**
 * Undefined where there is no file system at all: private windows of Firefox (SecurityError) and Safari (UnknownError)
 * have a database and none.
 */
async function openFolder(): Promise<FileSystemDirectoryHandle | undefined> {
	if (typeof FileSystemFileHandle !== "function" || !("createSyncAccessHandle" in FileSystemFileHandle.prototype))
		return undefined;
	try {
		return await navigator.storage.getDirectory();
	} catch (error) {
		if (error instanceof DOMException && ["SecurityError", "UnknownError"].includes(error.name)) return undefined;
		throw error;
	}
}

/** One page at a time: the browser opens such a file once. */
const inFile = fileJobs((work) =>
	navigator.locks.request("relais-secrets", async () => {
		const folder = await openFolder();
		if (folder === undefined) return work(undefined);
		const handle = await folder.getFileHandle(FILE_NAME, { create: true });
		const file = await handle.createSyncAccessHandle();
		try {
			work(file);
		} finally {
			file.close();
		}
	}),
);

const UNSUPPORTED = { type: "unsupported" } as const;

async function answerTo(request: VaultRequest): Promise<VaultAnswer> {
	switch (request.type) {
		case "stretch":
			return { type: "stretched", bits: passphraseBits(request.passphrase, request.salt, request.cost) };
		case "take": {
			const taken = await inFile((file) => takeSlots(file, request.count, (bytes) => crypto.getRandomValues(bytes)));
			return taken === undefined ? UNSUPPORTED : { type: "slots", slots: taken.value };
		}
		case "read": {
			const read = await inFile((file) => request.slots.map((slot) => readSlot(file, slot)));
			return read === undefined ? UNSUPPORTED : { type: "slots", slots: read.value };
		}
		case "wipe": {
			const wiped = await inFile((file) => wipeSlots(file, request.slots));
			return wiped === undefined ? UNSUPPORTED : { type: "wiped" };
		}
		case "list": {
			const used = await inFile(usedSlots);
			return used === undefined ? UNSUPPORTED : { type: "used", slots: used.value };
		}
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
