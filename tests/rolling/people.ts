/** Everybody but the devices: holders, browsers that load pages, readers of lists, an operator, a supervisor's eye. */
import { setTimeout as sleep } from "node:timers/promises";
import { type OpenPassAnswer, openPassAnswer } from "@/lib/protocol/holder";
import { PATHS } from "@/lib/protocol/paths";
import type { RecordInput } from "@/lib/protocol/records";
import { countedFetch } from "../fleet/counted-fetch";
import type { Crowd } from "../fleet/crowd";
import { openWaits, type Waits } from "./interactive";
import type { Stage } from "./stage";

/** What stands on a strip. */
export type Strip = Pick<RecordInput, "key" | "holderToken" | "stripNumber">;

export type People = {
	/** Opens the passes of these, at one instance by itself or (undefined) by the balancer. */
	readonly openPasses: (strips: readonly Strip[], direct?: string) => Promise<void>;
	readonly longest: Waits["longest"];
	/** Sentences on what people should not have met. */
	readonly faults: () => readonly string[];
	readonly opened: () => number;
	readonly stop: () => Promise<void>;
};

/** Milliseconds from one thing of a kind to the next. */
const EVERY = { pass: 150, page: 2_000, list: 1_000, look: 1_000, entry: 2_500, health: 500 } as const;
const PAGES = ["/", "/pass", "/counter", "/scan", "/console", "/enrol"];
const LISTS = ["/trust/keyset.jwt", "/trust/list.jwt", "/trust/delegations.json", "/trust/status/1.jwt"];
const FILE = /\/_next\/static\/[^"'\\ )>]+/g;

/** `known`: those of whom a counter was told that they are registered, as they come. */
export function startPeople(stage: Stage, { answers }: Crowd, known: () => readonly Strip[]): People {
	const fetch = countedFetch(answers);
	const { ask, longest } = openWaits(fetch);
	const faults = new Map<string, number>();
	const passes = new Map<string, string>();
	const at = (path: string) => new URL(path, stage.origin);
	const fault = (text: string) => faults.set(text, (faults.get(text) ?? 0) + 1);
	let opened = 0;

	async function openPass(strip: Strip, where: string, network: number): Promise<void> {
		const answer = await ask("a holder opens a pass", new URL(PATHS.openPass, where), {
			method: "POST",
			// Only an instance asked by itself believes it: each from a network of its own.
			headers: {
				"content-type": "application/json",
				origin: stage.origin,
				"x-forwarded-for": `10.${(network >> 8) & 255}.${network & 255}.7`,
			},
			body: JSON.stringify({ token: strip.holderToken, stripNumber: strip.stripNumber }),
		});
		if (!answer.ok) return;
		opened++;
		const pass: OpenPassAnswer = openPassAnswer.parse(await answer.json());
		if (pass.state !== "ready") return void fault(`a registered holder was shown ${pass.state}`);
		if ((passes.get(strip.key) ?? pass.hc1) !== pass.hc1) fault("a holder was shown another pass than before");
		passes.set(strip.key, pass.hc1);
	}

	async function loadPage(path: string): Promise<void> {
		const page = await ask("a page", at(path));
		const files = new Set((await page.text()).match(FILE) ?? []);
		if (files.size === 0) fault(`${path} names no files`);
		for (const file of files) await ask("a page's file", at(file));
		await ask("the service worker", at("/serwist/sw.js"));
	}

	const rounds: readonly (readonly [number, (turn: number) => Promise<unknown>])[] = [
		[
			EVERY.pass,
			async (turn) => {
				const strips = known();
				const strip = strips[Math.floor(Math.random() * strips.length)];
				if (strip !== undefined) await openPass(strip, stage.origin, turn);
			},
		],
		[EVERY.page, (turn) => loadPage(PAGES[turn % PAGES.length] as string)],
		[EVERY.list, (turn) => ask("a list", at(LISTS[turn % LISTS.length] as string))],
		[EVERY.look, () => ask("the console", at(PATHS.console.overview), { headers: stage.operator.headers })],
		[EVERY.entry, (turn) => ask("the console", at(PATHS.console.pharmacies), entry(stage, turn))],
		[EVERY.health, () => fetch(at(PATHS.health), {})],
	];
	let going = true;
	const work = rounds.map(async ([pause, round]) => {
		for (let turn = 0; going; turn++) {
			// What came of it is counted; people go on.
			await round(turn).catch((error: Error) => fault(`somebody gave up: ${error.name}`));
			await sleep(pause);
		}
	});
	return {
		openPasses: async (strips, direct) => {
			const queue = [...strips.entries()];
			const lane = async () => {
				for (let next = queue.shift(); next; next = queue.shift())
					await openPass(next[1], direct ?? stage.origin, next[0]);
			};
			await Promise.all([lane(), lane(), lane(), lane()]);
		},
		...{ longest, opened: () => opened },
		faults: () => [...faults].map(([text, count]) => `${text}: ${count} times`),
		stop: async () => {
			going = false;
			await Promise.all(work);
		},
	};
}

const FIRST_ENTERED = 60_000;

function entry({ operator }: Stage, turn: number): RequestInit {
	const number = String(FIRST_ENTERED + turn);
	const body = JSON.stringify({ number, name: `Pharmacie ${number}`, town: "Lyon" });
	return { method: "POST", headers: operator.headers, body };
}
