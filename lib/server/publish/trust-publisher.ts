/**
 * Keeps the signed files under `<data>/public/trust` current: soon after a change, every minute for changes made by
 * other instances, and whenever a file gets old. Codes of registered papers wait up to ten seconds, and are published by
 * one of the instances that share the folder. One run at a time; a failed run is tried again and never stops the
 * loop. The files of the last good run stay: they are served while the database is unreachable, and the trust list is
 * renewed as it stands, for a while.
 */
import "server-only";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { ServerContext, TrustChange } from "../context/server-context";
import { isDatabaseUnreachable } from "../db/faults";
import { publishKeyset } from "../keys/key-store";
import { turns } from "../turns";
import { codeDays } from "./code-days";
import { type Lead, leadOfFolder } from "./lead";
import { isOpenDay, openCodeDays, publishCodeDay } from "./publish-code-days";
import { delegationFile } from "./publish-delegations";
import { denyFile } from "./publish-deny-file";
import { sweepFolder } from "./publish-file";
import { statusLists } from "./publish-status-lists";
import { type PublishedList, pathsNamedBy, publishTrustList } from "./publish-trust-list";
import { renewTrustList } from "./renew-trust-list";
import { restorePublished } from "./restore-published";
import { spacedJob } from "./spaced-job";
import { trustFolder } from "./trust-files";

const SOON_MS = 200;
const TICK_MS = 60_000;
const RETRY_MS = 5_000;
/** Between two publications of what was registered, and at most of what was revoked or allotted. */
const CODES_GAP_MS = 10_000;
/** Of what was revoked or allotted: a second, but of a country's lists, or of a busy machine's, a twentieth of the time. */
const listsGap = (took: number) => Math.min(CODES_GAP_MS, Math.max(1_000, 20 * took));
/** Ticks between two looks at everything. */
const TICKS_PER_ROUND = 10;

export type TrustPublisher = {
	readonly changed: (change: TrustChange) => void;
	/** Publishes list and status lists now; resolves when they are on disk. */
	readonly publishNow: () => Promise<PublishedList>;
	/** Publishes everything that is due, code days included. For start-up and tests. */
	readonly publishAll: () => Promise<void>;
	readonly start: () => void;
	readonly stop: () => Promise<void>;
};

export function trustPublisher(context: ServerContext): TrustPublisher {
	const lead = leadOfFolder(context);
	const work = publishingWork(context, lead);
	const pending = pendingChange();
	const inTurn = turns();
	const tickers: NodeJS.Timeout[] = [];
	let ticks = 0;

	const publishPending = () => pending.settle(work.changes);
	/** Covers whatever was asked for before it. */
	const publishEverything = () => pending.settle(work.everything);

	/** Undefined when it was done. */
	function attempt(step: () => Promise<unknown>): Promise<{ readonly retry: number } | undefined> {
		return inTurn(() => orRenew(context, step)).then(
			() => undefined,
			(err) => {
				context.metrics.publicationFailed();
				context.log.warn({ err }, "publishing the trust files failed; trying again");
				return { retry: RETRY_MS };
			},
		);
	}

	const lists = spacedJob(() => attempt(publishPending), { soon: SOON_MS, gap: listsGap });
	const codes = spacedJob(() => attempt(work.news), { soon: SOON_MS, gap: () => CODES_GAP_MS });

	async function tick(): Promise<void> {
		const step = ++ticks % TICKS_PER_ROUND === 0 ? publishEverything : work.regular;
		if ((await attempt(step)) !== undefined) lists.ask();
	}

	return {
		changed: (change) => {
			if (change.list) {
				pending.add(change);
				lists.ask();
			}
			if (change.registered) codes.ask();
		},
		publishNow: () => inTurn(work.lists),
		publishAll: () => inTurn(publishEverything),
		start: () => {
			pending.add({ list: true }); // what the first retry has to do, should the first round fail
			tickers.push(setInterval(tick, TICK_MS).unref(), setInterval(codes.ask, CODES_GAP_MS).unref());
			void attempt(publishEverything).then((failed) => failed && lists.ask());
		},
		stop: async () => {
			for (const ticker of tickers.splice(0)) clearInterval(ticker);
			lists.stop();
			codes.stop();
			await inTurn(lead.giveUp).catch((err) => context.log.warn({ err }, "the lead is given up by its end"));
		},
	};
}

