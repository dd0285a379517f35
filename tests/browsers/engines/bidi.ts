/** WebDriver BiDi (https://w3c.github.io/webdriver-bidi/) over one WebSocket: commands with answers, and events. */

type Message = {
	readonly id?: number;
	readonly type: "success" | "error" | "event";
	readonly result?: unknown;
	readonly error?: string;
	readonly message?: string;
	readonly method?: string;
	readonly params?: unknown;
};

export type Bidi = {
	/** Rejects on the browser's refusal, and when it is gone. */
	send<Result>(method: string, params?: Readonly<Record<string, unknown>>): Promise<Result>;
	onEvent(method: string, listener: (params: unknown) => void): void;
};

/** A command that the browser never answers must not hang the run. Milliseconds. */
const LIMIT = 90_000;

export async function connectBidi(address: string): Promise<Bidi> {
	const socket = new WebSocket(address);
	const waiting = new Map<number, (message: Message) => void>();
	const listeners = new Map<string, (params: unknown) => void>();
	socket.addEventListener("message", ({ data }) => {
		const message: Message = JSON.parse(String(data));
		if (message.id !== undefined) waiting.get(message.id)?.(message);
		else if (message.method !== undefined) listeners.get(message.method)?.(message.params);
	});
	socket.addEventListener("close", () => {
		for (const answer of waiting.values()) answer({ type: "error", error: "the browser is gone" });
	});
	await new Promise<void>((resolve, reject) => {
		socket.addEventListener("open", () => resolve(), { once: true });
		socket.addEventListener("error", () => reject(new Error(`no connection to ${address}`)), { once: true });
	});
	let last = 0;
	const send = <Result>(method: string, params: Readonly<Record<string, unknown>> = {}) =>
		new Promise<Result>((resolve, reject) => {
			const id = ++last;
			const timer = setTimeout(() => waiting.get(id)?.({ type: "error", error: "no answer" }), LIMIT);
			waiting.set(id, (message) => {
				clearTimeout(timer);
				waiting.delete(id);
				if (message.type === "success") resolve(message.result as Result);
				else reject(new Error(`${method}: ${message.error} ${message.message ?? ""}`));
			});
			socket.send(JSON.stringify({ id, method, params }));
		});
	return { send, onEvent: (method, listener) => listeners.set(method, listener) };
}
