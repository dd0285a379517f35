"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { askStorage, askStorageQuietly } from "@/lib/device/identity/ask-storage";
import { browserFacts } from "@/lib/device/identity/browser-facts";
import {
	type BrowserFacts,
	type StorageAnswer,
	type StorageRemedy,
	storageRemedy,
} from "@/lib/device/identity/storage-guidance";

/** After so long without an answer a person is told where the question stands. */
const WAITING_MS = 2000;

type Known = { readonly facts: BrowserFacts; readonly answer: StorageAnswer };

export type StoragePromise = {
	/** Undefined until the browser has been looked at or asked. */
	readonly known: Known | undefined;
	/** What would make it keep what is stored; undefined where it promised, or nothing is known yet. */
	readonly remedy: StorageRemedy | undefined;
	/** `waiting`: the browser has not answered for two seconds. */
	readonly asking: "no" | "asking" | "waiting";
	/** Asks the browser, which may ask the person; answers whether what is stored will be kept. */
	readonly ask: () => Promise<boolean>;
	/** Ends the waiting: the question counts as not answered. */
	readonly giveUp: () => void;
};

/** Whether this browser promises to keep what is stored. With `quietly` it is looked at as the screen opens, unasked. */
export function useStoragePromise({ quietly }: { readonly quietly: boolean }): StoragePromise {
	const [known, setKnown] = useState<Known>();
	const [asking, setAsking] = useState<StoragePromise["asking"]>("no");
	const stop = useRef<AbortController>(undefined);
	useEffect(() => {
		if (!quietly) return;
		let left = false;
		void look(askStorageQuietly()).then((found) => {
			if (!left) setKnown((asked) => asked ?? found);
		});
		return () => {
			left = true;
		};
	}, [quietly]);
	const ask = useCallback(async () => {
		const waiting = new AbortController();
		stop.current = waiting;
		setAsking("asking");
		const timer = setTimeout(() => setAsking("waiting"), WAITING_MS);
		const found = await look(askStorage(waiting.signal));
		clearTimeout(timer);
		setAsking("no");
		setKnown(found);
		return storageRemedy(found.facts, found.answer) === undefined;
	}, []);
	const giveUp = useCallback(() => stop.current?.abort(), []);
	return {
		...{ known, asking, ask, giveUp },
		remedy: known === undefined ? undefined : storageRemedy(known.facts, known.answer),
	};
}

async function look(answer: Promise<StorageAnswer>): Promise<Known> {
	const answered = await answer;
	return { answer: answered, facts: await browserFacts() };
}
