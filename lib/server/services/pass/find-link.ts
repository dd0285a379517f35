/**
 * A holder link with all that it leads to, in one statement and under the link's lock: the sheet's or the letter's, or that
 * of a paper whose index another one had before (spec OL-7). What corrects its record follows, step by step to the last;
 * which came first does not matter: a correction may be registered before what it corrects.
 */
import "server-only";
import type { HolderLinkKind, RecordState } from "@/generated/prisma/client";
import type { Statement } from "../../db/statements";
import type { Tries } from "./holder-tries";

/** A record with its pass. Of a paper that shares its index the first row has the paper's own identity, and no state. */
export type RecordOfLink = {
	readonly pharmacyNumber: string;
	readonly key: string;
	readonly fieldKeyId: string;
	readonly identitySealed: Uint8Array;
	readonly state: RecordState | null;
	readonly reason: string | null;
	readonly correctsReason: string | null;
	readonly registeredAt: Date | null;
	/** Null where it has no pass. */
	readonly passKeyId: string | null;
	readonly hc1Sealed: Uint8Array | null;
};

/** The first row is the link's own record; what is said of the link itself is the same in each. */
export type LinkRow = RecordOfLink &
	Tries & {
		readonly kind: HolderLinkKind;
		/** False: its record was registered once, and its month dropped (spec RT-3). Nothing of it is below then. */
		readonly isKept: boolean;
		/** Of a paper that shares its index; null of every other link. */
		readonly attestationSealed: Uint8Array | null;
		/** Whether that paper was taken back, and whether the shared index is revoked. */
		readonly isTakenBack: boolean | null;
		readonly isRevoked: boolean | null;
	};

/** Keys are the counter's: a ring of corrections, which no counter writes, ends here. */
const MOST_STEPS = 16;

const FIND = `
	WITH RECURSIVE own AS (
		SELECT pharmacy_number, record_key, kind, wrong_tries, locked_until
		FROM holder_links WHERE token_hash = $1 FOR UPDATE
	), shared AS (
		SELECT * FROM shared_papers WHERE token_hash = $1 AND NOT EXISTS (SELECT FROM own)
		ORDER BY seen_at, record_key LIMIT 1 FOR UPDATE
	), link AS (
		SELECT * FROM own
		UNION ALL SELECT pharmacy_number, record_key, 'sheet'::holder_link_kind, wrong_tries, locked_until FROM shared
	), chain (step, pharmacy_number, key) AS (
		SELECT 0, pharmacy_number, record_key FROM link
		UNION ALL
		SELECT before.step + 1, next.pharmacy_number, next.key
		FROM chain before CROSS JOIN LATERAL (
			SELECT pharmacy_number, key FROM records
			WHERE pharmacy_number = before.pharmacy_number AND corrects = before.key AND state <> 'refused'
			ORDER BY registered_at DESC, key DESC LIMIT 1
		) next WHERE before.step < ${MOST_STEPS}
	)
	SELECT link.kind, coalesce(r.key, shared.record_key) IS NOT NULL AS "isKept", link.wrong_tries AS "wrongTries", link.locked_until AS "lockedUntil",
		shared.attestation_sealed AS "attestationSealed", shared.withdrawn_at IS NOT NULL AS "isTakenBack",
		EXISTS (
			SELECT FROM delegations d JOIN status_bits b ON b.list_no = d.list_no
			WHERE d.jti = shared.delegation_jti AND b.index = shared.status_index
		) AS "isRevoked",
		chain.pharmacy_number AS "pharmacyNumber", chain.key,
		coalesce(r.field_key_id, shared.field_key_id) AS "fieldKeyId",
		coalesce(r.identity_sealed, shared.identity_sealed) AS "identitySealed",
		r.state, r.reason, r.corrects_reason AS "correctsReason", r.registered_at AS "registeredAt",
		p.field_key_id AS "passKeyId", p.hc1_sealed AS "hc1Sealed"
	FROM link CROSS JOIN chain LEFT JOIN shared ON true
		LEFT JOIN record_claims c ON c.pharmacy_number = chain.pharmacy_number AND c.key = chain.key
		LEFT JOIN records r ON r.pharmacy_number = c.pharmacy_number AND r.key = c.key AND r.registered_at = c.registered_at
		LEFT JOIN passes p ON p.pharmacy_number = chain.pharmacy_number AND p.record_key = chain.key
	ORDER BY chain.step`;

/** No rows where no link has this token. */
export const findLink = (tokenHash: Uint8Array): Statement => ({ name: "find link", text: FIND, values: [tokenHash] });

/** Keeps what a wrong answer, or a right one after wrong ones, leaves of its tries. */
export function keepTries({ attestationSealed, pharmacyNumber, key, kind }: LinkRow, tries: Tries): Statement {
	const values = [pharmacyNumber, key, tries.wrongTries, tries.lockedUntil];
	if (attestationSealed === null) return { name: "keep tries", text: KEEP_TRIES, values: [...values, kind] };
	return { name: "keep tries of a shared paper", text: KEEP_TRIES_OF_SHARED, values };
}

const KEEP_TRIES = `
	UPDATE holder_links SET wrong_tries = $3, locked_until = $4
	WHERE pharmacy_number = $1::bpchar AND record_key = $2::uuid AND kind = $5::holder_link_kind`;
const KEEP_TRIES_OF_SHARED = `
	UPDATE shared_papers SET wrong_tries = $3, locked_until = $4 WHERE pharmacy_number = $1::bpchar AND record_key = $2::uuid`;
