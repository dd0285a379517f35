/** Vectors of spec §5, made by another implementation (make/check-code.py). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkCode, type TypedCode } from "@/lib/checkcode/check-code";
import { codeHash } from "@/lib/checkcode/code-hash";
import { deriveGKey, derivePKey, type IssuerCodeKeys, type VerifierCodeKeys } from "@/lib/checkcode/derive-keys";
import { afterCode, lockedFor, OPEN_LOCK } from "@/lib/checkcode/entry-lock";
import { type CodeRequest, issueCode } from "@/lib/checkcode/issue-code";
import { isRevokedCode, type MacSymbols, REVOKED_CODE_LENGTH, revokedCode } from "@/lib/checkcode/revoked-codes";
import { macsOf } from "@/lib/checkcode/symbols";
import { base64url, fromBase64url } from "@/lib/shared/bytes";
import { isPacked } from "@/lib/shared/sorted-entries";

type KeyPlace = {
	readonly master: string;
	readonly day: string;
	readonly position: number;
	readonly pharmacy: string;
};

type Vector = {
	readonly rule: string;
	readonly name: string;
	readonly now: number | null;
	/** Name in check-code-keys.json. */
	readonly trust: string | null;
} & (
	| { readonly kind: "keys"; readonly input: KeyPlace; readonly expected: { readonly g: string; readonly p: string } }
	| { readonly kind: "issue"; readonly input: CodeRequest; readonly expected: Readonly<Record<string, string>> }
	| { readonly kind: "check"; readonly input: TypedCode; readonly expected: string }
	| {
			readonly kind: "hash";
			readonly input: { readonly number: string; readonly code: string };
			readonly expected: string;
	  }
	| {
			readonly kind: "entry";
			readonly input: Omit<MacSymbols, "macs"> & { readonly symbols: string };
			readonly expected: string;
	  }
	| {
			readonly kind: "revoked";
			readonly input: TypedCode & { readonly revoked: string };
			readonly expected: string;
	  }
	| {
			readonly kind: "lock";
			readonly input: { readonly rejections: number };
			readonly expected: { readonly lockedFor: number };
	  }
	| {
			readonly kind: "entries";
			readonly input: readonly { readonly at: number; readonly outcome: Parameters<typeof afterCode>[1] }[];
			readonly expected: { readonly lockedFor: number };
	  }
);

const read = (name: string) => JSON.parse(readFileSync(join(import.meta.dirname, name), "utf8"));
const VECTORS: readonly Vector[] = read("check-code.json");
const KEYS: Readonly<Record<string, unknown>> = read("check-code-keys.json");

function run(vector: Vector): unknown {
	const { now } = vector;
	const keys = KEYS[vector.trust ?? ""];
	switch (vector.kind) {
		case "keys": {
			const { master, day, position, pharmacy } = vector.input;
			const g = deriveGKey(fromBase64url(master) ?? new Uint8Array(), day, position);
			return { g: base64url(g), p: base64url(derivePKey(g, pharmacy)) };
		}
		case "issue": {
			const issued = issueCode(keys as IssuerCodeKeys, vector.input);
			return issued.ok ? { number: issued.value.number, code: issued.value.code } : issued.error;
		}
		case "check":
			return checkCode(keys as VerifierCodeKeys, vector.input, now ?? 0).outcome;
		case "hash":
			return base64url(codeHash(vector.input.number, vector.input.code));
		case "entry": {
			const { symbols, ...code } = vector.input;
			return base64url(revokedCode({ ...code, macs: symbols }));
		}
		case "revoked": {
			const { revoked, ...typed } = vector.input;
			const checked = checkCode(keys as VerifierCodeKeys, typed, now ?? 0);
			if (checked.outcome !== "accepted") return checked.outcome;
			const list = fromBase64url(revoked) ?? new Uint8Array();
			expect(isPacked(list, REVOKED_CODE_LENGTH)).toBe(true);
			const code = { ...checked, macs: macsOf(checked.symbols) };
			return isRevokedCode(list, code, checked.positions) ? "revoked" : "accepted";
		}
		case "lock":
			return { lockedFor: rejectedInARow(vector.input.rejections, now ?? 0) };
		case "entries": {
			const lock = vector.input.reduce((state, { at, outcome }) => afterCode(state, outcome, at), OPEN_LOCK);
			return { lockedFor: lockedFor(lock, now ?? 0) };
		}
	}
}

/** Each rejection comes as soon as entry is open; gives what the last one locks for. */
function rejectedInARow(count: number, start: number): number {
	let lock = OPEN_LOCK;
	let now = start;
	for (let i = 0; i < count; i++) {
		now += lockedFor(lock, now);
		lock = afterCode(lock, "rejected", now);
	}
	return lockedFor(lock, now);
}

describe("check-code.json", () => {
	it.each(VECTORS.map((vector) => [vector.rule, vector.name, vector] as const))("[%s] %s", (_, __, vector) => {
		expect(run(vector)).toEqual(vector.expected);
	});
});
