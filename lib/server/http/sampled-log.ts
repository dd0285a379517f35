/**
 * A log that requests cannot flood (spec AB-4): of each kind of line, the first ones of a minute are written, the others
 * counted, and the minute ends with their number.
 */
import "server-only";
import type { Log } from "../settings/log";

const MINUTE_MS = 60_000;
const WRITTEN = 3;
/** Kinds are made of routes, statuses and codes, all of them ours: there are never as many. */
const KINDS = 1_000;

type Line = {
	readonly level: "info" | "warn" | "error";
	readonly message: string;
	/** What lines have in common that stand for each other. */
	readonly kind: Readonly<Record<string, string | number>>;
	/** What only this one has. */
	readonly own: Readonly<Record<string, unknown>>;
};

export type SampledLog = {
	readonly write: (line: Line) => void;
	/** Ends the minute: says what was left out. */
	readonly flush: () => void;
};

type Seen = { readonly line: Pick<Line, "level" | "message" | "kind">; count: number };

export function sampledLog(log: Pick<Log, Line["level"]>): SampledLog {
	const minute = new Map<string, Seen>();
	let timer: NodeJS.Timeout | undefined;

	function flush(): void {
		clearTimeout(timer);
		timer = undefined;
		for (const { line, count } of minute.values()) {
			const { level, kind, message } = line;
			if (count > WRITTEN) log[level]({ ...kind, more: count - WRITTEN }, `${message}: more of the same`);
		}
		minute.clear();
	}

	return {
		write: ({ level, message, kind, own }) => {
			timer ??= setTimeout(flush, MINUTE_MS).unref();
			const name = JSON.stringify([level, message, kind]);
			const seen = minute.get(name) ?? { line: { level, message, kind }, count: 0 };
			seen.count += 1;
			minute.set(name, seen);
			if (seen.count <= WRITTEN) log[level]({ ...kind, ...own }, message);
			if (minute.size >= KINDS) flush();
		},
		flush,
	};
}
