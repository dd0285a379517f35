import { describe, expect, it } from "vitest";
import { beginsLikeScanned, readScanned } from "@/lib/entry/scanned";
import { azertyKey, POSITIONS } from "@/tests/support/keyboards";
import { DocumentRun } from "./document-run";
import { usCharacter } from "./us-layout";

const TODAY = "2021-08-13";
const PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n";
const BOX = "]d20103400930000007172111301041ADG\x1d21SN0017X\n";

/** Types a text, one key every so many milliseconds; answers which keys were left to the page. */
function type(run: DocumentRun, text: string, options: { gap?: number; azerty?: boolean; from?: number } = {}) {
	const { gap = 5, azerty = false, from = 0 } = options;
	let time = from;
	let undone = false;
	const left = [...text].filter((character) => {
		time += character === "\n" ? 120 : gap;
		const step = run.press(keyOf(character, { azerty, time }), "field");
		undone ||= step.undo === true;
		return !step.suppress;
	});
	return { left: left.join(""), undone, time };
}

function keyOf(character: string, { azerty, time }: { azerty: boolean; time: number }) {
	const plain = { shiftKey: false, ctrlKey: false, altKey: false, timeStamp: time };
	if (character === "\n") return { ...plain, code: "Enter", key: "Enter" };
	if (character === "\x1d") return { ...plain, code: "BracketRight", key: "]", ctrlKey: true };
	const position = POSITIONS.get(character);
	if (position === undefined) return { ...plain, code: "", key: character };
	const { code, shift } = position;
	const key = azerty ? azertyKey(position) : (usCharacter(code, shift) ?? code);
	return { ...plain, code, key, shiftKey: shift };
}

describe("[EN-7] [EN-8] a scanner beside the keyboard", () => {
	it.each([
		["American computer", false],
		["French computer", true],
	])("a passport's two lines are one text, out of the field again: %s", (_, azerty) => {
		const run = new DocumentRun(beginsLikeScanned);
		const { left, undone } = type(run, PASSPORT, { azerty });
		expect([left.length, undone, run.taken]).toEqual([7, true, true]);
		expect(readScanned(run.end(), TODAY)).toMatchObject({ type: "document", read: { person: { family: "ERIKSSON" } } });
		expect(run.taken).toBe(false);
	});

	it("a box with its separator, on both computers", () => {
		for (const azerty of [false, true]) {
			const run = new DocumentRun(beginsLikeScanned);
			type(run, BOX, { azerty });
			expect(readScanned(run.end(), TODAY)).toMatchObject({ type: "box", read: { lot: "41ADG", serial: "SN0017X" } });
		}
	});

	it("a misread text is told as what it was", () => {
		const run = new DocumentRun(beginsLikeScanned);
		type(run, PASSPORT.replace("740812", "740813"));
		expect(readScanned(run.end(), TODAY)).toEqual({ type: "misread", of: "document" });
		type(run, BOX.replace("00007172", "00008172"), { from: 10_000 });
		expect(readScanned(run.end(), TODAY)).toEqual({ type: "misread", of: "box" });
	});

	it.each([
		["hands", PASSPORT, 90],
		["a fast run of something else", "essai\nCamille\n03021990\nF\n", 5],
		["digits", "290027511612379", 5],
		["another code", "RP1:ABCDEFGHIJKLMNOP", 5],
	])("every key of %s goes to the page", (_, text, gap) => {
		const run = new DocumentRun(beginsLikeScanned);
		expect(type(run, text, { gap }).left).toBe(text);
		expect(run.taken).toBe(false);
	});
});
