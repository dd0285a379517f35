import { instantOf } from "@/lib/shared/instant";
import { LAST_SECOND, type NumericDate } from "@/lib/shared/numeric-date";
import type { JsonLine } from "./json-lines";
import { UsageError } from "./usage-error";

/** `--at` and `at`: ISO 8601 or NumericDate (spec §7). Undefined for anything else. */
export function readTime(value: unknown): NumericDate | undefined {
	if (typeof value === "number") return isTime(value) ? Math.floor(value) : undefined;
	if (typeof value !== "string") return undefined;
	const text = value.trim();
	if (!/^\d+(?:\.\d+)?$/.test(text)) return instantOf(text);
	return isTime(Number(text)) ? Math.floor(Number(text)) : undefined;
}

/** The time of an option, or now. */
export function readTimeOption(value: string | undefined, option: string): NumericDate {
	if (value === undefined) return currentTime();
	const time = readTime(value);
	if (time === undefined) throw new UsageError(`${option}: neither ISO 8601 nor NumericDate: ${value}`);
	return time;
}

/** The `at` of a line, which counts before the option's; undefined where it cannot be read. */
export function lineTime({ at }: JsonLine, otherwise: NumericDate): NumericDate | undefined {
	return at === undefined || at === null ? otherwise : readTime(at);
}

export function currentTime(): NumericDate {
	return Math.floor(Date.now() / 1000);
}

/** Up to the year 9999. */
function isTime(value: number): boolean {
	return value >= 0 && value < LAST_SECOND + 1;
}
