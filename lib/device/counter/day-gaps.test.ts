import { describe, expect, it } from "vitest";
import { NOW } from "@/tests/support/authority";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { beginStart } from "../identity/start";
import { loadGaps } from "./day-gaps";
import { loadDayRows } from "./day-list";
import { issueDraft } from "./issue";
import { indexedDbOutboxStore } from "./outbox-store";

const TODAY = { from: NOW - 60, to: NOW + 60 };

describe("[SH-14] numbers of which no sheet came", () => {
	it("are named once the next one is given, with when they were used up", async () => {
		const ports = await enrolledCounter();
		const first = await issueDraft(draft(), ports);
		// The delegation names no such kind of record: the number is spent, and nothing is signed.
		const failed = await issueDraft(draft({ identity: { family: "", given: "", birth: "1990", sex: "F" } }), ports);
		expect([first.ok, failed.ok]).toEqual([true, false]);
		// Whether the newest number becomes a sheet is not known yet.
		expect(await loadGaps(TODAY, ports.db)).toEqual([]);
		const next = await issueDraft(draft(), ports);
		if (!first.ok || !next.ok) throw new Error("not issued");
		const missing = first.value.index + 2;
		expect(next.value.index).toBe(first.value.index + 2);
		expect(await loadGaps(TODAY, ports.db)).toEqual([{ number: missing, at: NOW }]);
		expect(await loadGaps({ from: NOW + 1, to: NOW + 60 }, ports.db)).toEqual([]);
	});

	it("a crash before the last sheet of a start was stored is named from the next start on", async () => {
		const ports = await enrolledCounter();
		const failed = await issueDraft(draft({ identity: { family: "", given: "", birth: "1990", sex: "F" } }), ports);
		expect([failed.ok, await loadGaps(TODAY, ports.db)]).toEqual([false, []]);
		await beginStart(ports.db);
		expect(await loadGaps(TODAY, ports.db)).toMatchObject([{ at: NOW }]);
	});

	it("a registered sheet that a correction replaced is marked as replaced, one that was taken back is not", async () => {
		const ports = await enrolledCounter();
		const old = draft();
		await issueDraft(old, ports);
		await indexedDbOutboxStore(ports.db).apply(old.id, { type: "registered", registeredAt: NOW, passId: "p" });
		await issueDraft(draft({ corrects: { key: old.id, reason: "entry_error" } }), ports);
		const rows = await loadDayRows(NOW - 60, ports.db);
		expect(rows.map(({ row, isReplaced }) => [row.key === old.id, isReplaced])).toEqual([
			[false, false],
			[true, true],
		]);
	});
});
