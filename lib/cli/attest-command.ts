/** `relais attest` (spec §7): signs one attestation with a device key that lies in a file. */
import { importJWK } from "jose";
import { z } from "zod";
import { type AttestationRefusal, issueAttestation } from "@/lib/attest/issue-attestation";
import { joseSigner, type Signer } from "@/lib/attest/signer";
import type { AttestationClaims } from "@/lib/formats/relais/attestation-claims";
import { COORDINATE_FORM } from "@/lib/shared/base64url-forms";
import type { Io } from "./io";
import { parseOptions } from "./options";
import { readJsonFile, readTextFile } from "./read-files";
import { currentTime } from "./read-time";
import { UsageError } from "./usage-error";

export const ATTEST_HELP = `relais attest --device KEY.jwk --delegation FILE --index N --claims FILE.json [--embed]
  Prints an RP1: text.
  --device      private P-256 key of the device, a JWK
  --delegation  the device's delegation, a JWT
  --index       status index, inside the delegation's block; never use one twice
  --claims      {"k","t","n","b","exp","iat"?,"p"?,"d"?}, see docs/spec.md; iat defaults to now
  --embed       carries the delegation inside, for verifiers that do not have it`;

/** Sentences for what the issuing side refuses; each is a verdict reason that every verifier would have given. */
const REFUSALS: Readonly<Record<AttestationRefusal, string>> = {
	delegation_malformed: "--delegation: not a delegation (spec §3)",
	signer_mismatch: "--device: the delegation is for another device key",
	attestation_malformed: "--claims: a claim is missing, unknown, of the wrong type or beyond its limit (RP-1, RP-2)",
	kind_not_delegated: "--claims: the delegation does not allow this kind",
	time_too_long: "--claims: exp lies further from the sample than the delegation's max (RP-2)",
	issuer_expired: "--claims: iat lies outside the delegation (RP-5)",
	index_out_of_block: "--index: outside the delegation's block",
};

const coordinate = z.string().regex(COORDINATE_FORM);
const deviceKey = z.object({
	kty: z.literal("EC"),
	crv: z.literal("P-256"),
	x: coordinate,
	y: coordinate,
	d: coordinate,
});

export async function attestCommand(args: readonly string[], io: Io): Promise<number> {
	const { values } = parseOptions(args, {
		options: {
			device: { type: "string" },
			delegation: { type: "string" },
			index: { type: "string" },
			claims: { type: "string" },
			embed: { type: "boolean" },
		},
	});
	const { device, delegation, index, claims, embed = false } = values;
	if (device === undefined || delegation === undefined || index === undefined || claims === undefined) {
		throw new UsageError("attest: --device, --delegation, --index and --claims are needed");
	}
	if (!/^\d{1,15}$/.test(index)) throw new UsageError("--index: a whole number");
	const signer = await readDeviceKey(device);
	const jwt = readTextFile(delegation, "--delegation").trim();
	const issuing = await issueAttestation(readClaims(claims, Number(index)), { delegation: jwt, signer, embed });
	if (issuing.outcome === "refused") throw new UsageError(REFUSALS[issuing.reason]);
	io.stdout.write(`${issuing.text}\n`);
	return 0;
}

async function readDeviceKey(path: string): Promise<Signer> {
	const key = deviceKey.safeParse(readJsonFile(path, "--device"));
	if (!key.success) throw new UsageError(`--device: ${path} is no private P-256 JWK`);
	try {
		const { x, y } = key.data;
		return joseSigner((await importJWK(key.data, "ES256")) as CryptoKey, { x, y });
	} catch {
		throw new UsageError(`--device: ${path} is no private P-256 JWK`); // not a point, or d and x, y do not match
	}
}

/** The file's claims with `s` and, where absent, `iat`. Their form is judged by issueAttestation. */
function readClaims(path: string, s: number): AttestationClaims {
	const file = readJsonFile(path, "--claims");
	if (typeof file !== "object" || file === null || Array.isArray(file))
		throw new UsageError(REFUSALS.attestation_malformed);
	if ("s" in file && file.s !== s) throw new UsageError("--claims: s is not the --index; leave it out");
	for (const name of ["k", "t", "n", "b", "exp"]) {
		if (!(name in file)) throw new UsageError(`--claims: ${name} is missing`);
	}
	for (const name of Object.keys(file)) {
		if (!CLAIMS.has(name)) throw new UsageError("--claims: a claim that RP-1 does not know");
	}
	const { n } = file as { readonly n: unknown };
	if (!Array.isArray(n) || !n.every((name) => typeof name === "string")) {
		throw new UsageError("--claims: n is [family names, given names]");
	}
	return { iat: currentTime(), ...file, s } as unknown as AttestationClaims;
}

const CLAIMS = new Set(["iat", "exp", "k", "t", "n", "b", "s", "p", "d"]);