/** Still fails when the database is unreachable: what there is to publish waits. */
async function orRenew(context: ServerContext, step: () => Promise<unknown>): Promise<void> {
	try {
		await step();
	} catch (fault) {
		if (isDatabaseUnreachable(fault)) await renewTrustList(context);
		throw fault;
	}
}

/** What was asked for and not yet published. */
function pendingChange() {
	let list = false;
	const codeDays = new Set<string>();

	function add(change: TrustChange): void {
		list ||= change.list ?? false;
		for (const day of change.codeDays ?? []) codeDays.add(day);
	}

	return {
		add,
		/** Nothing is pending any more once `step` has succeeded; all of it still is when it failed. */
		settle: async (step: (change: TrustChange) => Promise<void>): Promise<void> => {
			const taken: TrustChange = { list, codeDays: [...codeDays] };
			list = false;
			codeDays.clear();
			try {
				await step(taken);
			} catch (fault) {
				add(taken);
				throw fault;
			}
		},
	};
}

function isClosedDay(path: string, now: NumericDate): boolean {
	const day = /^codes\/(.+)\.jwt$/.exec(path)?.[1];
	return day !== undefined && !isOpenDay(day, now);
}

function publishingWork(context: ServerContext, lead: Lead) {
	// What follows from what came, not from what is stored: each adds what is new, and reads all now and then.
	const days = codeDays();
	const kept = { status: statusLists(), deny: denyFile(), delegations: delegationFile() };
	/** Days with news that are not on disk yet. */
	const due = new Set<string>();
	let compared = false;
	let leads = false;

	/**
	 * The keyset first, since it names who signs; then status lists: the trust list names only what is there. Before the
	 * first of them is signed, the database learns what it lacks of those published.
	 */
	async function lists(): Promise<PublishedList> {
		await context.refreshKeys();
		await publishKeyset(context.settings.dataDir, context.keys.keyset);
		if (!compared) await restorePublished(context);
		compared = true;
		await kept.status.publish(context);
		const published = await publishTrustList(context, kept.deny);
		await kept.delegations.publish(context);
		return published;
	}

	/** Whoever begins to lead knows nothing of what the one before it had published. */
	async function isLeading(): Promise<boolean> {
		const before = leads;
		leads = await lead.holds();
		if (leads && !before) {
			days.forget();
			for (const day of await openCodeDays(context)) due.add(day);
		}
		return leads;
	}

	async function publishDue(): Promise<void> {
		for (const day of await days.look(context)) due.add(day);
		for (const day of due) {
			if (!isOpenDay(day, context.clock()) || (await publishCodeDay(context, day, days))) due.delete(day);
		}
	}

	return {
		lists,
		/** What an instance that leads does for the others; its own keys every instance looks after. */
		regular: async (): Promise<void> => {
			if (await isLeading()) await lists();
			else await context.refreshKeys();
		},
		news: async (): Promise<void> => {
			if (await isLeading()) await publishDue();
		},
		/** Revoked here, published from here: whoever leads may be slow to hear of it. */
		changes: async ({ list = false, codeDays = [] }: TrustChange): Promise<void> => {
			if (list) await lists();
			for (const day of codeDays) if (isOpenDay(day, context.clock())) await publishCodeDay(context, day, days);
		},
		everything: async (): Promise<void> => {
			const { dataDir } = context.settings;
			for (const each of Object.values(kept)) each.forget();
			const current = pathsNamedBy((await lists()).document);
			const isOver = (path: string) =>
				(/^(?:deny|crls)\//.test(path) && !current.has(path)) || isClosedDay(path, context.clock());
			await sweepFolder(trustFolder(dataDir), { nowMs: Date.now(), isOver });
			if (!(await isLeading())) return;
			days.forget();
			for (const day of await openCodeDays(context)) due.add(day);
			await publishDue();
		},
	};
}
