/** Properties of V-1, RP-4 and V-4: any input gives a verdict, no changed text is accepted, nothing personal leaks. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeBase45, encodeBase45 } from "@/lib/formats/base45";
import { readEntry } from "@/lib/formats/entry-text";
import { decodeAttestation, encodeAttestation } from "@/lib/formats/relais/attestation-text";
import { concat } from "@/lib/shared/bytes";
import { TEXT_LIMIT } from "@/lib/shared/text-limit";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import { attest, bundle, delegationJwt, NOW } from "@/tests/support/authority";
import { hc1, vaccinated } from "@/tests/vectors/make/hc1";
import { detectFormat } from "./detect-format";
import { verifyPass } from "./verify-pass";

const KID_ONLY = attest();
const EMBEDDED = attest({ n: ["ESSAI", "Camille Aimée"] }, { embed: delegationJwt() });

let trust: Trust;
beforeAll(async () => {
	const opened = await openTrust(bundle({ delegations: [delegationJwt()] }), { subtle: crypto.subtle });
	if (!opened.ok) throw new Error(opened.error.code);
	trust = opened.value;
});

const verify = (text: string | readonly string[]) => verifyPass(text, trust, { now: NOW });

function bytesOf(text: string): Uint8Array {
	const bytes = decodeBase45(text.slice(4));
	if (!bytes) throw new Error("not base45");
	return bytes;
}

describe("verifyPass", () => {
	it("[V-1] gives a verdict for any text", async () => {
		const prefix = fc.constantFrom("", "RP1:", "HC1:", "HC1:NCF", "shc:/", "shc:/1/2/", "DC04", "DC03FR000001", "eyJ.");
		const symbols = fc.constantFrom(..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:\u001d\u001f\né");
		const body = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: symbols, maxLength: 400 }));
		await fc.assert(
			fc.asyncProperty(prefix, body, async (head, rest) => {
				const verdict = await verify(head + rest);
				expect(["rejected", "indeterminate"]).toContain(verdict.outcome);
				expect(verdict.format).toBe(detectFormat(head + rest) ?? "unknown");
			}),
			{ numRuns: 2000 },
		);
	});

	it("[V-1] gives a verdict for any bytes behind the prefix", async () => {
		const type = fc.constantFrom(0, 1, 2, 3);
		await fc.assert(
			fc.asyncProperty(type, fc.uint8Array({ maxLength: 900 }), async (first, bytes) => {
				const verdict = await verify(`RP1:${encodeBase45(concat(Uint8Array.of(first), bytes))}`);
				expect(verdict.outcome).not.toBe("accepted");
			}),
			{ numRuns: 1000 },
		);
	});

	it("[V-1] refuses texts beyond 16 KiB, whatever their format", async () => {
		for (const [prefix, reason] of [
			["RP1:", "attestation_malformed"],
			["HC1:", "hc1_malformed"],
			["shc:/", "shc_malformed"],
			["DC04", "2ddoc_malformed"],
			["XYZ", "format_unknown"],
		] as const) {
			expect((await verify(prefix + "0".repeat(TEXT_LIMIT))).reason).toBe(reason);
		}
	});

	it("[V-1] takes parts of a SMART Health Card only", async () => {
		expect((await verify([KID_ONLY])).outcome).toBe("accepted");
		expect((await verify([KID_ONLY, KID_ONLY])).reason).toBe("format_unknown");
		expect((await verify([])).reason).toBe("format_unknown");
		expect((await verify(["shc:/1/2/5676", "shc:/2/2/5676"])).format).toBe("shc");
	});

	it.each([
		["kid only", KID_ONLY],
		["embedded", EMBEDDED],
	])(
		"[RP-4] [RP-5] no flipped bit is accepted: %s",
		async (_, text) => {
			const bytes = bytesOf(text);
			for (let bit = 0; bit < bytes.length * 8; bit++) {
				const changed = bytes.slice();
				changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
				const verdict = await verify(`RP1:${encodeBase45(changed)}`);
				expect(verdict.outcome, `bit ${bit}`).not.toBe("accepted");
			}
		},
		60_000,
	);

	it("[RP-4] no changed, added or dropped character is accepted", async () => {
		const symbols = fc.constantFrom(..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:abcxyz\n\u00a0");
		const place = fc.nat(EMBEDDED.length);
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(KID_ONLY, EMBEDDED),
				place,
				fc.nat(3),
				symbols,
				async (text, at, drop, added) => {
					const changed = text.slice(0, at) + added + text.slice(at + drop);
					// What scanners add is no change (V-8).
					fc.pre(readEntry(changed) !== text);
					expect((await verify(changed)).outcome).not.toBe("accepted");
				},
			),
			{ numRuns: 1500 },
		);
	});

	it("[V-8] whatever stands around it, nothing is accepted but what was issued", async () => {
		const bits = [
			"]Q1",
			"]d2",
			"\\000026",
			"\ufeff",
			"\r\n",
			"\0",
			"\t",
			" ",
			"%",
			"+",
			"https://x.example/?v=",
			"#",
			"shc:/",
		];
		const around = fc.array(fc.oneof(fc.constantFrom(...bits), fc.string({ maxLength: 2 })), { maxLength: 4 });
		const written = fc.constantFrom(
			(text: string) => text,
			encodeURIComponent,
			(text: string) => text.toLowerCase(),
			(text: string) => text.slice(4),
			(text: string) => `https://x.example/app#${encodeURI(text)}`,
			(text: string) => `https://x.example/app?v=${encodeURIComponent(text)}&a=1`,
		);
		let accepted = 0;
		await fc.assert(
			fc.asyncProperty(
				around,
				fc.constantFrom(KID_ONLY, EMBEDDED),
				written,
				around,
				async (before, pass, write, after) => {
					const text = [...before, write(pass), ...after].join("");
					if ((await verify(text)).outcome !== "accepted") return;
					accepted++;
					expect([KID_ONLY, EMBEDDED]).toContain(readEntry(text));
				},
			),
			{ numRuns: 1500 },
		);
		expect(accepted).toBeGreaterThan(20);
	});

	it("[RP-4] whatever decodes is the only text of its content", () => {
		fc.assert(
			fc.property(fc.constantFrom(1, 2), fc.uint8Array({ minLength: 70, maxLength: 500 }), (type, bytes) => {
				const text = `RP1:${encodeBase45(concat(Uint8Array.of(type), bytes))}`;
				const decoded = decodeAttestation(text);
				if (decoded.outcome === "decoded") expect(encodeAttestation(decoded.attestation)).toBe(text);
			}),
			{ numRuns: 3000 },
		);
	});

	it("[V-1] a durable pass survives no flipped bit of its text either", async () => {
		const text = await hc1(vaccinated("URN:UVCI:01:FR:ESSAI#1"));
		await fc.assert(
			fc.asyncProperty(fc.nat(text.length - 1), fc.nat(44), async (at, value) => {
				const symbol = encodeBase45(Uint8Array.of(value)).charAt(0);
				fc.pre(text.charAt(at) !== symbol);
				expect((await verify(text.slice(0, at) + symbol + text.slice(at + 1))).outcome).not.toBe("accepted");
			}),
			{ numRuns: 300 },
		);
	});

	it("[V-4] neither reasons nor warnings tell who it is", async () => {
		for (const text of [attest({ exp: NOW - 1 }), attest({ k: "R" }), `${KID_ONLY}0`, attest({ n: ["ESSAI", 1] })]) {
			const { pass: _, ...rest } = { pass: undefined, ...(await verify(text)) };
			expect(JSON.stringify(rest)).not.toMatch(/ESSAI|Camille|1990/);
		}
	});

	it("shows a pass only where signature and issuer held", async () => {
		const withPass = async (text: string) => "pass" in (await verify(text));
		expect(await withPass(attest({ exp: NOW - 1 }))).toBe(true);
		expect(await withPass(attest({ k: "R" }))).toBe(true);
		expect(await withPass(attest({ s: 0 }))).toBe(false);
		expect(await withPass(attest({ n: ["ESSAI", 1] }))).toBe(false);
		expect(await withPass(`${KID_ONLY}0`)).toBe(false);
	});
});
