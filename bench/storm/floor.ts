/**
 * What nobody can do without: verifying each paper and each batch, signing each pass, sealing four columns, and inserting
 * the very rows that were stored, in four statements a batch.
 */
import {
	createHash,
	createPrivateKey,
	createPublicKey,
	generateKeyPairSync,
	randomBytes,
	randomUUID,
	sign,
	verify,
} from "node:crypto";
import type pg from "pg";
import { median } from "../measure";
import { type Cost, ownTime, processorTime } from "./processor-time";
import type { Counter, Stage } from "./stage";

const TABLES = ["records", "passes", "holder_links"] as const;
/** Which table has the keys of it: those of a partitioned one are its partitions' own. */
const PATTERNS: Readonly<Record<string, string>> = { records: "records_default", passes: "passes_default" };
/** What a batch itself leaves: its proof, not to be used again. */
const PROOFS = "proof_jtis";
/** Rows of each table at most: every one is held here. */
const MOST = 20_000;
type Rows = Readonly<Record<(typeof TABLES)[number], readonly (readonly unknown[])[]>>;

/** A floor takes seconds, in which a checkpoint or a vacuum of what was stored before may fall. */
const TIMES = 3;

/** Into tables of the same shape, indices included, that stand beside those of the portal: the median of some times. */
export async function bareFloor(stage: Stage, counters: readonly Counter[], batch: number): Promise<Cost> {
	const costs: Cost[] = [];
	for (let i = 0; i < TIMES; i++) costs.push(await floorOnce(stage, counters, batch));
	return {
		node: median(costs.map(({ node }) => node)),
		database: median(costs.map(({ database }) => database)),
	};
}

async function floorOnce(stage: Stage, counters: readonly Counter[], batch: number): Promise<Cost> {
	const { sql, postgres } = stage;
	const pharmacies = counters.map(({ pharmacy }) => pharmacy);
	for (const table of [...TABLES, PROOFS]) {
		await sql.query(`DROP TABLE IF EXISTS floor_${table}`);
		await sql.query(`CREATE TABLE floor_${table} (LIKE ${PATTERNS[table] ?? table} INCLUDING ALL)`);
	}
	const rows: Rows = {
		records: await rowsOf(sql, "records", pharmacies),
		passes: await rowsOf(sql, "passes", pharmacies),
		holder_links: await rowsOf(sql, "holder_links", pharmacies),
	};
	const work = bareWork(stage, counters[0] as Counter);
	const before = { node: ownTime(), database: processorTime(postgres) };
	const count = rows.records.length;
	for (let from = 0; from < count; from += batch) {
		const size = Math.min(batch, count - from);
		work.verify();
		for (let i = 0; i < size; i++) work.register();
		await sql.query("BEGIN");
		await insert(sql, PROOFS, [proof()]);
		for (const table of TABLES) await insert(sql, table, rows[table].slice(from, from + size));
		await sql.query("COMMIT");
	}
	return {
		node: (ownTime() - before.node) / count,
		database: (processorTime(postgres) - before.database) / count,
	};
}

/** As the columns of the table stand. */
function proof(): readonly unknown[] {
	return [randomBytes(32).toString("base64url"), randomUUID(), new Date()];
}

async function rowsOf(sql: pg.Client, table: string, pharmacies: readonly string[]): Promise<readonly unknown[][]> {
	const text = `SELECT * FROM ${table} WHERE pharmacy_number = ANY($1::bpchar[]) LIMIT ${MOST}`;
	return (await sql.query<unknown[]>({ text, values: [pharmacies], rowMode: "array" })).rows;
}

/** A named statement for each size, so that the database plans it once. */
async function insert(sql: pg.Client, table: string, rows: readonly (readonly unknown[])[]): Promise<void> {
	const width = rows[0]?.length ?? 0;
	const places = rows.map((_, r) => `(${Array.from({ length: width }, (_, c) => `$${r * width + c + 1}`).join()})`);
	const name = `floor ${table} ${rows.length}`;
	await sql.query({ name, text: `INSERT INTO floor_${table} VALUES ${places.join()}`, values: rows.flat() });
}

function bareWork({ server }: Stage, { key }: Counter) {
	const { cipher } = server.context;
	const own = generateKeyPairSync("ec", { namedCurve: "P-256" });
	const publicKey = createPublicKey({ key: { ...key.jwk }, format: "jwk" });
	const privateKey = createPrivateKey(own.privateKey.export({ type: "pkcs8", format: "pem" }));
	const paper = randomBytes(300);
	const raw = (each: typeof publicKey) => ({ key: each, dsaEncoding: "ieee-p1363" as const });
	const signature = sign("sha256", paper, raw(privateKey));
	const text = createHash("sha512").update(paper).digest("hex");
	// The counter's key, and a signature that is not its own: refusing costs what accepting costs.
	const verifyOne = () => verify("sha256", paper, raw(publicKey), signature);
	const register = () => {
		verifyOne();
		sign("sha256", paper, raw(privateKey));
		for (const [column, parts] of [
			["identity", 2],
			["contact", 1],
			["attestation", 6],
			["hc1", 5],
		] as const) {
			cipher.seal({ table: "floor", column, row: ["00000", "floor"] }, text.repeat(parts));
		}
	};
	return { verify: verifyOne, register };
}
