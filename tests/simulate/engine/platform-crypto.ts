/**
 * The platform's cryptography, asked once for each question and answered at once: many doors check the same list by the
 * same key, and the same bytes under the same key have the same answer. Only answers are kept; what throws is asked
 * again. WebCrypto works on another thread, and one seed has nothing to do until that has answered: node:crypto asks the
 * same OpenSSL on this one.
 */
import { KeyObject, sign as signNow, verify as verifyNow } from "node:crypto";

const MOST = 4096;

type Subtle = typeof crypto.subtle;
type OfJwk = (format: "jwk", material: JsonWebKey, ...how: readonly unknown[]) => Promise<CryptoKey>;

let isRemembering = false;

/** From now on, in this process. */
export function cryptoAtOnce(): void {
	if (isRemembering) return;
	isRemembering = true;
	const { subtle } = crypto;
	const importKey = subtle.importKey.bind(subtle) as OfJwk;
	const [verify, sign] = [subtle.verify.bind(subtle), subtle.sign.bind(subtle)];
	const keys = remembered<CryptoKey>();
	const verdicts = new WeakMap<CryptoKey, ReturnType<typeof remembered<boolean>>>();
	const verdictsOf = (key: CryptoKey) => {
		const known = verdicts.get(key) ?? remembered<boolean>();
		verdicts.set(key, known);
		return known;
	};
	const importOnce: OfJwk = (format, ...given) => {
		const ask = () => importKey(format, ...given);
		return format === "jwk" ? keys(JSON.stringify(given), ask) : ask();
	};
	const verifyOnce: Subtle["verify"] = (algorithm, key, signature, data) => {
		const question = [JSON.stringify(algorithm), text(signature), text(data)].join(" ");
		return verdictsOf(key)(question, async () =>
			isEs256(algorithm)
				? verifyNow("sha256", bytes(data), raw(key), bytes(signature))
				: verify(algorithm, key, signature, data),
		);
	};
	const signOnce: Subtle["sign"] = async (algorithm, key, data) =>
		isEs256(algorithm) ? Uint8Array.from(signNow("sha256", bytes(data), raw(key))).buffer : sign(algorithm, key, data);
	Object.assign(subtle, { importKey: importOnce, verify: verifyOnce, sign: signOnce });
}

/** As lists and keysets are signed; whatever else a portal beside the model signs goes its usual way. */
function isEs256(algorithm: unknown): boolean {
	const { name, hash } = algorithm as { readonly name?: string; readonly hash?: string | { readonly name: string } };
	return name === "ECDSA" && (typeof hash === "string" ? hash : hash?.name) === "SHA-256";
}

/** r and s one after the other, as WebCrypto has them. */
const raw = (key: CryptoKey) => ({ key: KeyObject.from(key), dsaEncoding: "ieee-p1363" }) as const;

function remembered<Answer>() {
	const known = new Map<string, Answer>();
	return async (question: string, ask: () => Promise<Answer>): Promise<Answer> => {
		const answered = known.get(question);
		if (answered !== undefined) return answered;
		const answer = await ask();
		if (known.size >= MOST) known.clear();
		known.set(question, answer);
		return answer;
	};
}

function bytes(given: BufferSource): Buffer {
	const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(given) ? given : new Uint8Array(given);
	return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}

const text = (given: BufferSource) => bytes(given).toString("latin1");
