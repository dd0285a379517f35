import { describe, expect, it } from "vitest";
import { placeOf } from "@/lib/gatelink/pairing-code";
import { Pairing, type PairingView } from "./pairing";

/** Node has no WebRTC: these are two browsers that cannot open a channel. With one: tests/e2e/door-pairing.spec.ts. */
async function gate(assignment: string | undefined, told = "told") {
	const views: PairingView[] = [];
	const heard: string[] = [];
	const pairing = new Pairing({
		place: assignment === undefined ? undefined : placeOf(assignment),
		onView: (view) => views.push(view),
		onLinked: () => {
			throw new Error("there is no channel");
		},
		makeChain: async () => new TextEncoder().encode(told.repeat(200)),
		takeChain: async (packed) => {
			heard.push(new TextDecoder().decode(packed).slice(0, told.length));
			return true;
		},
	});
	await pairing.start();
	const view = () => views.at(-1) as PairingView;
	return { pairing, heard, view, shown: () => view().codes[0] ?? "" };
}

describe("[GG-1] pairing", () => {
	it("begins with whichever code is read first: the one that read answers, the other reads the answer", async () => {
		const [a, b] = [await gate("hall"), await gate("hall")];
		expect([a.view().step, b.view().step]).toEqual(["show", "show"]);
		await b.pairing.hear(a.shown());
		expect(b.view().step).toBe("answer");
		await a.pairing.hear(b.shown());
		expect(a.view()).toMatchObject({ step: "chain", why: "no_channel" });
	});

	it("does no harm when both read each other's first code", async () => {
		const [a, b] = [await gate("hall"), await gate("hall")];
		const [first, second] = [a.shown(), b.shown()];
		await b.pairing.hear(first);
		await a.pairing.hear(second);
		expect([a.view().step, b.view().step]).toEqual(["answer", "answer"]);
		await a.pairing.hear(b.shown());
		expect(a.view().step).toBe("chain");
	});

	it("with a gate of another event goes no further, and says so; with one that lost its post it does", async () => {
		const [a, b, lost] = [await gate("hall"), await gate("hall 2"), await gate(undefined)];
		await b.pairing.hear(a.shown());
		expect(b.view()).toMatchObject({ step: "show", elsewhere: true });
		await lost.pairing.hear(a.shown());
		expect(lost.view()).toMatchObject({ step: "answer", elsewhere: false });
		await b.pairing.hear(lost.shown());
		expect(b.view()).toMatchObject({ step: "show" });
	});

	it("reads neither its own screen in a mirror nor an answer to somebody else's code", async () => {
		const [a, b, c] = [await gate("hall"), await gate("hall"), await gate("hall")];
		await a.pairing.hear(a.shown());
		expect(a.view().step).toBe("show");
		await b.pairing.hear(c.shown());
		await a.pairing.hear(b.shown());
		expect(a.view().step).toBe("show");
	});

	it("hears nothing that is no code of a gate, and nothing once it is closed", async () => {
		const [a, b] = [await gate("hall"), await gate("hall")];
		for (const text of ["", "https://example.org", "RG1:", "RG2:ABC", `${b.shown()}0`]) await a.pairing.hear(text);
		expect(a.view().step).toBe("show");
		a.pairing.close();
		await a.pairing.hear(b.shown());
		expect(a.view().step).toBe("show");
	});
});

describe("[GG-7] a chain between two gates", () => {
	it("goes both ways, whatever is missed at first, and each is taken once", async () => {
		const [a, b] = [await gate("hall", "from a"), await gate("hall", "from b")];
		await b.pairing.hear(a.shown());
		await a.pairing.hear(b.shown());
		const parts = a.view().codes;
		expect(parts.length).toBeGreaterThan(2);
		for (const part of parts.slice(1)) await b.pairing.hear(part);
		expect(b.view()).toMatchObject({ step: "answer", reading: { have: parts.length - 1, total: parts.length } });
		for (const part of [...parts, ...parts]) await b.pairing.hear(part);
		expect(b.view()).toMatchObject({ step: "chain", chains: 1, reading: undefined });
		for (const part of b.view().codes) await a.pairing.hear(part);
		expect([a.heard, b.heard]).toEqual([["from b"], ["from a"]]);
	});

	it("can be begun by staff who see that nothing happens", async () => {
		const [a, b] = [await gate("hall"), await gate("hall")];
		await b.pairing.goOnWithChain();
		expect(b.view().step).toBe("show");
		await b.pairing.hear(a.shown());
		await b.pairing.goOnWithChain();
		expect(b.view()).toMatchObject({ step: "chain", why: "asked" });
	});
});
