import "client-only";
import { dropKeys, followKeys, type HeldKeys, heldKeys, holdKeys } from "../../identity/held-keys";
import { DATABASE_NAME } from "../../store/database";

/**
 * [VA-2] Pages of one browser are unlocked and locked together: who opens a second tab is not asked again. Keys travel as
 * keys that cannot be exported, from page to page of this origin, and touch no disk.
 */
type Message =
	| { readonly type: "ask" }
	| { readonly type: "keys"; readonly keys: HeldKeys }
	| { readonly type: "lock" };

const CHANNEL = "relais-keys";

/** Answers other pages and asks them once. Whoever starts it stops it when the page goes. */
export function shareKeys(): () => void {
	const channel = new BroadcastChannel(CHANNEL);
	const tell = (message: Message) => channel.postMessage(message);
	const tellKeys = () => {
		const keys = heldKeys(DATABASE_NAME);
		if (keys !== undefined) tell({ type: "keys", keys });
	};
	let told = heldKeys(DATABASE_NAME);
	channel.onmessage = ({ data }: MessageEvent<Message>) => {
		if (data.type === "ask") tellKeys();
		else if (data.type === "lock") {
			told = undefined;
			dropKeys(DATABASE_NAME);
		} else if (heldKeys(DATABASE_NAME) === undefined) {
			told = data.keys;
			holdKeys(DATABASE_NAME, data.keys);
		}
	};
	const stop = followKeys(() => {
		const keys = heldKeys(DATABASE_NAME);
		if (keys === told) return;
		told = keys;
		if (keys === undefined) tell({ type: "lock" });
		else tellKeys();
	});
	tell({ type: "ask" });
	return () => {
		stop();
		channel.close();
	};
}

/** This page and every other one of this browser forget the keys. */
export function lockCounter(): void {
	dropKeys(DATABASE_NAME);
}
