/**
 * What was promised about papers and records, kept apart from everybody who could be wrong about it: every paper that
 * was made, who saw it, what the portal committed, what the counter believes.
 */
import type { OutboxEntry } from "@/lib/outbox/outbox";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { type CounterRecord, paperOf, readPaper } from "../counter/counter-record";
import type { Simulation } from "../engine/simulation";

type Paper = {
	readonly owner: string;
	readonly record: CounterRecord;
	shown: boolean;
	/** What the portal committed, or answered: the reason of a refusal, or that it registered it. */
	committed: string | undefined;
	/** Its profile was lost with it, by a fault that no program can mend. */
	excused: string | undefined;
};

type SigningWindow = { readonly nbf: NumericDate; readonly exp: NumericDate };

export type Ledger = {
	/** Signed; `window`: of its delegation. */
	readonly made: (owner: string, record: CounterRecord, window: SigningWindow) => void;
	readonly shown: (owner: string, record: CounterRecord, isOnDisk: boolean) => void;
	readonly committed: (record: CounterRecord, refused: string | undefined) => void;
	/** The counter's own word about a record. */
	readonly believes: (owner: string, entry: OutboxEntry) => void;
	/** A fault took these from the disk. */
	readonly excuse: (keys: Iterable<string>, why: string) => void;
	/** Nobody but gates may ever hold this. */
	readonly secret: (text: string) => void;
	/** What the portal is sent. */
	readonly told: (body: string) => void;
	/** From now on this owner's profile does not know all that it has spent. */
	readonly forgot: (owner: string) => void;
	/** Two profiles go on under one name from here: neither knows what the other one spends until the portal tells it. */
	readonly copied: (owner: string, copy: string) => void;
	/** A block was cut for a request of this start, which asks for one until it has stored it. */
	readonly allotted: (device: string, start: string) => void;
	/** The portal told this owner what it has seen of it. */
	readonly met: (owner: string, started: string) => void;
	readonly open: ReadonlyMap<string, Paper>;
	/** Papers under one index, for each that names several. */
	readonly sharing: () => Iterable<readonly Paper[]>;
	readonly counts: { made: number; shown: number; committed: number; excused: number; reused: number };
};

/** Whatever has the length of a salt. */
const SECRET = /(?<![A-Za-z0-9])[A-Za-z0-9]{43}(?![A-Za-z0-9])/g;
export const REGISTERED = "registered";

/** A request may be so long on its way, and a little more (lib/server/services/device/judge-life.ts). */
const LATE = 3 * 60_000;

/**
 * Of two copies, which one may still spend what the other one has spent. A copy knows of the other once it met the portal
 * after the other one was heard there, and that after its own first word.
 */
function ignorance(time: () => number) {
	type Copy = { readonly other: string; first: number | undefined };
	/** When each that was ever copied met the portal last. */
	const heard = new Map<string, number>();
	const known = new Map<string, Copy>();
	return {
		begin(owner: string, copy: string) {
			for (const [one, other] of [
				[owner, copy],
				[copy, owner],
			] as const) {
				known.set(one, { other, first: undefined });
			}
		},
		isIgnorant: (owner: string) => known.has(owner),
		met(owner: string) {
			heard.set(owner, time());
			const own = known.get(owner);
			if (own === undefined) return;
			own.first ??= time();
			const other = heard.get(own.other);
			if (other !== undefined && other > own.first + LATE) known.delete(owner);
		},
	};
}

export function ledger(sim: Pick<Simulation, "broken" | "note" | "time">): Ledger {
	const open = new Map<string, Paper>();
	const spent = new Map<string, Set<number>>();
	const blocks = new Map<string, number>();
	const secrets = new Set<string>();
	const forgetful = new Set<string>();
	const copies = ignorance(sim.time);
	const papers = new Map<string, string[]>();
	const counts = { made: 0, shown: 0, committed: 0, excused: 0, reused: 0 };
	return {
		open,
		counts,
		made(owner, record, { nbf, exp }) {
			counts.made++;
			const { delegation, index, issuedAt } = readPaper(record.attestation);
			if (issuedAt < nbf || issuedAt >= exp) {
				sim.broken("signs only inside its delegation", `${record.key} at ${issuedAt}`, [owner, record.key]);
			}
			const indices = spent.get(delegation) ?? new Set();
			spent.set(delegation, indices);
			if (indices.has(index)) {
				counts.reused++;
				if (!forgetful.has(owner) && !copies.isIgnorant(owner)) {
					sim.broken("one index names one paper", paperOf(delegation, index), [owner, record.key]);
				}
			}
			indices.add(index);
			const paper = paperOf(delegation, index);
			papers.set(paper, [...(papers.get(paper) ?? []), record.key]);
			open.set(record.key, { owner, record, shown: false, committed: undefined, excused: undefined });
		},
		shown(owner, record, isOnDisk) {
			const paper = open.get(record.key);
			if (!isOnDisk) sim.broken("shown only once it is on the disk", record.key, [owner, record.key]);
			if (paper === undefined || paper.shown) return;
			counts.shown++;
			paper.shown = true;
		},
		committed(record, refused) {
			counts.committed++;
			const paper = open.get(record.key);
			const word = refused ?? REGISTERED;
			if (paper === undefined) return sim.broken("nothing is registered twice", record.key, [record.key]);
			if (paper.committed !== undefined)
				sim.broken("nothing is registered twice", record.key, [paper.owner, record.key]);
			if (JSON.stringify(paper.record) !== JSON.stringify(record)) {
				sim.broken("the bytes that were signed are registered", record.key, [paper.owner, record.key]);
			}
			paper.committed = word;
		},
		believes(owner, entry) {
			const paper = open.get(entry.key);
			if (entry.state === "refused" && paper !== undefined) paper.committed ??= entry.reason;
			if (entry.state !== "registered" || paper === undefined) return;
			if (paper.committed !== REGISTERED) {
				sim.broken("registered at the counter means committed", entry.key, [owner, entry.key]);
			}
		},
		excuse(keys, why) {
			for (const key of keys) {
				const paper = open.get(key);
				if (paper === undefined || paper.committed !== undefined || paper.excused !== undefined) continue;
				paper.excused = why;
				if (paper.shown) counts.excused++;
			}
		},
		secret: (text) => void secrets.add(text),
		told(body) {
			for (const [text] of body.matchAll(SECRET)) {
				if (secrets.has(text)) sim.broken("no salt leaves the gates", body.slice(0, 200), []);
			}
		},
		allotted(device, start) {
			const started = `${device} ${start}`;
			// One may be on its way; a second one before the first was stored is a second block for one request.
			const unstored = (blocks.get(started) ?? 0) + 1;
			blocks.set(started, unstored);
			if (unstored > 1) sim.broken("one request for a kit is one block", device, [device]);
		},
		met(owner, started) {
			forgetful.delete(owner);
			copies.met(owner);
			blocks.set(started, 0);
		},
		forgot: (owner) => void forgetful.add(owner),
		copied: copies.begin,
		*sharing() {
			for (const keys of papers.values()) {
				if (keys.length > 1) yield keys.flatMap((key) => open.get(key) ?? []);
			}
		},
	};
}
