/** What people hold up besides a pass: menus, their own link, half a card, a wallet's link, a pass of another family. */
import { expect, test as it, type Page } from "@playwright/test";
import { writeChainPart } from "@/lib/gatelink/pairing-code";
import { messages } from "@/lib/i18n/messages";
import { expectAccessible } from "../support/accessibility";
import { expectCount, nextPerson, verdictAfter } from "../support/door-page";
import { type DoorStage, relaunchDoor, stageDoor } from "../support/door-stage";
import { show } from "../support/drawn-camera";
import { immunization, makeShcIssuer, PATIENT, shcClaims, signShc, toQr } from "../support/issue-shc";
import type { Sheet } from "../support/remote-counter";

const { door, gates } = messages.fr;

let stage: DoorStage;
let sheet: Sheet;
let page: Page;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	stage = await stageDoor();
	sheet = await stage.counter.issue({ n: ["PORTEVALLON", "Théodorine Maëlys"], b: "1987-11-23" });
	await stage.portal.kill();
	page = await relaunchDoor(stage.door);
});
it.afterAll(async () => {
	await stage?.close();
});

const present = (text: string, hold = true) => verdictAfter(page, () => show(page, text), { hold });

async function next(): Promise<void> {
	await show(page, undefined);
	await nextPerson(page);
}

/** A health card in two codes; its issuer is in no list. */
async function cardInTwo(day: string): Promise<[string, string]> {
	const issuer = await makeShcIssuer();
	return toQr(await signShc(issuer, shcClaims(issuer, [PATIENT, immunization("208", day)])), 2) as [string, string];
}

it("[V-12] a menu is no pass: grey, said softly, and nobody is refused or counted", async () => {
	const { outcome, text } = await present("https://restaurant.example/carte");
	expect(outcome).toBe("notAPass");
	expect(text).toContain(door.verdict.notAPass);
	expect(text).toContain(door.sentence.notAPass);
	await expectAccessible(page);
	await next();
	await expectCount(page, 0);
});

it("[V-12] the holder's own link: scan the large code", async () => {
	for (const address of ["/pass#n.AbCdEfGhIjKlMnOpQrStUv.1a2b3c", "/pass%23AbCdEfGhIjKlMnOpQrStUv)."]) {
		const { outcome, text } = await present(`https://relais.example${address}`);
		expect(outcome).toBe("notAPass");
		expect(text).toContain(door.sentence.holderLink);
		expect(text).toContain(door.nextStep.holderLink);
		await next();
	}
});

it("[GG-10] another gate's code: where two telephones are linked, and nobody is refused or counted", async () => {
	const { outcome, text } = await present(
		writeChainPart({ kind: "part", chain: new Uint8Array(8), total: 2, index: 1, data: new Uint8Array(200) }),
	);
	expect(outcome).toBe("notAPass");
	expect(text).toContain(door.sentence.gateCode);
	expect(text).toContain(door.nextStep.gateCode);
	expect(door.nextStep.gateCode).toContain(gates.settings);
	await expectAccessible(page);
	await next();
	await expectCount(page, 0);
});

it("[V-12] a card in two codes is judged when both were seen, in either order", async () => {
	for (const reversed of [false, true]) {
		const parts = await cardInTwo(reversed ? "2021-05-01" : "2021-06-12");
		const [first, second] = reversed ? [parts[1], parts[0]] : parts;
		const waiting = await present(first);
		expect(waiting.outcome).toBe("part");
		expect(waiting.text).toContain("1 SUR 2");
		expect(waiting.text).toContain("Scannez l’autre code.");
		if (!reversed) await expectAccessible(page);
		const judged = await present(second);
		expect(judged.outcome).toBe("unverifiable");
		expect(judged.text).toContain(door.sentence.issuerUnknown);
		await next();
	}
});

it("[V-12] the parts of two cards are not one", async () => {
	const [mine] = await cardInTwo("2021-05-01");
	const [, theirs] = await cardInTwo("2021-06-12");
	expect((await present(mine)).outcome).toBe("part");
	const mixed = await present(theirs);
	expect(mixed.outcome).toBe("part");
	expect(mixed.text).toContain("Ce code va avec un autre document que le précédent.");
	await next();
});

it("[V-9] a family that is not read here cannot be verified, and is not refused", async () => {
	const { outcome, text } = await present(`HCFR1:${sheet.text.slice(4)}`);
	expect(outcome).toBe("unverifiable");
	expect(text).toContain(door.sentence.formatUnsupported);
	expect(text).toContain("F-NEW");
	await next();
});

it("[V-8] the same pass in a wallet's link, with what a scanner adds, is admitted once", async () => {
	const link = `]Q1https://portefeuille.example/app#${encodeURIComponent(sheet.text)}\r\n`;
	const { outcome, text } = await present(link);
	expect(outcome).toBe("admitted");
	expect(text).toContain("PORTEVALLON");
	await next();
	await expectCount(page, 1);
	expect((await present(sheet.text)).outcome).toBe("alreadyIn");
	await next();
	await expectCount(page, 1);
});
