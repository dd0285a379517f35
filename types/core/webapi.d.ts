// The only platform names that lib's pure folders may use: present in browsers, workers and Node alike.
declare class TextEncoder {
	encode(input?: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
	constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
	decode(input?: Uint8Array): string;
}
declare function atob(data: string): string;
declare function btoa(data: string): string;
/** Injected as an argument (`crypto.subtle` of a page, a worker or Node), never reached as a global. */
interface CryptoKey {
	readonly type: string;
	readonly extractable: boolean;
	readonly algorithm: { readonly name: string };
	readonly usages: string[];
}
type KeyAlgorithmInput = { readonly name: string; readonly namedCurve?: string; readonly hash?: string };
type SignatureAlgorithm = { readonly name: string; readonly hash?: string; readonly saltLength?: number };
interface SubtleCrypto {
	importKey(
		format: "spki" | "raw",
		keyData: Uint8Array<ArrayBuffer>,
		algorithm: KeyAlgorithmInput,
		extractable: boolean,
		keyUsages: readonly ("sign" | "verify")[],
	): Promise<CryptoKey>;
	verify(
		algorithm: SignatureAlgorithm,
		key: CryptoKey,
		signature: Uint8Array<ArrayBuffer>,
		data: Uint8Array<ArrayBuffer>,
	): Promise<boolean>;
	sign(algorithm: SignatureAlgorithm, key: CryptoKey, data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
	digest(algorithm: "SHA-256", data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
}
