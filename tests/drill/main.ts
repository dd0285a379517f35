/**
 * `npm run drill`: Friday 13 August 2021 on the real parts. A counter, a door and a train are enrolled; the portal is
 * killed; thirty people get their sheets and pass the door; the portal comes back; everything is compared.
 *
 * The last line says what became of them. Status 0 only if nobody was lost, doubled, wrongly kept out or wrongly let in.
 */
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { decodeHc1 } from "@/lib/formats/hc1/decode-hc1";
import { openDevice, type TestDevice } from "../support/browser";
import { writeClip } from "../support/camera-clip";
import { enrolDevice, openCounter } from "../support/counter-page";
import { openDoor, startPost } from "../support/door-page";
import { openPass } from "../support/holder-page";
import { openPortal, type TestPortal } from "../support/portal";
import { openStudio } from "../support/studio";
import { admitAll, knowAgain, refuseAll, typeCodeOfAnother, typeCodes } from "./at-the-door";
import { attestationId, compareRecords, countCheckIns, countRegistered } from "./compare";
import { hostilePapers } from "./hostile-papers";
import { type IssuedSheet, issueOffline } from "./issue-offline";
import { inventedPeople } from "./people";

const LIMIT_MINUTES = 14;
const CODES_TYPED = 3;
/** The longest wait of a device whose portal was away, and some more (lib/outbox/backoff.ts). */
const REGISTRATION_SECONDS = 240;
const PHONE = { width: 390, height: 844 };

const started = performance.now();
function say(text: string): void {
	console.log(`[${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s] ${text}`);
}

const result = { issued: 0, accepted: 0, refused: 0, hostile: 0, registered: 0, lost: 0, duplicated: 0, passes: 0 };

function resultLine(): string {
	const { issued, accepted, refused, hostile, registered, lost, duplicated, passes } = result;
	const before = `issued ${issued}, accepted ${accepted}, refused ${refused} of ${hostile}`;
	return `drill: ${before}, registered ${registered}, lost ${lost}, duplicated ${duplicated}, passes ${passes}`;
}

type Stage = { readonly portal: TestPortal; readonly counter: TestDevice; readonly door: TestDevice } & {
	readonly train: TestDevice;
	readonly clip: string;
};

async function drill(opened: (close: () => Promise<void>) => void): Promise<boolean> {
	const stage = await enrolEverybody(opened);
	const { portal, counter } = stage;
	const people = inventedPeople();

	say("the portal is killed");
	await portal.kill();
	say("the counter's browser is closed and opened again: a cold start with no portal");
	await counter.restart();
	say(`the counter issues ${people.length} attestations`);
	const sheets = await issueOffline(counter, { people, say });
	result.issued = new Set(sheets.map(({ rp1 }) => attestationId(rp1))).size;

	await checkAtTheDoor(stage, sheets);

	say("the portal is started again");
	const desk = await openCounter(counter);
	await portal.start();
	await untilRegistered(portal, people.length);
	Object.assign(
		result,
		await compareRecords(
			portal.databaseUrl,
			sheets.map(({ rp1 }) => attestationId(rp1)),
		),
	);
	await desk
		.locator("[data-entry][data-state='registered']")
		.nth(people.length - 1)
		.waitFor({ timeout: 30_000 });
	say("the counter shows all of them as registered");
	await untilCheckedIn(portal, sheets.length);

	say("the holders open their passes by the link on their sheets");
	result.passes = await openPasses(portal, sheets, opened);
	const { accepted, refused, hostile, registered, lost, duplicated, passes } = result;
	const complete = [result.issued, accepted, registered, passes].every((count) => count === people.length);
	return complete && refused === hostile && lost === 0 && duplicated === 0;
}

