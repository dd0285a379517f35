/** What devices made and what they were told, kept by them; and every answer that they got, by its status. */
import type { Made } from "./compare";

export type Ledger = {
	readonly made: Made[];
	readonly acknowledged: Map<string, Set<string>>;
	/** Refused for good: a run makes nothing that is to be refused. */
	readonly refused: Map<string, string>;
	/** Answers that said so of something. */
	readonly told: { count: number };
};

export function openLedger(): Ledger {
	return { made: [], acknowledged: new Map(), refused: new Map(), told: { count: 0 } };
}

export function acknowledge({ acknowledged }: Ledger, key: string, id: string): void {
	acknowledged.set(key, (acknowledged.get(key) ?? new Set()).add(id));
}

/** How many answers of each kind: a status, `no answer`, or a status of 5xx that says nothing about when to come back. */
export type Answers = Map<string, number>;

export function countAnswer(answers: Answers, kind: string): void {
	answers.set(kind, (answers.get(kind) ?? 0) + 1);
}

export function kindOf({ status, headers }: Response): string {
	return status === 503 && !headers.has("retry-after") ? "503 without Retry-After" : String(status);
}

export function printedAnswers(answers: Answers): string {
	return [...answers]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([kind, count]) => `${kind}: ${count}`)
		.join(", ");
}
