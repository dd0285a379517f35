/**
 * What was promised about papers and records, kept apart from everybody who could be wrong about it: every paper that
 * was made, who saw it, what the portal committed, what the counter believes.
 */
import type { OutboxEntry } from "@/lib/outbox/outbox";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { type CounterRecord, readPaper } from "../counter/counter-record";
import type { Simulation } from "../engine/simulation";
import { boundedAnswers } from "./bounded-answers";
import { type HolderTruth, holderTruth } from "./holder-truth";
import { type Paper, REGISTERED } from "./known-paper";
import { allotments, secrets } from "./ledger-parts";
import { settledInTime } from "./settled-in-time";
import { spentIndices } from "./spent-indices";

type SigningWindow = { readonly nbf: NumericDate; readonly exp: NumericDate };

type Counted = { made: number; shown: number; committed: number; excused: number; reused: number };

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
	/** A portal that lives, and everything that leads to it, gave this answer; `queues`: of how many profiles it may be. */
	readonly answered: (key: string, outcome: "registered" | "refused" | "retry", queues: number) => void;
	/** The portal revokes an index because nobody needs a paper of it any more (OL-5). */
	readonly settled: (paper: string) => void;
	readonly open: ReadonlyMap<string, Paper>;
	/** What holders may be told. */
	readonly holders: HolderTruth;
	/** Papers under one index, for each that names several. */
	readonly sharing: () => Iterable<readonly Paper[]>;
	readonly counts: Counted;
};

type Told = Pick<Simulation, "broken" | "note" | "time" | "seconds">;

export function ledger(sim: Told): Ledger {
	const open = new Map<string, Paper>();
	const counts: Counted = { made: 0, shown: 0, committed: 0, excused: 0, reused: 0 };
	const indices = spentIndices(sim, { reused: () => void counts.reused++ });
	const { allotted, stored } = allotments(sim);
	const holders = holderTruth(sim);
	return {
		open,
		counts,
		holders,
		...signing(sim, { open, counts, spend: indices.spend }),
		...registering(sim, { open, counts }),
		...secrets(sim),
		...boundedAnswers(sim),
		allotted,
		met(owner, started) {
			indices.met(owner);
			stored(started);
		},
		settled: (paper) => settledInTime(sim, { open, holders }, indices.papersOf(paper)),
		forgot: indices.forgot,
		copied: indices.copied,
		*sharing() {
			for (const keys of indices.shared()) yield keys.flatMap((key) => open.get(key) ?? []);
		},
	};
}

type Books = { readonly open: Map<string, Paper>; readonly counts: Counted };

function signing(
	sim: Told,
	{ open, counts, spend }: Books & Pick<ReturnType<typeof spentIndices>, "spend">,
): Pick<Ledger, "made" | "shown" | "excuse"> {
	return {
		made(owner, record, { nbf, exp }) {
			counts.made++;
			const { issuedAt } = readPaper(record.attestation);
			if (issuedAt < nbf || issuedAt >= exp) {
				sim.broken("signs only inside its delegation", `${record.key} at ${issuedAt}`, [owner, record.key]);
			}
			const paper: Paper = { owner, record, shown: false, committed: undefined, excused: undefined };
			spend(owner, record, () => paper.excused !== undefined && paper.committed === undefined);
			open.set(record.key, paper);
		},
		shown(owner, record, isOnDisk) {
			const paper = open.get(record.key);
			if (!isOnDisk) sim.broken("shown only once it is on the disk", record.key, [owner, record.key]);
			if (paper === undefined || paper.shown) return;
			counts.shown++;
			paper.shown = true;
		},
		excuse(keys, why) {
			for (const key of keys) {
				const paper = open.get(key);
				if (paper === undefined || paper.committed !== undefined || paper.excused !== undefined) continue;
				paper.excused = why;
				if (paper.shown) counts.excused++;
			}
		},
	};
}

function registering(sim: Told, { open, counts }: Books): Pick<Ledger, "committed" | "believes"> {
	return {
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
	};
}
