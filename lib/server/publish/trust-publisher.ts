/**
 * Keeps the signed files under `<data>/public/trust` current: soon after a change, every minute for changes made by
 * other instances, and whenever a file gets old. One run at a time; a failed run is tried again and never stops the
 * loop. The files of the last good run stay: they are served while the database is unreachable, and the trust list is
 * renewed as it stands, for a while.
 */
import "server-only";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { ServerContext, TrustChange } from "../context/server-context";
import { isDatabaseUnreachable } from "../db/faults";
import { publishKeyset } from "../keys/key-store";
import { isOpenDay, openCodeDays, publishCodeDay } from "./publish-code-days";
import { publishDelegations } from "./publish-delegations";
import { sweepFolder } from "./publish-file";
import { publishStatusLists, type StatusMemory } from "./publish-status-lists";
import { type PublishedList, pathsNamedBy, publishTrustList } from "./publish-trust-list";
import { renewTrustList } from "./renew-trust-list";
import { restorePublished } from "./restore-published";
import { trustFolder } from "./trust-files";

const SOON_MS = 200;
const TICK_MS = 60_000;
const RETRY_MS = 5_000;
/** Ticks between two looks at everything, code days of other instances included. */
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
	const work = publishingWork(context);
	const pending = pendingChange();
	let running: Promise<unknown> = Promise.resolve();
	let timer: NodeJS.Timeout | undefined;
	let ticker: NodeJS.Timeout | undefined;
	let ticks = 0;

	function inTurn<Answer>(step: () => Promise<Answer>): Promise<Answer> {
		const run = running.then(step, step);
		running = run.catch(() => undefined);
		return run;
	}

	const publishPending = () => pending.settle(work.changes);
	/** Covers whatever was asked for before it. */
	const publishEverything = () => pending.settle(work.everything);

	function attempt(step: () => Promise<unknown>): void {
		inTurn(() => orRenew(context, step)).catch((err) => {
			context.log.warn({ err }, "publishing the trust files failed; trying again");
			if (ticker !== undefined) schedule(RETRY_MS);
		});
	}

	function schedule(delay: number): void {
		timer ??= setTimeout(() => {
			timer = undefined;
			attempt(publishPending);
		}, delay).unref();
	}

	return {
		changed: (change) => {
			pending.add(change);
			schedule(SOON_MS);
		},
		publishNow: () => inTurn(work.lists),
		publishAll: () => inTurn(publishEverything),
		start: () => {
			pending.add({ list: true }); // what the first retry has to do, should the first round fail
			ticker = setInterval(() => attempt(++ticks % TICKS_PER_ROUND === 0 ? publishEverything : work.lists), TICK_MS);
			ticker.unref();
			attempt(publishEverything);
		},
		stop: async () => {
			clearInterval(ticker);
			clearTimeout(timer);
			ticker = undefined;
			await running;
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

function publishingWork(context: ServerContext) {
	const memory: StatusMemory = new Map();
	let compared = false;

	/**
	 * The keyset first, since it names who signs; then status lists: the trust list names only what is there. Before the
	 * first of them is signed, the database learns what it lacks of those published.
	 */
	async function lists(): Promise<PublishedList> {
		await context.refreshKeys();
		await publishKeyset(context.settings.dataDir, context.keys.keyset);
		if (!compared) await restorePublished(context);
		compared = true;
		await publishStatusLists(context, memory);
		const published = await publishTrustList(context);
		await publishDelegations(context);
		return published;
	}

	return {
		lists,
		changes: async ({ list = false, codeDays = [] }: TrustChange): Promise<void> => {
			if (list) await lists();
			for (const day of codeDays) if (isOpenDay(day, context.clock())) await publishCodeDay(context, day);
		},
		everything: async (): Promise<void> => {
			const { dataDir } = context.settings;
			const current = pathsNamedBy((await lists()).document);
			const isOver = (path: string) =>
				(/^(?:deny|crls)\//.test(path) && !current.has(path)) || isClosedDay(path, context.clock());
			await sweepFolder(trustFolder(dataDir), { nowMs: Date.now(), isOver });
			for (const day of await openCodeDays(context)) await publishCodeDay(context, day);
		},
	};
}
