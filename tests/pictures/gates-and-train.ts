/** Two gates that link by their screens and fill an event, and a controller's shift, each with the portal dead. */
import type { Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import type { TestDevice } from "../support/browser";
import { enrolDevice } from "../support/counter-page";
import { expectCount, nextPerson, openDoor, skipFirstUse, verdictAfter } from "../support/door-page";
import { drawCamera, show } from "../support/drawn-camera";
import type { TestPortal } from "../support/portal";
import { queryPortal } from "../support/portal-database";
import { enrolCounter, type Sheet } from "../support/remote-counter";
import { closePairing, linkGates, openPairing } from "../support/two-gates";

type Take = (page: Page, name: string) => Promise<void>;
type Open = () => Promise<TestDevice>;

const { door } = messages.fr;
const GATES = ["Entrée", "Balcon"] as const;
const PEOPLE = [
	["ESSAI", "Louise"],
	["ESSAI-ROCHE", "Hugo"],
	["D’ESSAI", "Alix"],
	["ESSAI", "Sacha"],
] as const;

/** Enrolled and at its post, with the portal's newest lists. */
async function post(device: TestDevice, link: string, fill: (page: Page) => Promise<unknown>): Promise<void> {
	await drawCamera(device.context());
	await (await enrolDevice(device, { link, label: "photo" })).close();
	const page = await device.open("/scan");
	await fill(page);
	await page.getByRole("button", { name: door.setup.start, exact: true }).click();
	await skipFirstUse(page);
	await page.close();
}

async function admit(page: Page, { text }: Sheet): Promise<void> {
	await verdictAfter(page, () => show(page, text));
	await show(page, undefined);
	await nextPerson(page);
}

async function fillHall([a, b]: readonly [Page, Page], sheets: readonly Sheet[], take: Take): Promise<void> {
	const [first, second, third, fourth] = sheets as [Sheet, Sheet, Sheet, Sheet];
	await admit(a, first);
	await openPairing(a);
	await openPairing(b);
	await take(a, "gates-pairing");
	await linkGates(a, b);
	await closePairing(a);
	await closePairing(b);
	await admit(b, second);
	await admit(b, third);
	await expectCount(a, 3);
	await verdictAfter(a, () => show(a, third.text));
	await take(a, "gates-already-in");
	await show(a, undefined);
	await nextPerson(a);
	await verdictAfter(a, () => show(a, fourth.text));
	await take(a, "gates-full");
}

async function controlTrain(page: Page, sheets: readonly Sheet[], take: Take): Promise<void> {
	for (const sheet of sheets) await admit(page, sheet);
	await admit(page, { ...(sheets[0] as Sheet), text: "https://carte.example/menu" });
	await page.locator("[data-keys]").click();
	await page.getByRole("button", { name: door.settings.report, exact: true }).click();
	await page.getByRole("dialog", { name: door.report.title }).locator("[data-report]").waitFor();
	await take(page, "train-report");
}

/** Leaves the portal dead. */
export async function pictureGatesAndTrain(portal: TestPortal, open: Open, take: Take): Promise<void> {
	await queryPortal(portal.databaseUrl, "UPDATE assignments SET capacity = 3 WHERE id = 'demo-event'");
	const doors = [await open(), await open()] as const;
	for (const [i, gate] of GATES.entries()) {
		const { door: link } = await portal.links();
		const choose = (page: Page) =>
			page
				.locator("label", { hasText: new RegExp(`^${gate}$`) })
				.first()
				.click();
		await post(doors[i] as TestDevice, link, choose);
	}
	const train = await open();
	await post(train, (await portal.links()).train, async (page) => {
		await page.locator("input[name='from']").fill("Rennes");
		await page.locator("input[name='to']").fill("Paris");
		await page.locator("input[name='section']").fill("Voiture 4");
	});
	const counter = await enrolCounter(portal.origin, (await portal.links()).counter);
	const sheets = await Promise.all(PEOPLE.map((n) => counter.issue({ n: [...n], b: "1990-02-03" })));
	await portal.kill();
	for (const device of [...doors, train]) {
		await device.restart();
		await drawCamera(device.context());
	}
	await fillHall([await openDoor(doors[0]), await openDoor(doors[1])], sheets, take);
	await controlTrain(await openDoor(train), sheets, take);
}
