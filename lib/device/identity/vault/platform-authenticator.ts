import "client-only";
import { err, ok, type Result } from "@/lib/shared/result";
import type { AuthenticatorAnswer } from "./vault";

/**
 * [VA-13] The authenticator that a computer or telephone has built in (WebAuthn, Level 3, with the extension `prf`): after a
 * finger, a face or the system's own code it answers 32 bytes that nobody else can compute. No server takes part, and what
 * it signs is not looked at: either its bytes open the vault or they do not.
 */

/** `cancelled`: the person did not confirm, or the credential is no longer on this machine; browsers do not say which. */
export type PlatformFailure = "unsupported" | "cancelled";

export type Platform = {
	readonly enrol: (label: string) => Promise<Result<AuthenticatorAnswer, PlatformFailure>>;
	readonly ask: (
		asked: Pick<AuthenticatorAnswer, "credential" | "salt">,
	) => Promise<Result<AuthenticatorAnswer, PlatformFailure>>;
};

/** Whether this browser has one that knows `prf`, as far as it says before it is asked. */
export async function hasPlatformAuthenticator(): Promise<boolean> {
	if (typeof PublicKeyCredential !== "function") return false;
	if (!(await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable())) return false;
	if (!("getClientCapabilities" in PublicKeyCredential)) return true;
	const known: Readonly<Record<string, boolean>> = await PublicKeyCredential.getClientCapabilities();
	return known["extension:prf"] !== false;
}

export const browserPlatform: Platform = {
	enrol: (label) =>
		orFailure(async () => {
			const salt = random(32);
			const credential = await navigator.credentials.create({ publicKey: creation(label, salt) });
			if (!(credential instanceof PublicKeyCredential)) return err("cancelled");
			const { prf } = credential.getClientExtensionResults();
			if (prf?.enabled !== true) return err("unsupported");
			const asked = { credential: new Uint8Array(credential.rawId), salt };
			return prf.results === undefined ? answerTo(asked) : ok({ ...asked, bits: bytesIn(prf.results.first) });
		}),
	ask: (asked) => orFailure(() => answerTo(asked)),
};

/** ES256 and, for Windows Hello of earlier years, RS256 (COSE). */
const ALGORITHMS = [-7, -257];

function creation(label: string, salt: Uint8Array<ArrayBuffer>): PublicKeyCredentialCreationOptions {
	return {
		// Without `id`: the origin's own host.
		rp: { name: "Relais" },
		user: { id: random(16), name: label, displayName: label },
		challenge: random(32),
		pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
		authenticatorSelection: {
			authenticatorAttachment: "platform",
			residentKey: "discouraged",
			userVerification: "required",
		},
		attestation: "none",
		extensions: { prf: { eval: { first: salt } } },
	};
}

async function answerTo({
	credential,
	salt,
}: Pick<AuthenticatorAnswer, "credential" | "salt">): Promise<Result<AuthenticatorAnswer, PlatformFailure>> {
	const publicKey: PublicKeyCredentialRequestOptions = {
		challenge: random(32),
		allowCredentials: [{ type: "public-key", id: credential, transports: ["internal"] }],
		userVerification: "required",
		extensions: { prf: { eval: { first: salt } } },
	};
	const answered = await navigator.credentials.get({ publicKey });
	if (!(answered instanceof PublicKeyCredential)) return err("cancelled");
	const first = answered.getClientExtensionResults().prf?.results?.first;
	return first === undefined ? err("unsupported") : ok({ credential, salt, bits: bytesIn(first) });
}

/** WebAuthn, section 5.1: what a browser throws where it has no such thing, and where nobody confirmed. */
const UNSUPPORTED = ["NotSupportedError", "SecurityError", "ConstraintError"];
const CANCELLED = ["NotAllowedError", "AbortError", "InvalidStateError", "UnknownError"];

async function orFailure<Value>(
	work: () => Promise<Result<Value, PlatformFailure>>,
): Promise<Result<Value, PlatformFailure>> {
	if (typeof PublicKeyCredential !== "function") return err("unsupported");
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof DOMException)) throw error;
		if (UNSUPPORTED.includes(error.name)) return err("unsupported");
		if (CANCELLED.includes(error.name)) return err("cancelled");
		throw error;
	}
}

function bytesIn(source: BufferSource): Uint8Array<ArrayBuffer> {
	if (!ArrayBuffer.isView(source)) return new Uint8Array(source.slice(0));
	return Uint8Array.from(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));
}

function random(length: number): Uint8Array<ArrayBuffer> {
	return crypto.getRandomValues(new Uint8Array(length));
}
