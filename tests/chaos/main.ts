/**
 * `npm run chaos:counter [-- --kills N --seed S]`: a counter in a real browser with a real portal, at which somebody types and
 * issues while tabs, the browser, the portal, the network and answers are killed at random moments.
 *
 * In the end everything is calm: the counter is opened, sends what waits, and the sheets that were seen, its list and the
 * authority's rows are compared. The last line is what came of it; status 0 only if nothing was lost, doubled or reused.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { messages } from "@/lib/i18n/messages";
import { openDevice, type TestDevice } from "../support/browser";
import { enrolDevice } from "../support/counter-page";
import { keepLastScreens } from "../support/last-screens";
import { openPortal, type TestPortal } from "../support/portal";
import { queryPortal } from "../support/portal-database";
import { strike } from "./blows";
import { compare, type ListedAct, type StoredRecord, type Verdict } from "./compare";
import { Desk } from "./desk";
import { KILLS, planOf } from "./plan";
import { Witness } from "./witness";

const { values } = parseArgs({ options: { kills: { type: "string" }, seed: { type: "string" } } });
const kills = Number(values.kills ?? 300);
const seed = Number(values.seed ?? 1);
if (!Number.isSafeInteger(kills) || kills < 0 || !Number.isSafeInteger(seed)) throw new Error("--kills N --seed S");
const plan = planOf(seed, kills);

/** The longest wait of a device whose portal was away (lib/outbox/backoff.ts), and some more. */
const DRAIN_MS = 300_000;

const started = performance.now();
const seconds = () => Math.round((performance.now() - started) / 1000);
const say = (text: string) => console.log(`[${String(seconds()).padStart(4)} s] ${text}`);

async function chaos(desk: Desk): Promise<void> {
	for (const [i, blow] of plan.entries()) {
		try {
			await strike(desk, blow);
		} catch (cause) {
			throw new Error(`kill ${i + 1} of seed ${seed}: ${JSON.stringify(blow)}`, { cause });
		}
		if ((i + 1) % 10 === 0) say(`${i + 1} kills, ${desk.people.length} acts`);
	}
}

/** A last cold start with everything there; whatever the counter still asks is answered. */
async function calmDown(desk: Desk): Promise<readonly ListedAct[]> {
	say("calm: the counter is started once more and sends what waits");
	await desk.counter.restart();
	await desk.open();
	await desk.issueInPeace();
	const waiting = desk.page.locator("[data-entry][data-state='waiting'], [data-entry][data-state='sending']");
	const end = performance.now() + DRAIN_MS;
	while ((await waiting.count()) > 0 && performance.now() < end) {
		await desk.tryNow();
		await sleep(500);
	}
	const typed = await desk.page.locator("[data-person]").count();
	if (typed > 0) throw new Error(`${typed} people still wait who have their sheet`);
	return readList(desk);
}

async function readList({ page, people }: Desk): Promise<readonly ListedAct[]> {
	await page.getByRole("button", { name: messages.fr.day.list.open, exact: true }).click();
	const rows = page.locator("[data-list] tbody tr").filter({ hasText: "Camille Aimée" });
	await rows.nth(people.length - 1).waitFor();
	const read = await rows.evaluateAll((found) =>
		found.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent ?? "")),
	);
	const registered = messages.fr.counter.state.registered;
	return read.map(([number = "", , name = "", , , state = ""]) => ({
		index: Number(number) - 1,
		family: name.replace(" Camille Aimée", ""),
		state: state.includes(registered) ? "registered" : state,
	}));
}

async function recordsOf(portal: TestPortal): Promise<readonly StoredRecord[]> {
	const rows = await queryPortal(
		portal.databaseUrl,
		`SELECT status_index, state, encode(code_hash, 'hex') AS code_hash FROM records`,
	);
	return rows.map((row) => ({
		index: Number(row["status_index"]),
		state: String(row["state"]),
		codeHash: String(row["code_hash"]),
	}));
}

function report({ issued, registered, lost, duplicated, reused }: Verdict): boolean {
	const counts = KILLS.map((kind) => `${kind} ${plan.filter(({ kill }) => kill === kind).length}`);
	console.log(`seed ${seed}, ${kills} kills: ${counts.join(", ")}; ${seconds()} s`);
	const broken = [...lost, ...duplicated, ...reused];
	if (broken.length > 0) console.log(`look at: ${broken.join(", ")}`);
	const after = `lost ${lost.length}, duplicated ${duplicated.length}, index reused ${reused.length}`;
	console.log(`issued ${issued}, registered ${registered}, ${after}`);
	return broken.length === 0 && issued === registered;
}

async function main(): Promise<boolean> {
	const closers: (() => Promise<void>)[] = [];
	const devices: TestDevice[] = [];
	try {
		say("a portal is started, and a counter enrolled");
		const portal = await openPortal();
		closers.push(portal.close);
		const counter = await openDevice({ origin: portal.origin, viewport: { width: 1280, height: 860 } });
		devices.push(counter);
		closers.push(counter.close);
		await (await enrolDevice(counter, { link: (await portal.links()).counter, label: "poste 1" })).close();
		const desk = new Desk({ portal, counter, witness: new Witness() });
		await desk.open();
		await chaos(desk);
		const listed = await calmDown(desk);
		const people = desk.people.map(({ family }) => family);
		const verdict = compare({ people, seen: desk.witness.sheets, listed, records: await recordsOf(portal) });
		for (const fault of counter.faults) console.log(fault);
		return report(verdict) && counter.faults.length === 0;
	} catch (error) {
		await keepLastScreens(devices, "chaos");
		throw error;
	} finally {
		for (const close of closers.reverse()) await close().catch((error) => console.error(error));
	}
}

process.exitCode = (await main()) ? 0 : 1;
process.exit();