async function enrolEverybody(opened: (close: () => Promise<void>) => void): Promise<Stage> {
	say("a portal is started: PostgreSQL, keys, production build");
	const portal = await openPortal();
	opened(portal.close);
	const { origin } = portal;
	const clip = path.join(portal.dataFolder, "camera.mjpeg");
	const open = async (options: Partial<Parameters<typeof openDevice>[0]>) => {
		const device = await openDevice({ origin, ...options });
		opened(device.close);
		return device;
	};
	const counter = await open({ density: 3 });
	const studio = await openStudio(counter.context());
	await writeClip(clip, [await studio.frameOfText("RELAIS")]);
	await studio.close();
	const [door, train] = [await open({ clip, viewport: PHONE }), await open({ viewport: PHONE })];
	const links = await portal.links();
	say("counter, door and train are enrolled");
	for (const [device, link, label] of [
		[counter, links.counter, "poste 1"],
		[door, links.door, "entrée A"],
		[train, links.train, "rame 1"],
	] as const) {
		const page = await enrolDevice(device, { link, label });
		await page.close();
	}
	for (const device of [door, train]) await (await startPost(device)).close();
	return { portal, counter, door, train, clip };
}

async function checkAtTheDoor({ portal, counter, door, train, clip }: Stage, sheets: readonly IssuedSheet[]) {
	const [first, second] = sheets;
	if (first === undefined || second === undefined) throw new Error("nothing was issued");
	const studio = await openStudio(counter.context());
	const papers = await hostilePapers(first.rp1, {
		dataFolder: portal.dataFolder,
		now: Math.floor(Date.now() / 1000),
	});
	say(`the door scans ${sheets.length} sheets, offline`);
	await door.restart();
	const gate = { page: await openDoor(door), clip, studio, say };
	result.accepted = await admitAll(gate, sheets);
	say("a photocopy and a twisted signature are known again and not counted");
	await knowAgain(gate, first);
	say(`the door is shown ${papers.length} papers that it must not take, each for one reason`);
	result.hostile = papers.length + 1;
	result.refused = await refuseAll(gate, papers);
	say(`the train types ${CODES_TYPED} check codes, and one of somebody else's paper`);
	const onBoard = await openDoor(train);
	await typeCodes(onBoard, sheets.slice(0, CODES_TYPED));
	if (await typeCodeOfAnother(onBoard, { sheet: first, other: second, say })) result.refused++;
}

async function untilRegistered(portal: TestPortal, wanted: number): Promise<void> {
	for (let second = 0; second < REGISTRATION_SECONDS; second++) {
		const number = await countRegistered(portal.databaseUrl);
		if (second % 15 === 0) say(`  ${number} registered`);
		if (number >= wanted) return;
		await sleep(1000);
	}
}

/** Door and train send their admissions by themselves too. */
async function untilCheckedIn(portal: TestPortal, wanted: number): Promise<void> {
	for (let second = 0; second < REGISTRATION_SECONDS; second++) {
		const counted = await countCheckIns(portal.databaseUrl);
		if (counted.get("accepted") === wanted && counted.get("provisional") === CODES_TYPED) {
			say(
				`  ${wanted} admissions and ${CODES_TYPED} controls by code reached the authority, each once, none with a name`,
			);
			return;
		}
		await sleep(1000);
	}
	throw new Error("admissions did not reach the authority exactly once");
}

async function openPasses(
	portal: TestPortal,
	sheets: readonly IssuedSheet[],
	opened: (close: () => Promise<void>) => void,
): Promise<number> {
	const phone = await openDevice({ origin: portal.origin, viewport: PHONE, density: 3 });
	opened(phone.close);
	const certificates = new Set<string>();
	for (const { person, holderLink, stripNumber } of sheets) {
		const text = await openPass(phone, { link: holderLink, stripNumber });
		const dcc = decodeHc1(text)?.dcc;
		const id = dcc?.t?.[0]?.ci;
		if (id !== undefined && dcc?.dob === person.birth && dcc.nam.gn === person.given) certificates.add(id);
		else say(`  NO PASS: ${text.slice(0, 120)}`);
	}
	return certificates.size;
}

async function main(): Promise<void> {
	const closers: (() => Promise<void>)[] = [];
	const closeAll = async () => {
		for (const close of closers.splice(0).reverse()) await close().catch((error) => console.error(error));
	};
	const limit = setTimeout(() => {
		console.error(`no end after ${LIMIT_MINUTES} minutes`);
		void closeAll().finally(() => finish(false));
	}, LIMIT_MINUTES * 60_000);
	let good = false;
	try {
		good = await drill((close) => closers.push(close));
	} catch (error) {
		console.error(error);
	}
	clearTimeout(limit);
	await closeAll();
	finish(good);
}

function finish(good: boolean): never {
	console.log(resultLine());
	process.exit(good ? 0 : 1);
}

await main();
