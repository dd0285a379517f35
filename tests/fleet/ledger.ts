/** What devices made and what they were told, kept by them; and every answer that they got, by its status. */
import type { Made } from "./compare";

export type Ledger = {
	readonly made: Made[];
	readonly acknowledged: Map<string, Set<string>>;
	/** Refused for good: a run makes nothing that is to be refused. */
	readonly refused: Map<string, string>;
	/** Answers that said so of something: how many, when the last came, and the longest wait for one (milliseconds). */
	readonly told: { count: number; at: number; longest: number };
};

export function openLedger(): Ledger {
	return {
		made: [],
		acknowledged: new Map(),
		refused: new Map(),
		told: { count: 0, at: performance.now(), longest: 0 },
	};
}

/** One more answer said that something is stored. */
export function tell({ told }: Ledger): void {
	told.count += 1;
	told.longest = silenceOf({ told });
	told.at = performance.now();
}

/** The longest time without such an answer, the present one included. */
export function silenceOf({ told }: Pick<Ledger, "told">): number {
	return Math.max(told.longest, performance.now() - told.at);
}

/** Silences are counted from now on. */
export function beginSilence({ told }: Ledger): void {
	told.longest = 0;
	told.at = performance.now();
}

export function acknowledge({ acknowledged }: Ledger, key: string, id: string): void {
	acknowledged.set(key, (acknowledged.get(key) ?? new Set()).add(id));
}

/**
 * How many answers of each kind, by route. A kind is a status, `no answer` and why, or a 503 that says nothing about when to
 * come back.
 */
export type Answers = Map<string, Map<string, number>>;

export function countAnswer(
	answers: Answers,
	{ kind, route }: { readonly kind: string; readonly route: string },
): void {
	const routes = answers.get(kind) ?? new Map<string, number>();
	answers.set(kind, routes.set(route, (routes.get(route) ?? 0) + 1));
}

export function kindOf({ status, headers }: Response): string {
	return status === 503 && !headers.has("retry-after") ? "503 without Retry-After" : String(status);
}

export function printedAnswers(answers: Answers): string {
	return [...answers]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([kind, routes]) => `${kind}: ${sumOf(routes)}`)
		.join(", ");
}

/** The routes of one kind, the most frequent first. */
export function printedRoutes(answers: Answers, kind: string): string {
	const routes = [...(answers.get(kind) ?? [])].sort(([, a], [, b]) => b - a);
	return routes.map(([route, count]) => `${route}: ${count}`).join(", ");
}

export function countAnswers(answers: Answers): number {
	return [...answers.values()].map(sumOf).reduce((sum, each) => sum + each, 0);
}

function sumOf(routes: ReadonlyMap<string, number>): number {
	return [...routes.values()].reduce((sum, each) => sum + each, 0);
}
