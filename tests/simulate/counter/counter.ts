/** A counter at work: its pages open, die and open again, and people stand before it. */
import { type StartLedger, withStart } from "@/lib/kit/start-ledger";
import type { Link } from "@/lib/outbox/backoff";
import { needsCare } from "@/lib/outbox/outbox";
import { CHOSEN_REASONS } from "@/lib/protocol/revocations";
import { HOUR } from "@/lib/shared/numeric-date";
import { startBackground } from "../device/background";
import { deviceClock } from "../device/device-clock";
import { locks } from "../device/locks";
import { DiskFull, onDisk, openPage, type Page } from "../device/page";
import { faultsOf } from "../device/profile";
import { between, lettersOf, spacing, uuidOf } from "../engine/draw";
import { takeSheet } from "../holder/holder";
import { wayToPortal } from "../network/way";
import { waiting } from "../oracle/watch-wait";
import { enrol, kitOf } from "../portal/kits";
import type { PortalModel } from "../portal/portal-model";
import type { World } from "../world";
import { copyOf, emptyDisk } from "./counter-disk";
import { counterPage } from "./counter-page";
import type { Counter, OpenPage } from "./counter-parts";
import { type Draft, issue } from "./issuing";
import type { KeptList } from "./shared-work";
import { wish, wishesWait } from "./taking-back";

export function newCounter(world: World, portal: PortalModel, number: number): Counter {
	const name = `counter ${number}`;
	const random = world.sim.random(name);
	const device = enrol(world, portal.data, { pharmacy: String(10_000 + number), random });
	const counter = counterOn(world, portal, { name, random, device, disk: emptyDisk() });
	takeKit(counter);
	return counter;
}

/** Another browser with all that this one keeps, its key included: both are the same device to the portal. */
export function copyCounter({ world, name, device, disk }: Counter, portal: PortalModel): Counter {
	const copied = `copy of ${name}`;
	return counterOn(world, portal, { name: copied, random: world.sim.random(copied), device, disk: copyOf(disk) });
}

/**
 * A page with nothing to do asks every minute whether the portal is there, for its screen. Of these questions, which
 * change nothing on the disk, one in so many seconds is played: an idle counter costs nothing.
 */
const IDLE_PROBE = 3 * HOUR;

type Present = Pick<Counter, "name" | "random" | "device" | "disk">;

function counterOn(world: World, portal: PortalModel, { name, random, device, disk }: Present): Counter {
	const told = waiting(world, name, ["set_back", "frozen", "wrong_zone"]);
	const counter: Counter = {
		name,
		world,
		random,
		locks: locks(),
		clock: deviceClock(world.sim),
		disk,
		device,
		full: false,
		away: false,
		pages: new Map(),
		start: "",
		draws: world.sim.random(`draws of ${name}`),
		ofCorrections: world.sim.random(`corrections of ${name}`),
		handsOver: (record) => takeSheet(world, portal, record),
		waiting: told,
		way: wayToPortal(world, { actor: name, end: portal, waiting: told }),
		key: () => counter.device.key,
		refusingWitness: (witness) => ({
			read: witness.read,
			remember(jti, spent) {
				if (counter.full && random.chance(0.5)) throw new DiskFull();
				witness.remember(jti, spent);
			},
		}),
		link: () => counter.disk.facts.get("portal-link") as Link | undefined,
		renewed: () => {
			world.sim.note(name, "has a fresh kit");
			world.ledger.met(name, `${counter.device.id} ${counter.start}`);
		},
		stuck: undefined,
		cannotIssue: (why) => {
			counter.stuck = why;
			world.count(`cannot issue: ${why}`);
			world.sim.note(name, `cannot issue: ${why}`);
			return undefined;
		},
	};
	return counter;
}

/** The answer to the claim of an enrolment code. */
export function takeKit({ world, disk, device, clock }: Counter): void {
	disk.held.kit = { ...kitOf(world, device), kitAt: clock.now() };
}

/** Opens the app: what a page that was there before left unfinished is taken up. */
export function open(counter: Counter): OpenPage {
	const { name } = counter;
	counter.away = false;
	if (counter.pages.size === 0) beginStart(counter);
	const page = openPage(
		name,
		faultsOf(counter, (gone) => close(counter, gone)),
	);
	const shown = counterPage(counter, page);
	const isIdle = () => counter.disk.outbox.open.size === 0 && !wishesWait(counter.disk);
	const opened = { shown, background: startBackground(counter, { ...shown, isIdle, idleWait: IDLE_PROBE }) };
	counter.pages.set(page, opened);
	return opened;
}

