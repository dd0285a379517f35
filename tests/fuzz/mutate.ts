/** Changes to texts, bytes and JSON values that parsers have been known to stumble over. */
import type { Random } from "./random";

const TOKENS = [
	"",
	"__proto__",
	"constructor",
	"\u0000",
	"\ud800",
	"\udfff\ud800",
	"\ufeff",
	"\u001d",
	"\u001e",
	"\u001f",
	"\n",
	" ",
	"é",
	"😀",
	"%",
	"\\u0000",
	"-1",
	"1e309",
	"9007199254740993",
	"2021-13-45T25:61:61Z",
	"0000-00-00",
	"A".repeat(300),
	"9".repeat(5_000),
	"[".repeat(9_000),
	"Z".repeat(16_384),
	"Z".repeat(17_000),
];

/** Mostly one small change, so that what is behind the first check is reached too. */
function howMany(random: Random): number {
	return random.chance(0.6) ? 1 : 1 + random.int(4);
}

export function mutateText(random: Random, text: string, others: readonly string[]): string {
	let changed = text;
	for (let i = howMany(random); i > 0; i--) changed = changeText(random, changed, others);
	return changed;
}

function changeText(random: Random, text: string, others: readonly string[]): string {
	const [at, to] = [random.int(text.length + 1), random.int(text.length + 1)];
	const [from, until] = at < to ? [at, to] : [to, at];
	switch (random.int(8)) {
		case 0:
			return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << random.int(8))) + text.slice(at + 1);
		case 1:
			return text.slice(0, at) + random.pick(TOKENS) + text.slice(at + random.int(3));
		case 2:
			return text.slice(0, from) + text.slice(until);
		case 3:
			return text.slice(0, until) + text.slice(from);
		case 4:
			return text.slice(0, at);
		case 5:
			return text.slice(0, at) + random.pick(others).slice(random.int(200));
		case 6:
			return random.chance(0.5) ? text.toLowerCase() : text.toUpperCase();
		default:
			return text.slice(0, at) + text.charAt(random.int(text.length)) + text.slice(at + 1);
	}
}

export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	let changed = Uint8Array.from(bytes);
	for (let i = howMany(random); i > 0; i--) changed = changeBytes(random, changed);
	return changed;
}

function changeBytes(random: Random, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	const at = random.int(bytes.length + 1);
	const changed = Uint8Array.from(bytes);
	switch (random.int(6)) {
		case 0:
			if (at < changed.length) changed[at] = (changed[at] ?? 0) ^ (1 << random.int(8));
			return changed;
		case 1:
			if (at < changed.length) changed[at] = random.pick([0, 1, 0x7f, 0x80, 0xff, random.int(256)]);
			return changed;
		case 2:
			return splice(bytes, at, random.int(9), random.bytes(0));
		case 3:
			return splice(bytes, at, 0, random.bytes(1 + random.int(16)));
		case 4:
			return splice(bytes, at, 0, changed.subarray(random.int(bytes.length)));
		default:
			return changed.slice(0, at);
	}
}

export function splice(bytes: Uint8Array, at: number, remove: number, insert: Uint8Array): Uint8Array<ArrayBuffer> {
	return Uint8Array.from([...bytes.subarray(0, at), ...insert, ...bytes.subarray(at + remove)]);
}

const VALUES: readonly unknown[] = [
	null,
	true,
	0,
	-1,
	1e308,
	-0.5,
	2 ** 53,
	"",
	"x".repeat(2_000),
	"\ud800",
	"__proto__",
	[],
	{},
	[[[[[[[[]]]]]]]],
	{ ["__proto__"]: { polluted: true } },
	JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{}}}'),
	JSON.parse(`${"[".repeat(2_000)}${"]".repeat(2_000)}`),
];

/** The value with members somewhere in it replaced, dropped, repeated or renamed. */
export function mutateJson(random: Random, value: unknown): unknown {
	let changed = structuredClone(value);
	for (let i = howMany(random); i > 0; i--) changed = changeJson(random, changed);
	return changed;
}

function changeJson(random: Random, value: unknown): unknown {
	if (typeof value !== "object" || value === null || random.chance(0.1)) return replacement(random, value);
	const keys = Object.keys(value);
	if (keys.length === 0) return replacement(random, value);
	const key = random.pick(keys);
	const inner: unknown = (value as Record<string, unknown>)[key];
	if (random.chance(0.75)) return copy(value, key, changeJson(random, inner));
	switch (random.int(3)) {
		case 0:
			return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
		case 1:
			return Array.isArray(value) ? [...value, inner, inner] : copy(value, random.pick(TOKENS), inner);
		default:
			return copy(value, key, random.pick(VALUES));
	}
}

function copy(value: object, key: string, inner: unknown): object {
	if (Array.isArray(value)) return value.map((item, i) => (String(i) === key ? inner : item));
	return Object.fromEntries([...Object.entries(value).filter(([name]) => name !== key), [key, inner]]);
}

function replacement(random: Random, value: unknown): unknown {
	if (typeof value === "string" && random.chance(0.5)) return mutateText(random, value, [value]);
	if (typeof value === "number" && random.chance(0.5)) return value + random.pick([-1, 1, 0.5, 86_400, -86_400, 1e10]);
	return random.pick(VALUES);
}
