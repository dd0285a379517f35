/** The keys that a page handles, as its own calls of WebCrypto show them: what a copy of its disk must not contain. */
import type { BrowserContext } from "@playwright/test";

export type SeenKeys = {
	/** PKCS #8 of every signing key that was exported or imported. */
	readonly signing: readonly Uint8Array[];
	/** Every AES key that was imported from its bytes. */
	readonly aes: readonly Uint8Array[];
	/** Forgets what was seen so far. */
	clear(): void;
};

/** From the next page on. Call it again after a restart of the browser, with the same `seen`. */
export async function watchKeys(context: BrowserContext, seen: SeenKeys = newlySeen()): Promise<SeenKeys> {
	await context.exposeBinding("relaisTestKey", (_source, kind: "signing" | "aes", bytes: number[]) => {
		(seen[kind] as Uint8Array[]).push(Uint8Array.from(bytes));
	});
	await context.addInitScript(watchPage);
	return seen;
}

function newlySeen(): SeenKeys {
	const [signing, aes]: [Uint8Array[], Uint8Array[]] = [[], []];
	return {
		signing,
		aes,
		clear: () => {
			signing.length = 0;
			aes.length = 0;
		},
	};
}

/** Runs in the page. */
function watchPage(): void {
	const tell = (globalThis as unknown as { relaisTestKey(kind: string, bytes: number[]): void }).relaisTestKey;
	const { importKey, exportKey } = SubtleCrypto.prototype;
	const bytesOf = (data: BufferSource) =>
		data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
	SubtleCrypto.prototype.importKey = function (this: SubtleCrypto, ...given: unknown[]) {
		const [format, data, algorithm] = given as [string, BufferSource, unknown];
		if (format === "pkcs8") tell("signing", [...bytesOf(data)]);
		if (format === "raw" && algorithm === "AES-GCM") tell("aes", [...bytesOf(data)]);
		return Reflect.apply(importKey, this, given) as Promise<CryptoKey>;
	} as typeof importKey;
	SubtleCrypto.prototype.exportKey = async function (this: SubtleCrypto, ...given: unknown[]) {
		const exported: unknown = await Reflect.apply(exportKey, this, given);
		if (given[0] === "pkcs8") tell("signing", [...new Uint8Array(exported as ArrayBuffer)]);
		return exported;
	} as typeof exportKey;
}
