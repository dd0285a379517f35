/** What befalls a counter in the middle of an act, and how somebody goes on. */
import { setTimeout as sleep } from "node:timers/promises";
import { killTab } from "../support/browser";
import type { Desk, Person } from "./desk";
import type { Blow, Kill } from "./plan";

/** A queue that was held back by a dead portal asks again within two minutes. */
const LOST_WITHIN_MS = 180_000;
const RECORDS = "**/api/records";

export async function strike(desk: Desk, blow: Blow): Promise<void> {
	for (let i = 0; i < blow.before; i++) await desk.issueInPeace();
	const person = await desk.type();
	await BLOWS[blow.kill](desk, { ...blow, person });
	await desk.finish(person);
}

type Struck = Blow & { readonly person: Person };

async function press(desk: Desk, { issuing, delay }: Blow): Promise<void> {
	if (issuing) await desk.page.keyboard.press("F9");
	await sleep(delay);
}

const BLOWS: Readonly<Record<Kill, (desk: Desk, struck: Struck) => Promise<void>>> = {
	"tab closed": async (desk, struck) => {
		await press(desk, struck);
		await desk.page.close();
		await desk.replace(struck.fresh);
	},
	"tab killed": async (desk, struck) => {
		await press(desk, struck);
		await killTab(desk.page);
		await desk.replace(struck.fresh);
	},
	browser: async (desk, struck) => {
		await press(desk, struck);
		await desk.counter.kill();
		await desk.open();
	},
	portal: async (desk, struck) => {
		await press(desk, struck);
		await desk.portal.kill();
		await issueAway(desk, struck);
		await desk.portal.start();
	},
	network: async (desk, struck) => {
		await press(desk, struck);
		await desk.counter.context().setOffline(true);
		await issueAway(desk, struck);
		await desk.counter.context().setOffline(false);
	},
	answer: async (desk, struck) => {
		let lost = 0;
		const context = desk.counter.context();
		await context.route(RECORDS, async (route) => {
			const answered = await route.fetch().then(
				() => true,
				() => false,
			);
			if (answered) lost++;
			await route.abort();
		});
		await press(desk, struck);
		await desk.finish(struck.person);
		const end = performance.now() + LOST_WITHIN_MS;
		while (lost === 0) {
			if (performance.now() > end) throw new Error("the counter sent nothing whose answer could be lost");
			await desk.tryNow();
			await sleep(100);
		}
		await context.unroute(RECORDS);
	},
};

async function issueAway(desk: Desk, { person, away }: Struck): Promise<void> {
	await desk.finish(person);
	for (let i = 0; i < away; i++) await desk.issueInPeace();
}
