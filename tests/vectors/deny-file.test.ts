/** Vectors of the deny file of spec §4, made by another implementation (make/deny-file.py). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { base64, fromBase64 } from "@/lib/shared/bytes";
import { applyDenyDelta } from "@/lib/trust/deny-delta";
import { digestFile, digestNamed, openDenyFile } from "@/lib/trust/deny-file";
import { buildDenyFile, denyPrefix, isDenied } from "@/lib/trust/deny-list";
import { sha256Of } from "@/tests/support/deny-versions";

type Vector = { readonly rule: string; readonly name: string } & (
	| {
			readonly kind: "deny-file";
			readonly input: { readonly file: string; readonly count: number };
			/** Null: no deny file. */
			readonly expected: { readonly denied: readonly string[]; readonly admitted: readonly string[] } | null;
	  }
	| { readonly kind: "deny-write"; readonly input: { readonly prefixes: readonly number[] }; readonly expected: string }
	| {
			readonly kind: "deny-digest";
			/** So many prefixes, of the decimal texts of 0, 1, 2, … */
			readonly input: { readonly count: number };
			readonly expected: { readonly length: number; readonly sha256: string };
	  }
	| {
			readonly kind: "deny-delta";
			/** Files in base64; the digest that the list names in hex. */
			readonly input: { readonly earlier: string; readonly delta: string; readonly named: string };
			readonly expected: { readonly file: string } | { readonly problem: string };
	  }
);

const VECTORS: readonly Vector[] = JSON.parse(readFileSync(join(import.meta.dirname, "deny-file.json"), "utf8"));

function bytesOf(text: string) {
	const bytes = fromBase64(text);
	if (!bytes) throw new Error("no base64");
	return bytes;
}
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

async function openNamed({ file, count }: { readonly file: string; readonly count: number }) {
	const named = { uri: "/deny", sha256: hex(sha256Of(bytesOf(file))), count };
	return openDenyFile(await digestFile(file, crypto.subtle), named);
}

async function run(vector: Vector): Promise<void> {
	switch (vector.kind) {
		case "deny-file": {
			const opened = await openNamed(vector.input);
			const { expected } = vector;
			expect(opened === undefined).toBe(expected === null);
			if (!opened || !expected) return;
			expect(expected.denied.filter((id) => !isDenied(opened.index, id))).toEqual([]);
			expect(expected.admitted.filter((id) => isDenied(opened.index, id))).toEqual([]);
			return;
		}
		case "deny-write":
			expect(base64(buildDenyFile(vector.input.prefixes))).toBe(vector.expected);
			return;
		case "deny-digest": {
			const file = buildDenyFile(Array.from({ length: vector.input.count }, (_, i) => denyPrefix(String(i))));
			expect({ length: file.length, sha256: hex(sha256Of(file)) }).toEqual(vector.expected);
			return;
		}
		case "deny-delta": {
			const earlier = bytesOf(vector.input.earlier);
			const applied = await applyDenyDelta(
				bytesOf(vector.input.delta),
				{ file: earlier, sha256: sha256Of(earlier) },
				{ expected: digestNamed(vector.input.named) ?? new Uint8Array(), digest: async (data) => sha256Of(data) },
			);
			expect("file" in applied ? { file: base64(applied.file) } : applied).toEqual(vector.expected);
			return;
		}
	}
}

describe("deny-file.json", () => {
	it.each(VECTORS.map((vector) => [vector.kind, vector.name, vector] as const))("[%s] %s", (_, __, vector) =>
		run(vector),
	);
});
