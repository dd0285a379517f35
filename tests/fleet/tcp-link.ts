/** A stretch of cable: a TCP proxy of ours that can be cut. What is sent into a cut is neither delivered nor refused. */
import { connect, createServer, type Server, type Socket } from "node:net";

export type TcpLink = {
	/** `host:port` of this end. */
	readonly place: string;
	cut(): void;
	/** What was under way goes on, as far as both ends still have it. */
	heal(): void;
	close(): Promise<void>;
};

type Pair = { readonly near: Socket; far: Socket | undefined };

/** From a free port of this machine to `target` (`host:port`). */
export async function openLink(target: string): Promise<TcpLink> {
	const [host = "", port = ""] = target.split(":");
	const pairs = new Set<Pair>();
	let isCut = false;
	const join = (pair: Pair) => {
		const { near } = pair;
		const far = connect({ host, port: Number(port), noDelay: true });
		pair.far = far;
		near.pipe(far);
		far.pipe(near);
	};
	const server = createServer({ noDelay: true, allowHalfOpen: false }, (near) => {
		const pair: Pair = { near, far: undefined };
		pairs.add(pair);
		near.on("error", () => near.destroy());
		near.once("close", () => {
			pairs.delete(pair);
			pair.far?.destroy();
		});
		if (!isCut) dial(pair);
	});
	const dial = (pair: Pair) => {
		join(pair);
		pair.far?.on("error", () => pair.near.destroy());
		pair.far?.once("close", () => {
			// A cut cable does not tell one end what became of the other.
			if (!isCut) pair.near.destroy();
		});
	};
	const place = `127.0.0.1:${await listen(server)}`;
	return {
		place,
		cut() {
			isCut = true;
			for (const { near, far } of pairs) {
				if (far === undefined) continue;
				near.unpipe(far);
				far.unpipe(near);
				near.pause();
				far.pause();
			}
		},
		heal() {
			isCut = false;
			for (const pair of pairs) {
				if (pair.far === undefined) dial(pair);
				else if (pair.far.destroyed) pair.near.destroy();
				else {
					pair.near.pipe(pair.far);
					pair.far.pipe(pair.near);
				}
			}
		},
		close: () => {
			for (const { near } of pairs) near.destroy();
			return new Promise((resolve) => server.close(() => resolve()));
		},
	};
}

function listen(server: Server): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			resolve(typeof address === "object" && address !== null ? address.port : 0);
		});
	});
}
