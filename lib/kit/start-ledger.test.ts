import { describe, expect, it } from "vitest";
import { startReport as schema } from "@/lib/protocol/starts";
import { gapsOf, HISTORY, startReport, withNumber, withRegistered, withStart, withStored } from "./start-ledger";

const NOBODY = new Set<string>();
const idOf = (number: number) => `start${String(number).padStart(3, "0")}`;

describe("[OL-3] the starts of a counter", () => {
	it("are one generation each, and name those before, newest first", () => {
		let ledger = withStart(undefined, idOf(1));
		for (let i = 2; i <= 20; i++) ledger = withStart(ledger, idOf(i));
		const report = schema.parse(startReport(ledger, idOf(20), NOBODY));
		expect(report).toMatchObject({ id: idOf(20), generation: 20, given: 0 });
		expect(report.before.map(({ id }) => id)).toEqual(Array.from({ length: HISTORY }, (_, i) => idOf(19 - i)));
	});

	it("a start that the ledger does not know is not told of", () => {
		expect(startReport(withStart(undefined, idOf(1)), idOf(2), NOBODY)).toBeUndefined();
	});
});

describe("[OL-6] the numbers of a start", () => {
	it("rise by one from 1, each start its own", () => {
		const one = withNumber(withStart(undefined, idOf(1)), idOf(1));
		const two = withNumber(one.ledger, idOf(1));
		const other = withNumber(withStart(two.ledger, idOf(2)), idOf(2));
		expect([one.number, two.number, other.number]).toEqual([1, 2, 1]);
	});

	it("are told by what became of them: nothing, waiting, refused, registered", () => {
		let ledger = withStart(undefined, idOf(1));
		for (let i = 0; i < 5; i++) ({ ledger } = withNumber(ledger, idOf(1)));
		for (const number of [1, 2, 3]) ledger = withStored(ledger, idOf(1), { number, key: `key ${number}` });
		ledger = withRegistered(ledger, new Set(["key 1", "another device's"]));
		// The fifth may still become an attestation.
		expect(startReport(ledger, idOf(1), new Set(["key 2"]))).toMatchObject({
			...{ given: 5, void: 1, refused: 1, waiting: 1 },
		});
		ledger = withStart(ledger, idOf(2));
		expect(startReport(ledger, idOf(2), new Set(["key 2"]))?.before).toEqual([
			{ id: idOf(1), given: 5, void: 2, refused: 1, waiting: 1 },
		]);
		const report = startReport(ledger, idOf(2), new Set(["key 2"]));
		expect(report && gapsOf(report)).toEqual({ void: 2, refused: 1, waiting: 1 });
	});
});