/** As lib/device/identity/start.ts: what the profile remembers says which starts came before. */
function beginStart(counter: Counter): void {
	const { disk, draws } = counter;
	counter.start = lettersOf(draws, 8);
	disk.facts.set("starts", withStart(disk.facts.get("starts") as StartLedger | undefined, counter.start));
}

function close(counter: Counter, gone: Page): void {
	const { world, name } = counter;
	counter.pages.delete(gone);
	counter.locks.free(gone);
	counter.waiting.forgiven();
	world.sim.note(name, "page gone");
	if (counter.away) return;
	world.sim.after(spacing(counter.random, 90_000), () => {
		if (counter.pages.size === 0) open(counter);
	});
}

/** Somebody stands at the counter: a sheet is wanted. A page that dies meanwhile may be asked again for the same. */
export async function serve(counter: Counter, draft: Draft): Promise<void> {
	const [first = open(counter)] = counter.pages.values();
	const tabs = [...counter.pages.values()];
	const opened = tabs.length > 1 ? counter.random.pick(tabs) : first;
	const { page } = opened.shown;
	const shown = await new Promise<boolean | "gone">((resolve, reject) => {
		const forget = page.onGone(() => resolve("gone"));
		issue(counter, opened.shown, draft).then((done) => {
			forget();
			resolve(done);
		}, reject);
	});
	if (shown === true) opened.background.wake();
	if (shown === "gone" && counter.random.chance(0.6)) {
		await counter.world.sim.sleep(between(counter.random, 20_000, 200_000));
		await serve(counter, draft);
	}
}

type Corrected = Required<Pick<Draft, "corrects" | "reason">>;

export function newDraft({ world, random }: Counter, corrected?: Corrected): Draft {
	const key = uuidOf(random);
	const contradicts = world.happens("mistaken", random, 0.1);
	if (contradicts) world.count("mistaken");
	return { key, contradicts, ...corrected };
}

/** What was refused is issued once more, or somebody decides that it will not be. */
export async function tend(counter: Counter): Promise<void> {
	for (const [key, { entry }] of [...counter.disk.outbox]) {
		if (entry.state !== "refused" || !needsCare(entry)) continue;
		const reason = entry.reason === "index_reused" ? "index_reused" : "entry_error";
		if (counter.random.chance(0.7)) await serve(counter, newDraft(counter, { corrects: key, reason }));
		else await decline(counter, key);
	}
}

/** Whoever the work list names gets another sheet, one press each (app/(counter)/counter/status/shared-papers.tsx). */
export async function replaceShared(counter: Counter): Promise<void> {
	const { list } = (counter.disk.facts.get("shared-papers") as KeptList | undefined) ?? {};
	for (const { key, state } of list?.shared.flatMap(({ papers }) => papers) ?? []) {
		const draft = list?.drafts[key];
		if (state !== "needs" || draft === undefined || counter.disk.outbox.has(draft)) continue;
		counter.world.count("shared_paper_replaced");
		await serve(counter, {
			...newDraft(counter, { corrects: key, reason: "index_reused" }),
			key: draft,
		});
	}
}

/** Somebody finds a mistake in what was issued: another sheet takes its place, or nothing does. */
export async function correct(counter: Counter): Promise<void> {
	const { disk, world, ofCorrections: random } = counter;
	const records = [...disk.outbox].flatMap(([key, { entry, payload }]) =>
		entry.state === "refused" || payload === null || disk.wishes.has(key) ? [] : [payload],
	);
	if (records.length === 0) return;
	const record = random.pick(records);
	world.count("corrected");
	if (random.chance(0.75)) {
		return serve(counter, newDraft(counter, { corrects: record.key, reason: random.pick(CHOSEN_REASONS) }));
	}
	const [opened = open(counter)] = counter.pages.values();
	const { page } = opened.shown;
	world.sim.note(counter.name, `takes ${record.key} back`);
	await onDisk(page.write(async () => wish(disk.wishes, record, "result_corrected")));
	opened.background.wake();
}

async function decline(counter: Counter, key: string): Promise<void> {
	const [opened = open(counter)] = counter.pages.values();
	await onDisk(opened.shown.outbox.apply(key, { type: "closed", at: counter.clock.now() }));
}
