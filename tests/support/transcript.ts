/** Requests and answers as docs/api.md prints them: what differs from run to run is shortened, all else stands as it is. */
import { KID_FORM, THUMBPRINT_FORM, TOKEN_FORM } from "@/lib/shared/base64url-forms";
import { ENROLMENT_CODE } from "@/lib/shared/enrolment-code";
import type { NumericDate } from "@/lib/shared/numeric-date";

/** The start of every printed conversation: 2026-12-01 08:00 UTC. */
const PRINTED_START = 1_796_112_000;
/** Times further away than this from the start are none. */
const NEAR = 400_000_000;
const LINE = 110;
/** Kids of 8, keys and tokens of 16, digests and coordinates of 32 bytes; shorter ones look like words. */
const BASE64URL = [KID_FORM, TOKEN_FORM, THUMBPRINT_FORM];

export type Exchange = {
	readonly method: string;
	readonly path: string;
	readonly headers?: Readonly<Record<string, string>>;
	/** JSON text, or empty. */
	readonly body?: string;
};

export class Transcript {
	readonly #start: NumericDate;
	readonly #uuids = new Map<string, string>();
	readonly #lines: string[] = [];

	constructor(start: NumericDate) {
		this.#start = start;
	}

	/** A sentence between exchanges. */
	say(text: string): void {
		if (this.#lines.length > 0) this.#lines.push("```", "");
		this.#lines.push(text, "", "```http");
	}

	/** `shown`: headers of the answer that matter. */
	async note(request: Exchange, answer: Response, shown: readonly string[] = []): Promise<void> {
		const { method, path, headers = {}, body = "" } = request;
		this.#lines.push(`${method} ${path}`);
		for (const [name, value] of Object.entries(headers)) this.#lines.push(`${name}: ${this.#text(value)}`);
		if (body !== "") this.#lines.push(this.#print(JSON.parse(body)));
		this.#lines.push("", `${answer.status}`);
		for (const name of shown) this.#lines.push(`${name}: ${this.#header(answer.headers.get(name) ?? "")}`);
		const isJson = answer.headers.get("content-type") === "application/json";
		const text = await answer.text();
		if (text !== "") this.#lines.push(isJson ? this.#print(JSON.parse(text)) : this.#text(text));
		this.#lines.push("");
	}

	get text(): string {
		return [...this.#lines, "```"].join("\n").replaceAll("\n\n```", "\n```");
	}

	#header(value: string): string {
		return /^\d+$/.test(value) ? String(this.#number(Number(value))) : this.#text(value);
	}

	/** One line where it fits, else a member a line. */
	#print(value: unknown): string {
		return pretty(this.#shorten(value), "");
	}

	#shorten(value: unknown): unknown {
		if (typeof value === "string") return this.#text(value);
		if (typeof value === "number") return this.#number(value);
		if (Array.isArray(value)) {
			const first = value.slice(0, value.length > 2 ? 1 : 2).map((each) => this.#shorten(each));
			return value.length > 2 ? [...first, "…"] : first;
		}
		if (typeof value !== "object" || value === null) return value;
		const entries = Object.entries(value);
		const isByDay = entries.some(([key]) => /^\d{4}-\d{2}-\d{2}$/.test(key));
		const isByPlace = entries.length > 0 && entries.every(([key]) => /^\d{1,2}$/.test(key));
		const shown = isByDay || isByPlace ? entries.slice(0, 1) : entries;
		const shortened = shown.map(([key, each]) => [
			isByDay ? "<day>" : isByPlace ? "<position>" : key,
			this.#shorten(each),
		]);
		return Object.fromEntries(shortened);
	}

	#number(value: number): number {
		return Math.abs(value - this.#start) < NEAR ? value - this.#start + PRINTED_START : value;
	}

	#text(value: string): string {
		if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value)) return this.#uuid(value);
		if (/^\d{4}-\d{2}-\d{2}$/.test(value) && !value.startsWith("19")) return "<day>";
		if (ENROLMENT_CODE.test(value)) return "7Q3N…";
		if (/^[0-9]{7}$/.test(value)) return "4821935";
		if (/^(RP1|HC1):/.test(value)) return `${value.slice(0, 4)}…`;
		if (value.startsWith("URN:UVCI:")) return "URN:UVCI:…";
		if (value.startsWith("Device ")) return "Device eyJ…";
		if (value.startsWith("eyJ")) return "eyJ…";
		return BASE64URL.some((form) => form.test(value)) && !/^[a-z_]+$/.test(value) ? "…" : value;
	}

	#uuid(value: string): string {
		const known = this.#uuids.get(value);
		if (known !== undefined) return known;
		const printed = `${"abcdefghjkmnpqrstuvwxyz"[this.#uuids.size]}…`;
		this.#uuids.set(value, printed);
		return printed;
	}
}

function pretty(value: unknown, indent: string): string {
	const line = JSON.stringify(value).replaceAll('"…"', "…");
	if (indent.length + line.length <= LINE || typeof value !== "object" || value === null) return line;
	const deeper = `${indent}  `;
	if (Array.isArray(value)) {
		return `[\n${value.map((each) => deeper + pretty(each, deeper)).join(",\n")}\n${indent}]`;
	}
	const members = Object.entries(value).map(
		([key, each]) => `${deeper}${JSON.stringify(key)}: ${pretty(each, deeper)}`,
	);
	return `{\n${members.join(",\n")}\n${indent}}`;
}
