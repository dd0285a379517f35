/** The door and the train while there is no network: every sheet once, then all that must not get in. */
import type { Page } from "@playwright/test";
import { type DoorReason, SPOKEN } from "@/app/(door)/scan/verdict/spoken-codes";
import { readFamilyName } from "@/lib/entry/typed-name";
import { writeClip } from "../support/camera-clip";
import {
	awaitVerdict,
	confirmSame,
	expectCount,
	nextPerson,
	readCount,
	type ShownVerdict,
	typeCode,
} from "../support/door-page";
import type { Studio } from "../support/studio";
import { type HostilePaper, malleated } from "./hostile-papers";
import type { IssuedSheet } from "./issue-offline";

type Say = (text: string) => void;

/** A door whose camera shows the clip; each scan is a cold start of its page. */
export type Door = {
	readonly page: Page;
	readonly clip: string;
	readonly studio: Studio;
	readonly say: Say;
};

/** @returns how many were admitted, each under the right name and birth date, each counted once */
export async function admitAll(door: Door, sheets: readonly IssuedSheet[]): Promise<number> {
	let admitted = 0;
	for (const sheet of sheets) {
		const verdict = await present(door, await door.studio.frameOf(sheet.paper));
		const { family, given, birth } = sheet.person;
		const shown = [readFamilyName(family), given, birth.split("-").reverse().join("/")];
		if (verdict.outcome === "admitted" && shown.every((part) => verdict.text.includes(part))) {
			admitted++;
			if (admitted % 10 === 0) door.say(`  ${admitted} admitted`);
		} else door.say(`  NOT ADMITTED, ${verdict.outcome}: ${verdict.text}`);
	}
	await expectCount(door.page, admitted);
	return admitted;
}

/** @returns how many were kept out for the reason that they should be */
export async function refuseAll(door: Door, papers: readonly HostilePaper[]): Promise<number> {
	const before = await readCount(door.page);
	let refused = 0;
	for (const { name, reason, text } of papers) {
		const verdict = await present(door, await door.studio.frameOfText(text));
		if (keptOut(verdict, { name, reason, say: door.say })) refused++;
	}
	if ((await readCount(door.page)) !== before) throw new Error("a refused paper was counted");
	return refused;
}

type Expected = { readonly name: string; readonly reason: DoorReason; readonly say: Say };

/** Whether the screen lets nobody in, and ends with the code of exactly that reason. */
function keptOut({ outcome, text }: ShownVerdict, { name, reason, say }: Expected): boolean {
	const out = outcome === "refused" || outcome === "unverifiable";
	const shown = /[A-Z]-[A-Z]{2,3}$/.exec(text.trim())?.[0] ?? outcome;
	const { code } = SPOKEN[reason];
	const right = out && shown === code;
	if (right) say(`  kept out: ${name} (${reason}, ${code})`);
	else say(`  ${out ? "KEPT OUT FOR ANOTHER REASON" : "LET IN"}: ${name} (${shown} instead of ${reason}, ${code})`);
	return right;
}

/** A photocopy, and the same paper under its other valid signature: the same person, who is inside already. */
export async function knowAgain(door: Door, sheet: IssuedSheet): Promise<void> {
	const before = await readCount(door.page);
	const photocopy = await present(door, await door.studio.frameOf(sheet.paper));
	const twisted = await present(door, await door.studio.frameOfText(malleated(sheet.rp1)));
	for (const verdict of [photocopy, twisted]) {
		if (verdict.outcome !== "alreadyIn")
			throw new Error(`a second use of a paper was not known again: ${verdict.outcome}`);
	}
	if ((await readCount(door.page)) !== before) throw new Error("a person was counted twice");
}

async function present({ page, clip }: Door, frame: Buffer): Promise<ShownVerdict> {
	await writeClip(clip, [frame]);
	await page.reload();
	return await awaitVerdict(page);
}

/** On board: crumpled papers by their check codes. Answers how many passed; throws unless each was provisional. */
export async function typeCodes(train: Page, sheets: readonly IssuedSheet[]): Promise<number> {
	for (const { number, code, person } of sheets) {
		const verdict = await typeCode(train, { number, code, person });
		if (verdict.outcome !== "compare") throw new Error(`a good check code was ${verdict.outcome}`);
		await confirmSame(train);
	}
	// The header follows what is on the disk, a moment later.
	await expectCount(train, sheets.length);
	return sheets.length;
}

/** A found or stolen paper: the code is genuine, the person is not. Whether it was refused for that. */
export async function typeCodeOfAnother(
	train: Page,
	{ sheet, other, say }: { readonly sheet: IssuedSheet; readonly other: IssuedSheet; readonly say: Say },
): Promise<boolean> {
	const verdict = await typeCode(train, { number: sheet.number, code: sheet.code, person: other.person });
	const right = keptOut(verdict, { name: "a check code of somebody else's paper", reason: "code_rejected", say });
	await nextPerson(train);
	return right;
}
