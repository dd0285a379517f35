import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { RelaisDatabase } from "./database";

const moved = (type: "pagehide" | "pageshow", persisted: boolean) => Object.assign(new Event(type), { persisted });

/** A page in the middle of a transaction, and another page of the same site. */
async function twoPages() {
	const name = crypto.randomUUID();
	const [away, other] = [new RelaisDatabase(name), new RelaisDatabase(name)];
	const window = new EventTarget();
	const begunAnew: true[] = [];
	away.underWay.takeBackWith(window, () => void begunAnew.push(true));
	await other.open();
	let end = () => {};
	const held = new Promise<void>((resolve) => {
		end = resolve;
	});
	let began = () => {};
	const begun = new Promise<void>((resolve) => {
		began = resolve;
	});
	// As long as one request follows another, it stays open.
	let open = true;
	void held.then(() => {
		open = false;
	});
	const ended = away
		.transaction("rw", away.facts, async () => {
			await away.facts.put({ name: "half", value: 1 });
			began();
			while (open) await away.facts.get("half");
		})
		.then(
			() => "kept",
			(error: Error) => error.name,
		);
	await begun;
	return { window, other, ended, end, begunAnew };
}

it("[ND-11] a page that is put away takes back what is under way, and begins anew when it comes back", async () => {
	const { window, other, ended, begunAnew } = await twoPages();
	const waiting = other.facts.put({ name: "whole", value: 2 });
	window.dispatchEvent(moved("pagehide", true));
	expect(await ended).toBe("AbortError");
	await waiting;
	expect(await other.facts.toCollection().primaryKeys()).toEqual(["whole"]);
	expect(begunAnew).toEqual([]);
	window.dispatchEvent(moved("pageshow", true));
	expect(begunAnew).toEqual([true]);
});

it("[ND-11] a page that goes for good, and one that lost nothing, are left alone", async () => {
	const { window, other, ended, end, begunAnew } = await twoPages();
	window.dispatchEvent(moved("pagehide", false));
	end();
	expect(await ended).toBe("kept");
	window.dispatchEvent(moved("pagehide", true));
	window.dispatchEvent(moved("pageshow", true));
	expect(begunAnew).toEqual([]);
	expect(await other.facts.toCollection().primaryKeys()).toEqual(["half"]);
});
