/**
 * `npm run bench:unlock`: what one guess at a counter's passphrase costs in a Chromium, by the app's own worker and
 * parameters, beside 600,000 rounds of PBKDF2-SHA-256 by WebCrypto. The two take turns, so that other work on the machine
 * weighs on both; medians and the median of the ratios are printed, and what the page's process held at most.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { PASSPHRASE_COST } from "../lib/device/store/vault/passphrase-bits";
import { openDevice } from "../tests/support/browser";
import { median } from "./measure";
import { buildScript } from "./page-server";

const ROUNDS = 9;
const PBKDF2_ROUNDS = 600_000;

type Round = { readonly argon2id: number; readonly pbkdf2: number };

/** Runs in the page: milliseconds of one of each. `first`: which begins. */
async function measureRound({ cost, rounds, first }: { cost: object; rounds: number; first: boolean }): Promise<Round> {
	const bench = globalThis as unknown as { worker?: Worker };
	bench.worker ??= new Worker("/vault-worker.js");
	const { worker } = bench;
	const salt = crypto.getRandomValues(new Uint8Array(16));
	const passphrase = "cheval batterie agrafe";
	const stretch = () =>
		new Promise<void>((resolve, reject) => {
			worker.onmessage = ({ data }) =>
				data.type === "stretched" ? resolve() : reject(new Error(`the worker answered ${data.type}`));
			worker.postMessage({ type: "stretch", id: 1, passphrase, salt, cost });
		});
	const derive = async () => {
		const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(passphrase), "PBKDF2", false, [
			"deriveBits",
		]);
		await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, key, 256);
	};
	const timed = async (work: () => Promise<void>) => {
		const begin = performance.now();
		await work();
		return performance.now() - begin;
	};
	if (first) return { argon2id: await timed(stretch), pbkdf2: await timed(derive) };
	const pbkdf2 = await timed(derive);
	return { argon2id: await timed(stretch), pbkdf2 };
}

async function servePage() {
	const script = await buildScript("lib/device/store/vault/vault-worker.ts");
	const server = createServer((request, response) => {
		if (request.url === "/vault-worker.js") response.setHeader("content-type", "text/javascript").end(script);
		else response.setHeader("content-type", "text/html").end("<!doctype html><title>bench</title>");
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** MiB that the browser's page processes held at most, each; undefined where the system does not tell. */
async function peaks(page: Page): Promise<ReadonlyMap<number, number> | undefined> {
	if (process.platform !== "linux") return undefined;
	const browser = page.context().browser();
	if (browser === null) return undefined;
	const session = await browser.newBrowserCDPSession();
	const { processInfo } = await session.send("SystemInfo.getProcessInfo");
	await session.detach();
	const found = processInfo.flatMap(({ type, id }) => (type === "renderer" ? [id] : []));
	const read = async (id: number): Promise<[number, number]> => {
		const status = await readFile(`/proc/${id}/status`, "utf8");
		return [id, Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024];
	};
	return new Map(await Promise.all(found.map(read)));
}

const server = await servePage();
const device = await openDevice({ origin: server.origin });
try {
	const page = await device.open("/");
	const round = (index: number) =>
		page.evaluate(measureRound, { cost: PASSPHRASE_COST, rounds: PBKDF2_ROUNDS, first: index % 2 === 0 });
	const before = await peaks(page);
	const measured: Round[] = [];
	for (let index = -1; index < ROUNDS; index++) {
		const times = await round(index);
		if (index >= 0) measured.push(times);
	}
	const after = await peaks(page);
	const times = (of: keyof Round) => measured.map((each) => each[of]);
	const line = (name: string, all: readonly number[]) => {
		const sorted = [...all].sort((a, b) => a - b).map(Math.round);
		console.log(`${name.padEnd(36)} ${Math.round(median(all))} ms (${sorted[0]} to ${sorted.at(-1)})`);
	};
	const { memory, passes } = PASSPHRASE_COST;
	line(`Argon2id, ${memory / 1024} MiB, ${passes} passes, 1 lane`, times("argon2id"));
	line(`PBKDF2-SHA-256, ${PBKDF2_ROUNDS.toLocaleString("en")} rounds`, times("pbkdf2"));
	console.log(
		`ratio, median of ${ROUNDS} rounds: ${median(measured.map((each) => each.argon2id / each.pbkdf2)).toFixed(2)}`,
	);
	const grown = [...(after ?? [])].map(([id, peak]) => peak - (before?.get(id) ?? peak));
	if (grown.length > 0) console.log(`the page's process grew by at most ${Math.round(Math.max(...grown))} MiB`);
} finally {
	await device.close();
	server.close();
}
