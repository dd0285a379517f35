import { projectAttestation } from "@/lib/formats/relais/project-attestation";
import type { CheckedAttestation } from "./check-attestation";
import type { VerifiedPass } from "./verdict";

/** Brands what a format's verification has established. Called inside lib/verify only. */
export function asVerified(pass: Omit<VerifiedPass, symbol>): VerifiedPass {
	return Object.freeze(pass) as VerifiedPass;
}

/** RP-3: the identity of an attestation is (delegation jti, s). */
export function passFromAttestation({ claims, delegation }: CheckedAttestation): VerifiedPass {
	const id = `${delegation.jti}.${claims.s}`;
	const [family, given] = claims.n;
	return asVerified({
		format: "relais",
		id,
		person: { family, given, birth: claims.b },
		issuer: delegation.nm,
		dcc: projectAttestation(claims, { ci: id, is: delegation.nm }),
		expires: claims.exp,
	});
}
