/**
 * The server's log: JSON lines on standard output. Callers log codes, counts and ids made by machines; the list below
 * only catches mistakes.
 */
import "server-only";
import pino, { type DestinationStream, type Logger, type LoggerOptions } from "pino";

export type Log = Logger;

/** Never printed, wherever they stand in a logged object. */
const PERSONAL = [
	"identity",
	"contact",
	"attestation",
	"email",
	"to",
	"birth",
	"token",
	"holderToken",
	"stripNumber",
	"hc1",
	"cookie",
];

/** To standard output unless a destination is given. */
export function openLog(level: string, destination: DestinationStream = pino.destination(1)): Log {
	const options: LoggerOptions = {
		level,
		base: null,
		timestamp: pino.stdTimeFunctions.isoTime,
		formatters: { level: (label) => ({ level: label }) },
		redact: { paths: PERSONAL.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[withheld]" },
		serializers: { err: describeFault },
	};
	return pino(options, destination);
}

/** Kind, code and stack frames of a fault; its message may quote data (a database names the offending value). */
export function describeFault(fault: unknown): Record<string, unknown> {
	if (!(fault instanceof Error)) return { type: typeof fault };
	const code = (fault as { code?: unknown }).code;
	const frames = (fault.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
	return {
		type: fault.name,
		...(typeof code === "string" ? { code } : {}),
		stack: frames.slice(0, 8).map((line) => line.trim()),
		...(fault.cause === undefined ? {} : { cause: describeFault(fault.cause) }),
	};
}
