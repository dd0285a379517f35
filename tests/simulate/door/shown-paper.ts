/**
 * Papers that people show at doors, signed like real ones: of the simulated counters, of tests that were old when the
 * sheet was printed, and of devices whose pharmacy somebody may have denied.
 */
import { decodeJwt } from "jose";
import { issueAttestation } from "@/lib/attest/issue-attestation";
import type { Signer } from "@/lib/attest/signer";
import { type DelegationClaims, delegationHeader } from "@/lib/formats/relais/delegation";
import { fromUtf8 } from "@/lib/shared/bytes";
import { DAY, HOUR, type NumericDate } from "@/lib/shared/numeric-date";
import type { Random } from "@/tests/fuzz/random";
import type { Authority } from "../authority/authority";
import { keyOf, signedText } from "../authority/sign-document";
import { paperEnds, paperOf, readPaper } from "../counter/counter-record";
import { birthOf } from "../holder/sheet-link";
import type { PortalData } from "../portal/portal-data";
import type { World } from "../world";

export type ShownPaper = {
	/** `RP1:` text. */
	readonly text: string;
	/** `<jti>.<s>` (RP-3). */
	readonly paper: string;
	/** Who signed its delegation for which pharmacy. */
	readonly signer: string;
	readonly sub: string;
	readonly iat: NumericDate;
	readonly exp: NumericDate;
};

/** In place of the thousands of keys that counters have: no door asks which of them is whose. */
const DEVICE = "simulated counter";
const deviceSigner = (): Signer => {
	const key = keyOf(DEVICE);
	return {
		kid: key.kid,
		sign: (header, payload) => signedText(key, JSON.stringify(header), fromUtf8(payload) ?? ""),
	};
};

type Around = { readonly authority: Authority; readonly data: PortalData };

/** Of one in three people the paper was taken back, where any was. */
export async function paperOfHolder(world: World, { authority, data }: Around, random: Random) {
	const takenBack = data.revoked.size > 0 && random.chance(0.3);
	const gone = takenBack ? [...data.revoked.values()].flatMap(({ attestation }) => attestation ?? []) : [];
	const among = gone.length > 0 ? gone : world.sheets;
	if (among.length === 0) return undefined;
	const attestation = random.pick(among);
	const { delegation: jti, index: s, issuedAt: iat } = readPaper(attestation);
	const delegation = data.delegations.get(jti);
	if (delegation === undefined) return undefined;
	const exp = random.chance(0.2) ? iat + 2 * HOUR : paperEnds(attestation);
	const claims = decodeJwt<DelegationClaims>(delegation.jwt) as DelegationClaims;
	return signedPaper(authority, claims, { iat, exp, s, b: birthOf(attestation) });
}

/** Indices that no counter of a country of this size is given. */
const LAST_BLOCK = 131_056;

/** Of a device that nobody here plays: its pharmacy is one of those that the authority denies and forgives. */
export function paperOfStranger(world: World, { authority }: Pick<Around, "authority">, random: Random) {
	const now = world.sim.seconds();
	const nbf = now - (now % DAY) - DAY;
	const sub = String(90_000 + random.int(4));
	const claims: DelegationClaims = {
		...{ jti: `S${sub}`, sub, nm: "Pharmacie inconnue, Angers", nbf, exp: nbf + 30 * DAY, k: "ANV", max: 72 },
		sl: ["1", LAST_BLOCK, 16],
		cnf: { jwk: keyOf(DEVICE).jwk },
	};
	// A thief dates back (DL-2).
	const iat = now - random.int(12) * HOUR;
	return signedPaper(authority, claims, { iat, exp: iat + 71 * HOUR, s: LAST_BLOCK + random.int(16), b: "1990-02-03" });
}

type Signed = { readonly iat: NumericDate; readonly exp: NumericDate; readonly s: number; readonly b: string };

async function signedPaper(
	authority: Authority,
	claims: DelegationClaims,
	{ iat, exp, s, b }: Signed,
): Promise<ShownPaper | undefined> {
	const { jti, sub } = claims;
	let signer = "";
	const own: DelegationClaims = { ...claims, cnf: { jwk: keyOf(DEVICE).jwk } };
	const delegation = await authority.delegate(own, (kid) => {
		signer = kid;
		return delegationHeader(kid);
	});
	const signed = { iat, exp, k: "A", t: exp - 72 * HOUR, n: ["ESSAI", "Camille"], b, s, p: "1232" } as const;
	const issued = await issueAttestation(signed, { delegation, signer: deviceSigner(), embed: true });
	if (issued.outcome === "refused") throw new Error(`no paper of ${jti}.${s}: ${issued.reason}`);
	return { text: issued.text, paper: paperOf(jti, s), signer, sub, iat, exp };
}
