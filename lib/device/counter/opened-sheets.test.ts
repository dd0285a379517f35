import { describe, expect, it } from "vitest";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { loadUnlocked } from "../identity/device-store";
import { workOn } from "../store/database";
import { wipeSecrets } from "../store/vault/slots";
import { issueDraft } from "./issue";
import { type OpenedSheets, openSheets } from "./opened-sheets";
import { slotsOfAct } from "./sealed-attestation";

describe("[VA-15] the sheets of a list", () => {
	it("are opened once each, with secrets that are not asked for again; what is gone is null", async () => {
		const ports = await enrolledCounter();
		workOn(ports.db);
		const acts = [draft(), draft()];
		for (const act of acts) await issueDraft(act, ports);
		const device = await loadUnlocked(ports.db);
		if (device === undefined) throw new Error("no device");
		const { storageKey } = device;
		const rows = await ports.db.outbox.toArray();
		const opened: OpenedSheets = new Map();
		const first = await openSheets(rows, { storageKey, opened });
		expect(acts.map(({ id }) => first.get(id)?.person.family)).toEqual(["ESSAI", "ESSAI"]);

		await wipeSecrets(
			rows.flatMap(({ sealed }) => slotsOfAct(sealed)),
			ports.db,
		);
		expect(await openSheets(rows, { storageKey, opened })).toEqual(first);
		const gone = new Map(rows.map(({ key }) => [key, null]));
		expect(await openSheets(rows, { storageKey, opened: new Map() })).toEqual(gone);
		const trimmed = rows.map(({ key }) => ({ key, sealed: null }));
		expect(await openSheets(trimmed, { storageKey, opened })).toEqual(gone);
	});
});
