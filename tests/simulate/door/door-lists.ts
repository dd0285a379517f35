/** The lists of a door, as lib/device/trust/refresh.ts keeps them, over this country's disk and network. */
import { decodeJwt, decodeProtectedHeader } from "jose";
import type { Task } from "@/lib/outbox/run-tasks";
import { HOUR } from "@/lib/shared/numeric-date";
import type { ValueStore } from "@/lib/shared/value-store";
import type { ClockMemory } from "@/lib/trust/device-clock";
import type { FetchPort } from "@/lib/trust/fetch-file";
import type { ListStore } from "@/lib/trust/list-store";
import { openTrust } from "@/lib/trust/open-trust";
import { type DueRefreshPorts, type LastRefresh, refreshWhenDue } from "@/lib/trust/refresh-when-due";
import type { Trust } from "@/lib/trust/trust";
import { bundleOf, statusFile, TRUST_FILES, type TrustFile } from "@/lib/trust/trust-file";
import { memoryListStore } from "@/tests/support/memory-list-store";
import { factStore } from "../counter/counter-disk";
import { type Page, through } from "../device/page";
import { plantInLists } from "../mutants/door-mutants";
import type { SeenTrust } from "../oracle/seen-trust";
import { isNewest } from "../oracle/watch-trust";
import type { Door, DoorLists } from "./door-parts";

/** A door asks every quarter of an hour. Where nothing new was published, one of four times is played. */
const UNCHANGED_EVERY = HOUR;

/** What the answer to its enrolment said was published (../portal/kits.ts). */
const ENROLLED_WITH = { keysetSeq: 1, listIat: 0 };

export function doorLists(door: Door, page: Page, memory: ValueStore<ClockMemory>): DoorLists {
	const { disk, clock, world } = door;
	const { now } = clock;
	const fetched: FetchPort = (request) => page.here(door.files(request));
	const planted = plantInLists(memoryListStore(undefined, disk.lists), fetched, world.planted);
	const store = through(page, planted.store, ["accept"]);
	const last = through(page, factStore<LastRefresh>(disk.facts, "trust-tried"), ["change"]);
	const seen = () => seenIn(store);
	const task: Task = async () => {
		const tried = await last.read();
		if (
			isNewest(await seen(), door.authority.newest()) &&
			tried?.outcome === "refreshed" &&
			tried.at <= now() &&
			now() < tried.at + UNCHANGED_EVERY
		) {
			return { state: "idle", again: tried.at + UNCHANGED_EVERY };
		}
		const ports: DueRefreshPorts = {
			...{ store, fetch: planted.fetch, clock: memory, last },
			...{ floor: ENROLLED_WITH, now, subtle: crypto.subtle, codeLists: false },
		};
		const again = await world.sim.outsideBetween((between) => refreshWhenDue(besides(ports, between)));
		door.watchTrust(await seen());
		return { state: "idle", again };
	};
	return { task, seen, trust: openedTrust(store) };
}

/** As lib/device/trust/list-store.ts has the bundle: opened again when a file is another one. */
function openedTrust(store: ListStore): DoorLists["trust"] {
	let opened: { readonly files: readonly TrustFile[]; readonly trust: Trust } | undefined;
	return async () => {
		const [root, files] = [await store.root(), await store.files()];
		if (root === undefined) return undefined;
		const isSame = opened?.trust.root === root && files.every((file, n) => file === opened?.files[n]);
		if (opened !== undefined && isSame && files.length === opened.files.length) return opened.trust;
		const trust = await openTrust(bundleOf(root, files), { subtle: crypto.subtle });
		if (!trust.ok) return undefined;
		opened = { files, trust: trust.value };
		return trust.value;
	};
}

type Between = Parameters<Parameters<Door["world"]["sim"]["outsideBetween"]>[0]>[0];

/** What these ports do takes virtual time; what is between them is the platform's cryptography, and takes none. */
function besides(ports: DueRefreshPorts, between: Between): DueRefreshPorts {
	const { store, clock, last } = ports;
	return {
		...ports,
		fetch: (request) => between(ports.fetch(request)),
		store: besideAll(store, between),
		clock: besideAll(clock, between),
		last: besideAll(last, between),
	};
}

function besideAll<Store extends object>(store: Store, between: Between): Store {
	const methods = Object.entries(store).map(([name, method]) => {
		const call = method as (...given: unknown[]) => Promise<unknown>;
		return [name, (...given: unknown[]) => between(call(...given))];
	});
	return Object.fromEntries(methods) as Store;
}

type Claims = {
	readonly seq: number;
	readonly iat: number;
	readonly denied?: readonly { readonly sub: string }[];
	readonly keys?: readonly { readonly kid: string; readonly use: readonly string[] }[];
	/** Of its header. */
	readonly kid: string;
};

/** Of documents in use: the same text is asked about at every round. */
const read = new WeakMap<TrustFile, Claims>();

function claimsIn(file: TrustFile): Claims {
	const claims = read.get(file) ?? { ...decodeJwt<Claims>(file.text), kid: decodeProtectedHeader(file.text).kid ?? "" };
	read.set(file, claims);
	return claims;
}

function keysFor(keyset: Claims | undefined, wanted: string): readonly string[] {
	return (keyset?.keys ?? []).flatMap(({ kid, use }) => (use.includes(wanted) ? [kid] : []));
}

async function seenIn(store: ListStore): Promise<SeenTrust> {
	const claimsOf = async (name: string) => {
		const file = await store.file(name);
		return file && claimsIn(file);
	};
	const [keyset, list] = [await claimsOf(TRUST_FILES.keyset), await claimsOf(TRUST_FILES.list)];
	// One list for each 131,072 indices: a country of this size has one.
	const status = await claimsOf(statusFile("1"));
	return {
		root: await store.root(),
		status,
		statusKeys: keysFor(keyset, "status"),
		delegationKeys: keysFor(keyset, "delegation"),
		keysetSignedAt: keyset?.iat ?? 0,
		keyset: keyset?.seq ?? 0,
		list: list?.seq ?? 0,
		signedAt: list?.iat ?? 0,
		denied: (list?.denied ?? []).map(({ sub }) => sub),
	};
}
