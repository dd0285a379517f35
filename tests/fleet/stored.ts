/** What the authority holds of a run, as its devices sent it. */
import type { Server } from "@/lib/server/context/open-context";
import type { Stored } from "./compare";
import { contentOf } from "./doors";

type RecordRow = {
	readonly pharmacy: string;
	readonly key: string;
	readonly state: string;
	readonly keyId: string;
	readonly sealed: Buffer;
	readonly passes: readonly string[];
	readonly links: number;
};

/** Every record that stands with its paper as it was printed, its passes and its holder link. */
export async function storedRecords({ context }: Server): Promise<readonly Stored[]> {
	const { rows } = await context.connections.query<RecordRow>(
		`SELECT r.pharmacy_number AS pharmacy, r.key::text AS key, r.state::text AS state, r.field_key_id AS "keyId",
			r.attestation_sealed AS sealed,
			ARRAY(SELECT p.uvci FROM passes p WHERE p.pharmacy_number = r.pharmacy_number AND p.record_key = r.key) AS passes,
			(SELECT count(*)::int FROM holder_links h
				WHERE h.pharmacy_number = r.pharmacy_number AND h.record_key = r.key) AS links
		 FROM records r`,
	);
	return rows.map(({ pharmacy, key, state, keyId, sealed, passes, links }) => {
		const place = { table: "records", column: "attestation", row: [pharmacy, key] };
		const isWhole = state === "registered" && links === 1;
		return { key, ids: passes, content: isWhole ? context.cipher.open(place, { keyId, envelope: sealed }) : undefined };
	});
}

/** Every event of every gate. */
export async function storedEvents({ context }: Server): Promise<readonly Stored[]> {
	const { rows } = await context.connections.query<Record<string, string> & { readonly at: number }>(
		`SELECT type, id::text AS id, assignment_id AS assignment, gate, extract(epoch FROM at)::float8 AS at, direction,
			outcome, format, pseudonym, salt FROM check_ins`,
	);
	return rows.map((row) => ({ key: String(row["id"]), ids: [String(row["id"])], content: contentOf(row as never) }));
}
