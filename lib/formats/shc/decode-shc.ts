/**
 * A SMART Health Card (specification 1.4.0) taken apart: QR text → compact JWS → header and claims. Promises the
 * shape only. Issuer and key id have to be read before the signature can be checked; everything else stays unread
 * until it has been.
 */
import { z } from "zod";
import { fromBase64url, fromUtf8 } from "@/lib/shared/bytes";
import { inflateRaw } from "@/lib/shared/inflate";
import { INFLATE_LIMIT, TEXT_LIMIT } from "@/lib/shared/text-limit";
import { joinParts, type NumericProblem } from "./numeric";

/** "Health Cards are encoded as Compact Serialization JSON Web Signatures". */
const header = z.object({
	alg: z.literal("ES256"),
	zip: z.literal("DEF"),
	kid: z.string().min(1).max(256),
	/** RFC 7797: with `false` another text than the one read here would be signed. */
	b64: z.literal(true).optional(),
	crit: z.array(z.string()).nonempty().optional(),
});

const claims = z.object({
	/** "SHALL use the https scheme and SHALL NOT include a trailing /": a key list may still hold a test issuer that does. */
	iss: z
		.string()
		.max(2048)
		.regex(/^https:\/\/.*[^/]$/),
	/** Seconds, with a fraction in practice. */
	nbf: z.number(),
	exp: z.number().nullish(),
	vc: z.object({
		type: z.array(z.unknown()),
		/** At most 24 characters of base64url. One that breaks this can be on no list, which is for its issuer to mend. */
		rid: z.string().nullish(),
		credentialSubject: z.object({ fhirBundle: z.unknown() }),
	}),
});

/** The header is a JSON object: base64url of `{` and of the quotation mark or white space that follows. */
export const COMPACT_JWS = /^e[wy][A-Za-z0-9_-]*\./;

/** Whether a compact JWS says that it is a health card, as its header must. */
export function isHealthCardHeader(jws: string): boolean {
	const bytes = jws.length > TEXT_LIMIT ? undefined : fromBase64url(jws.slice(0, jws.indexOf(".")));
	return bytes !== undefined && header.safeParse(parseJson(fromUtf8(bytes))).success;
}

const HEALTH_CARD = "https://smarthealth.cards#health-card";

export type UnverifiedShc = {
	/** The compact JWS: what the signature is checked on. */
	readonly jws: string;
	readonly iss: string;
	readonly kid: string;
	/** Header members that the signer wants understood (RFC 7515 §4.1.11); we understand none but `b64`. */
	readonly critical: readonly string[];
	/** Seconds since 1970, possibly with a fraction. */
	readonly nbf: number;
	readonly exp: number | undefined;
	/** Revocation identifier. */
	readonly rid: string | undefined;
	/** The FHIR bundle, unparsed. */
	readonly fhirBundle: unknown;
};

/** Why a text is no health card. Never holds any of the text (V-4). */
type ShcMalformation =
	| "too_long"
	| NumericProblem
	| "jws"
	| "header"
	| "inflate"
	| "json"
	| "claims"
	| "not_a_health_card";

export type DecodedShc =
	| { readonly outcome: "decoded"; readonly card: UnverifiedShc }
	| { readonly outcome: "malformed"; readonly detail: ShcMalformation };

/** `text`: one QR text or compact JWS, or all parts of a chunked card in any order. Any input gives an answer. */
export function decodeShc(text: string | readonly string[]): DecodedShc {
	const texts = typeof text === "string" ? [text] : text;
	if (texts.reduce((length, part) => length + part.length, 0) > TEXT_LIMIT) return malformed("too_long");
	const [first] = texts;
	if (texts.length === 1 && first !== undefined && COMPACT_JWS.test(first)) return decodeJws(first);
	const joined = joinParts(texts);
	return joined.outcome === "joined" ? decodeJws(joined.jws) : joined;
}

/**
 * The compact JWSs of a `.smart-health-card` file ("via File Download"), undefined if `text` is none. At most ten:
 * a person's file holds a few.
 */
export function readShcFile(text: string): readonly string[] | undefined {
	if (text.length > TEXT_LIMIT || !/^\s*\{/.test(text)) return undefined;
	const file = z.object({ verifiableCredential: z.array(z.string()).min(1).max(10) }).safeParse(parseJson(text));
	return file.data?.verifiableCredential;
}

function decodeJws(jws: string): DecodedShc {
	const parts = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/.exec(jws);
	if (!parts) return malformed("jws");
	const [headerBytes, deflated] = [fromBase64url(parts[1] as string), fromBase64url(parts[2] as string)];
	if (!headerBytes || !deflated) return malformed("jws");
	const head = header.safeParse(parseJson(fromUtf8(headerBytes)));
	if (!head.success) return malformed("header");
	const payload = inflateRaw(deflated, INFLATE_LIMIT);
	if (!payload) return malformed("inflate");
	const json = parseJson(fromUtf8(payload));
	if (json === undefined) return malformed("json");
	const claim = claims.safeParse(json);
	if (!claim.success) return malformed("claims");
	const { iss, nbf, exp, vc } = claim.data;
	if (!vc.type.includes(HEALTH_CARD)) return malformed("not_a_health_card");
	return {
		outcome: "decoded",
		card: {
			jws,
			iss,
			kid: head.data.kid,
			critical: head.data.crit ?? [],
			nbf,
			exp: exp ?? undefined,
			rid: vc.rid ?? undefined,
			fhirBundle: vc.credentialSubject.fhirBundle,
		},
	};
}

/** A byte order mark, which `fromUtf8` keeps, is no JSON. */
function parseJson(text: string | undefined): unknown {
	try {
		return text === undefined ? undefined : JSON.parse(text);
	} catch {
		return undefined;
	}
}

function malformed(detail: ShcMalformation): { readonly outcome: "malformed"; readonly detail: ShcMalformation } {
	return { outcome: "malformed", detail };
}
