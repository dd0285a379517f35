import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import { parseCivilDay } from "@/lib/shared/civil-day";
import { NOW } from "@/tests/support/authority";
import type { AttestationClaims } from "./attestation-claims";
import { projectAttestation } from "./project-attestation";

const NAMING = { ci: "Dq3x.1007", is: "Pharmacie de l'Essai, Angers" };

function project(claims: Partial<AttestationClaims>) {
	const defaults = {
		iat: NOW,
		exp: NOW + 1,
		k: "A",
		t: NOW - 1,
		n: ["ESSAI", "Camille Aimée"],
		b: "1990-02-03",
		s: 1007,
	};
	return projectAttestation({ ...defaults, ...claims } as AttestationClaims, NAMING);
}

describe("[P-5] [V-2] projectAttestation", () => {
	it.each([
		["A", "LP217198-3", "260415000"],
		["N", "LP6464-4", "260415000"],
		["R", "LP6464-4", "260373001"],
	] as const)("%s is a test of type %s with result %s", (k, tt, tr) => {
		const { t, v, r } = project({ k });
		expect(t).toEqual([{ tg: "840539006", tt, tr, sc: "2021-08-13T15:29:59Z", co: "FR", ...NAMING }]);
		expect([v, r]).toEqual([undefined, undefined]);
	});

	it("carries an antigen test's device", () => {
		expect(project({ p: "1232" }).t?.[0]?.ma).toBe("1232");
		expect(project({ k: "N", p: "1232" }).t?.[0]?.ma).toBeUndefined();
	});

	it("V is a vaccination with its doses, product and day", () => {
		const { v, t } = project({ k: "V", d: [2, 2], p: "EU/1/20/1528" });
		const product = { mp: "EU/1/20/1528", vp: "1119349007", ma: "ORG-100030215" };
		expect(v).toEqual([{ tg: "840539006", ...product, dn: 2, sd: 2, dt: "2021-08-13", co: "FR", ...NAMING }]);
		expect(t).toBeUndefined();
	});

	it.each([
		["2021-08-13T21:59:59Z", "2021-08-13"],
		["2021-08-13T22:00:00Z", "2021-08-14"],
		["2021-12-31T22:59:59Z", "2021-12-31"],
		["2021-12-31T23:00:00Z", "2022-01-01"],
	])("an injection at %s was on %s", (time, day) => {
		expect(project({ k: "V", d: [1, 1], t: Date.parse(time) / 1000 }).v?.[0]?.dt).toBe(day);
	});

	it("writes names as printed and as machine-readable zones do", () => {
		expect(project({}).nam).toEqual({ fn: "ESSAI", fnt: "ESSAI", gn: "Camille Aimée", gnt: "CAMILLE<AIMEE" });
		expect(project({ n: ["ESSAI", ""] }).nam).toEqual({ fn: "ESSAI", fnt: "ESSAI" });
	});

	it("is total: any integer is some day", () => {
		const kind = fc.constantFrom<AttestationKind>("A", "N", "R", "V");
		fc.assert(
			fc.property(kind, fc.maxSafeInteger(), (k, t) => {
				const dcc = project({ k, t, ...(k === "V" ? { d: [1, 1] } : {}) });
				expect(parseCivilDay((dcc.v?.[0]?.dt ?? dcc.t?.[0]?.sc ?? "").slice(0, 10))).toBeDefined();
			}),
		);
	});
});
