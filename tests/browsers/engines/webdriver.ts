/** Classic WebDriver (https://www.w3.org/TR/webdriver2/): commands by HTTP, without a client package. */

export type WebDriver = {
	/** Answers the command's `value`. Rejects on the driver's error. */
	send<Value>(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<Value>;
};

/** A command that the browser never answers must not hang the run. Milliseconds. */
const LIMIT = 90_000;

export function webDriver(base: string): WebDriver {
	return {
		send: async <Value>(method: "GET" | "POST" | "DELETE", path: string, body?: unknown) => {
			const answer = await fetch(base + path, {
				method,
				...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
				signal: AbortSignal.timeout(LIMIT),
			});
			const { value } = (await answer.json()) as { value: Value & { error?: string; message?: string } };
			if (!answer.ok) throw new Error(`${method} ${path}: ${value.error} ${value.message}`);
			return value as Value;
		},
	};
}
