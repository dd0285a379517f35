import { describe, expect, it } from "vitest";
import { readReturned } from "@/lib/kit/returned-paper";
import { readHolderLink } from "@/lib/protocol/holder-link";
import { NOW } from "@/tests/support/authority";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { loadUnlocked } from "../identity/device-store";
import { issueDraft } from "./issue";
import { takeReturned } from "./returned-sheet";
import { openAttestation } from "./sealed-attestation";

const ORIGIN = "https://relais.example";

/** A sheet of a workstation that failed since, and another workstation of the same pharmacy. */
async function returned(kit: Parameters<typeof enrolledCounter>[0] = {}) {
	const dead = await enrolledCounter();
	const issued = await issueDraft(draft(), dead);
	if (!issued.ok) throw new Error(issued.error.code);
	const ports = await enrolledCounter(kit);
	const read = readReturned(issued.value.rp1, "40123");
	if (read.outcome !== "paper") throw new Error(read.outcome);
	const link = readHolderLink(issued.value.holderPath.replace("/pass", ""));
	if (link === undefined) throw new Error("no link");
	const strip = { holderToken: link.token, stripNumber: issued.value.stripNumber ?? "" };
	const act = { paper: read.paper, sex: "F", contact: {}, locale: "fr" } as const;
	return { sheet: issued.value, ports: { ...ports, now: () => NOW + 500 }, act, strip };
}

async function opened(ports: Awaited<ReturnType<typeof returned>>["ports"], key: string) {
	const [row, device] = [await ports.db.outbox.get(key), await loadUnlocked(ports.db)];
	const content = row?.sealed && device && (await openAttestation(device.storageKey, key, row.sealed));
	if (!content) throw new Error("nothing is stored");
	return { row, ...content };
}

describe("[QM-4] a sheet that comes back", () => {
	it("is read from its own code, with whatever a scanner puts around it; the strip's code is another one", async () => {
		const { sheet, act } = await returned();
		expect(readReturned(`]Q3${sheet.rp1}\r\n`, "40123")).toEqual({ outcome: "paper", paper: act.paper });
		expect(readReturned(sheet.rp1, "40124")).toEqual({ outcome: "other_pharmacy" });
		expect(readReturned(sheet.rp1.slice(0, -2), "40123")).toEqual({ outcome: "not_a_sheet" });
		expect(readReturned("HC1:6BF", "40123")).toEqual({ outcome: "not_a_sheet" });
		const address = ORIGIN + sheet.holderPath;
		expect(readReturned(address, "40123")).toMatchObject({ outcome: "strip", link: { asks: "stripNumber" } });
	});

	it("becomes an entry of this workstation, with the same paper, code, times and strip", async () => {
		const { sheet, ports, act, strip } = await returned();
		const taken = await takeReturned({ ...act, strip, nir: "290027511612397" }, ports);
		if (!taken.ok) throw new Error(taken.error.code);
		const { row, record, sheet: kept } = await opened(ports, taken.value.key);
		expect(row).toMatchObject({ state: "waiting", queuedAt: NOW + 500, fate: "handed", index: act.paper.index });
		expect(kept).toEqual(sheet);
		expect(record).toMatchObject({
			attestation: sheet.rp1,
			identity: { family: "ESSAI", given: "Camille Aimée", birth: "1990-02-03", sex: "F", nir: "290027511612397" },
			sampled: { at: sheet.performedAt },
			issued: { at: NOW },
			queued: { at: NOW + 500 },
			...strip,
		});
		// It was numbered by the other workstation.
		expect(record?.start).toBeUndefined();
	});

	it("gets a strip of its own where the first is lost, which waits to be printed", async () => {
		const { sheet, ports, act } = await returned();
		const taken = await takeReturned(act, ports);
		if (!taken.ok) throw new Error(taken.error.code);
		const { row, sheet: kept } = await opened(ports, taken.value.key);
		expect(row).toMatchObject({ fate: null });
		const { holderPath, stripNumber, ...rest } = kept;
		expect(sheet).toMatchObject(rest);
		expect([holderPath === sheet.holderPath, stripNumber === sheet.stripNumber]).toEqual([false, false]);
	});

	it("is registered once here, however often it is scanned", async () => {
		const { ports, act } = await returned();
		const [first, second] = [await takeReturned(act, ports), await takeReturned(act, ports)];
		expect([first.ok && first.value.known, second.ok && second.value.known]).toEqual([false, true]);
		expect(second.ok && first.ok && second.value.key === first.value.key).toBe(true);
		expect(await ports.db.outbox.count()).toBe(1);
	});

	it("is registered also where the keys of its code are gone; nothing is left to print then", async () => {
		const { ports, act } = await returned({ codeKeys: { holder: "issuer", pharmacy: "40123", days: {} } });
		const taken = await takeReturned(act, ports);
		if (!taken.ok) throw new Error(taken.error.code);
		const { row, sheet } = await opened(ports, taken.value.key);
		expect([sheet.checkCode.code, row?.fate]).toEqual(["", "handed"]);
	});
});
