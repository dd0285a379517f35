/**
 * Whoever was handed a sheet, and opens its link now and then: before the record is registered and after, after a correction
 * and after it was taken back. What the page makes of an answer, and when it asks again, is app/(holder)/pass/look-up.ts.
 */
import { lookUpOf, nextLook } from "@/app/(holder)/pass/look-up";
import { callPortal, type PortalPorts } from "@/lib/portal/portal-client";
import { openPassAnswer } from "@/lib/protocol/holder";
import { PATHS } from "@/lib/protocol/paths";
import { stripNumberOf } from "@/lib/protocol/strip-number";
import { HOUR, MINUTE } from "@/lib/shared/numeric-date";
import type { Random } from "@/tests/fuzz/random";
import type { CounterRecord } from "../counter/counter-record";
import { between, fraction, spacing } from "../engine/draw";
import { virtualDeadline, wayToPortal } from "../network/way";
import { type Waiting, waiting } from "../oracle/watch-wait";
import type { PortalModel } from "../portal/portal-model";
import type { World } from "../world";
import type { HeldSheet } from "./held-sheet";
import { birthOf, type HolderAnswer, linkOf, rightAnswer } from "./sheet-link";

type Holder = HeldSheet & {
	readonly name: string;
	readonly world: World;
	readonly portal: PortalModel;
	readonly random: Random;
};

/** A page that is open: another one of the same holder knows nothing of what the portal told it. */
type Page = {
	readonly holder: Holder;
	readonly ports: PortalPorts;
	readonly waits: Waiting;
};

/** Most look once or twice, and one in three not before the end. */
const VISITS = [0, 1, 2] as const;
const APART = 5 * HOUR * 1000;
/** How often a page that waits asks by itself before it is closed, and how often people type anew. */
const PATIENCE = 4;
/** One who guesses: more answers than a link takes. */
const GUESSES = 7;
/** Of the calm, milliseconds: when everything that can come right has. */
const LATE = [13 * MINUTE * 1000, 18 * MINUTE * 1000] as const;
/** Whoever is given a sheet only then. */
const SOON = [MINUTE * 1000, 2 * MINUTE * 1000] as const;

export function takeSheet(world: World, portal: PortalModel, record: CounterRecord): void {
	const { key } = record;
	if (world.holders.has(key)) return;
	const name = `holder of ${key}`;
	const random = world.sim.random(name);
	const since = world.sim.time();
	const holder: Holder = {
		...{ name, record, world, portal, random, since, told: undefined },
		comeOnceMore: () => comeOnceMore(holder, LATE),
	};
	world.holders.set(key, holder);
	world.sheets.push(record.attestation);
	if (world.calm()) comeOnceMore(holder, SOON);
	else comeNowAndThen(holder);
}

function comeNowAndThen(holder: Holder): void {
	const { world, random, name } = holder;
	let at = 0;
	for (let visits = random.pick(VISITS); visits > 0; visits--) {
		at += spacing(random, APART);
		world.sim.after(at, () => {
			if (!world.calm()) world.sim.start(name, visit(holder));
		});
	}
}

function pageOf(holder: Holder): Page {
	const { world, portal, name } = holder;
	const waits = waiting(world, name, []);
	return { holder, waits, ports: portsOf(world, portal, { actor: name, told: waits }) };
}

function portsOf(world: World, portal: PortalModel, { actor, told }: { actor: string; told: Waiting }): PortalPorts {
	const { sim } = world;
	let way: PortalPorts["fetch"] | undefined;
	return {
		origin: "https://relais.example",
		async fetch(url, init) {
			way ??= wayToPortal(world, { actor, end: portal, waiting: told });
			const answer = await way(url, init);
			const retryAfter = answer.headers.get("retry-after") ?? "";
			if (/^\d+$/.test(retryAfter)) told.told(Number(retryAfter));
			return answer;
		},
		clock: { read: async () => ({ now: sim.seconds(), offset: undefined }), learn: async () => {} },
		noteHealth: async () => {},
		deadline: virtualDeadline,
	};
}

async function visit(holder: Holder): Promise<void> {
	const { world, random } = holder;
	if (world.happens("mistyped", random, 0.15)) return guess(holder);
	const page = pageOf(holder);
	let given = world.happens("mistyped", random, 0.4) ? wrongAnswer(holder) : rightAnswer(holder.record.attestation);
	for (let looks = 0; looks < PATIENCE; looks++) {
		const { lookUp, retryAfter } = await ask(page, given);
		if (lookUp.state === "asking") {
			page.waits.forgiven();
			await world.sim.sleep(between(random, 5_000, 20_000));
			given = world.happens("mistyped", random, 0.3) ? wrongAnswer(holder) : rightAnswer(holder.record.attestation);
		}
		const wait = nextLook(lookUp, { looks, random: fraction(random), retryAfter });
		if (wait !== undefined) await world.sim.sleep(wait * 1000);
		else if (lookUp.state !== "asking") return;
		if (world.calm()) return;
	}
}

/** Somebody who found the strip, or its holder who lost the number; then the right one, at once and when it counts again. */
async function guess(holder: Holder): Promise<void> {
	const { world, random, record } = holder;
	world.count("mistyped");
	const page = pageOf(holder);
	const right = rightAnswer(record.attestation);
	for (let guesses = 0; guesses < GUESSES; guesses++) {
		await open(page, guesses === GUESSES - 1 ? right : wrongAnswer(holder));
		await world.sim.sleep(between(random, 2_000, 15_000));
	}
	await world.sim.sleep(between(random, 20, 90) * MINUTE * 1000);
	if (!world.calm()) await open(page, right);
}

function comeOnceMore(holder: Holder, when: readonly [number, number]): void {
	const { world, name, record } = holder;
	const random = world.sim.random(`${name} in calm`);
	world.sim.after(between(random, ...when), () => {
		world.sim.start(
			name,
			open(pageOf(holder), rightAnswer(record.attestation)).then(({ answer }) => {
				holder.told = answer;
			}),
		);
	});
}

/** Whoever types asks at once, whatever the portal said of the time. */
function open(page: Page, given: HolderAnswer) {
	page.waits.forgiven();
	return ask(page, given);
}

/** As the page does by itself. */
async function ask({ holder: { world, record, name }, ports }: Page, given: HolderAnswer) {
	const { token } = linkOf(record.attestation);
	const body = { token, ...given };
	const answered = await callPortal(
		{ path: PATHS.openPass, body, answer: openPassAnswer, device: null, enrolled: false },
		ports,
	);
	const lookUp = lookUpOf(answered);
	const leads = lookUp.state === "ready" && lookUp.replaces !== undefined ? ` (${lookUp.replaces})` : "";
	world.sim.note(name, `sees ${lookUp.state}${leads}`);
	world.count(`link: ${lookUp.state}${leads}`);
	if (answered.ok) return { lookUp, answer: answered.value, retryAfter: undefined };
	return { lookUp, answer: undefined, retryAfter: answered.error.retryAfter };
}

/** Another number whose check digit fits, another birth date, or the answer to the other question. */
function wrongAnswer({ record: { attestation }, random }: Holder): HolderAnswer {
	const { stripNumber } = linkOf(attestation);
	const birth = birthOf(attestation);
	if (stripNumber === undefined) return { birth: `${birth.slice(0, 4)}-12-31` };
	if (random.chance(0.3)) return { birth };
	const other = stripNumberOf(random.int(1_000_000));
	return { stripNumber: other === stripNumber ? stripNumberOf(1 + random.int(5)) : other };
}
