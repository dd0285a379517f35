/** After the outage: what the authority holds, compared with what left the printer. */
import { parseAttestationClaims } from "@/lib/formats/relais/attestation-claims";
import { decodeAttestation } from "@/lib/formats/relais/attestation-text";
import { fromUtf8 } from "@/lib/shared/bytes";
import { queryPortal } from "../support/portal-database";

/** `<jti>.<s>` of an attestation (spec RP-3). */
export function attestationId(rp1: string): string {
	const decoded = decodeAttestation(rp1);
	const claims = decoded.outcome === "decoded" ? parseAttestationClaims(decoded.attestation.payload) : undefined;
	if (decoded.outcome === "refused" || !claims || !decoded.attestation.delegation)
		throw new Error("the sheet's code is no attestation");
	// The embedded delegation lacks its last member only.
	const { jti } = JSON.parse(fromUtf8(decoded.attestation.delegation.payload) ?? "{}");
	return `${jti}.${claims.s}`;
}

export type Comparison = {
	readonly registered: number;
	/** Issued, and not registered. */
	readonly lost: number;
	/** One index on two sheets, one attestation in two records, or a record that nobody has a sheet for. */
	readonly duplicated: number;
};

export async function compareRecords(databaseUrl: string, sheets: readonly string[]): Promise<Comparison> {
	const rows = await queryPortal(
		databaseUrl,
		"SELECT trim(delegation_jti) || '.' || status_index AS id FROM records WHERE state = 'registered'",
	);
	const registered = rows.map(({ id }) => String(id));
	const [issuedOnce, registeredOnce] = [new Set(sheets), new Set(registered)];
	return {
		registered: registered.length,
		lost: [...issuedOnce].filter((id) => !registeredOnce.has(id)).length,
		duplicated:
			sheets.length -
			issuedOnce.size +
			(registered.length - registeredOnce.size) +
			[...registeredOnce].filter((id) => !issuedOnce.has(id)).length,
	};
}

/** Admissions that reached the authority, by assignment and outcome. */
export async function countCheckIns(databaseUrl: string): Promise<ReadonlyMap<string, number>> {
	const rows = await queryPortal(
		databaseUrl,
		"SELECT outcome, count(*)::int AS number, count(DISTINCT id)::int AS once FROM check_ins GROUP BY outcome",
	);
	return new Map(rows.map(({ outcome, number }) => [String(outcome), Number(number)]));
}

export async function countRegistered(databaseUrl: string): Promise<number> {
	const [row] = await queryPortal(
		databaseUrl,
		"SELECT count(*)::int AS number FROM records WHERE state = 'registered'",
	);
	return Number(row?.["number"]);
}
