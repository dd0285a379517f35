import { codePassIdOfPaper } from "@/lib/checkcode/code-pass-id";
import { projectAttestation } from "@/lib/formats/relais/project-attestation";
import type { CheckedAttestation } from "./check-attestation";
import type { VerifiedPass } from "./verified-pass";

/** Brands what the verification of a format has established; checks nothing itself. */
export function makeVerifiedPass(pass: Omit<VerifiedPass, symbol>): VerifiedPass {
	return Object.freeze(pass) as VerifiedPass;
}

/** RP-3: the identity of an attestation is (delegation jti, s). */
export function passFromAttestation({ claims, delegation }: CheckedAttestation): VerifiedPass {
	const id = `${delegation.jti}.${claims.s}`;
	const [family, given] = claims.n;
	const person = { family, given, birth: claims.b };
	return makeVerifiedPass({
		format: "relais",
		id,
		codePassId: codePassIdOfPaper({ pharmacy: delegation.sub, kind: claims.k, exp: claims.exp, person }),
		person,
		issuer: delegation.nm,
		dcc: projectAttestation(claims, { ci: id, is: delegation.nm }),
		expires: claims.exp,
	});
}
