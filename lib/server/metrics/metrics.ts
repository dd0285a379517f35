/**
 * What one instance tells whoever watches over it, in Prometheus' text format (`GET /api/metrics`, spec OP-1). Labels are
 * words of this code, never of a request: no path as it was asked for, no device, no pharmacy, nobody.
 */
import "server-only";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Connections } from "../db/database";

/** A route of the table (lib/protocol/routes.ts), and how a request to it ended. */
type Ended = {
	readonly method: string;
	readonly path: string;
	readonly status: number;
	/** From the head of the request to the answer. */
	readonly seconds: number;
};

export type Metrics = {
	readonly ended: (request: Ended) => void;
	/** What became of a record that was sent: registered, refused … */
	readonly recordAnswered: (outcome: string) => void;
	readonly publicationFailed: () => void;
	/** The text that Prometheus reads, and its content type. */
	readonly read: () => Promise<{ readonly text: string; readonly contentType: string }>;
};

export type Watched = {
	readonly connections: Connections;
	/** Seconds by which the two clocks differed when they were last compared: above 0 when the portal's is ahead. */
	readonly clockDifference: () => number;
	/** NumericDate of the published trust list; undefined where there is none. */
	readonly listIssuedAt: () => Promise<number | undefined>;
};

/** Seconds. Somebody waits before a screen for 0.15; a counter for its batch 45. */
const BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 15, 45];

export function openMetrics(watched: Watched): Metrics {
	const registry = new Registry();
	const registers = [registry];
	collectDefaultMetrics({ register: registry });
	const requests = new Counter({
		...{ name: "relais_requests_total", help: "Requests of the API that were answered.", registers },
		labelNames: ["method", "path", "status"] as const,
	});
	const durations = new Histogram({
		...{ name: "relais_request_seconds", help: "Time to the answer.", registers, buckets: BUCKETS },
		labelNames: ["method", "path"] as const,
	});
	const records = new Counter({
		...{ name: "relais_records_total", help: "Records of counters, by what they were answered.", registers },
		labelNames: ["outcome"] as const,
	});
	const failures = new Counter({
		name: "relais_publication_failures_total",
		help: "Runs of the publisher that failed; each is tried again.",
		registers,
	});
	watchInstance(watched, registers);
	return {
		ended: ({ method, path, status, seconds }) => {
			requests.inc({ method, path, status: String(status) });
			durations.observe({ method, path }, seconds);
		},
		recordAnswered: (outcome) => records.inc({ outcome }),
		publicationFailed: () => failures.inc(),
		read: async () => ({ text: await registry.metrics(), contentType: registry.contentType }),
	};
}

/** What is read at the moment of asking. */
function watchInstance({ connections, clockDifference, listIssuedAt }: Watched, registers: Registry[]): void {
	new Gauge({
		...{ name: "relais_database_connections", help: "Connections of this instance's pool.", registers },
		labelNames: ["state"] as const,
		collect() {
			this.set({ state: "open" }, connections.totalCount);
			this.set({ state: "idle" }, connections.idleCount);
			this.set({ state: "awaited" }, connections.waitingCount);
		},
	});
	new Gauge({
		name: "relais_clock_difference_seconds",
		help: "By how much this portal's clock was ahead of its database's at the last comparison.",
		registers,
		collect() {
			this.set(clockDifference());
		},
	});
	new Gauge({
		name: "relais_trust_list_issued_timestamp_seconds",
		help: "When the published trust list was signed; absent while there is none.",
		registers,
		async collect() {
			const issuedAt = await listIssuedAt();
			if (issuedAt === undefined) this.reset();
			else this.set(issuedAt);
		},
	});
}
