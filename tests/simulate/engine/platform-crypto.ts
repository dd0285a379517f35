/**
 * The platform's cryptography, asked once for each question: many doors check the same list by the same key, and the same
 * bytes under the same key have the same answer. Only answers are kept; what throws is asked again.
 */
const MOST = 4096;

type Subtle = typeof crypto.subtle;
type OfJwk = (format: "jwk", material: JsonWebKey, ...how: readonly unknown[]) => Promise<CryptoKey>;

let isRemembering = false;

/** From now on, in this process. */
export function rememberVerdicts(): void {
	if (isRemembering) return;
	isRemembering = true;
	const { subtle } = crypto;
	const verify = subtle.verify.bind(subtle);
	const importKey = subtle.importKey.bind(subtle) as OfJwk;
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
		return verdictsOf(key)(question, () => verify(algorithm, key, signature, data));
	};
	Object.assign(subtle, { importKey: importOnce, verify: verifyOnce });
}

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

function text(bytes: BufferSource): string {
	const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(bytes);
	return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString("latin1");
}
