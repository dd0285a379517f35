import "client-only";
import { FILE_PART, type LinkMessage } from "@/lib/gatelink/link-message";
import { type Bytes, base64url, concat, fromBase64url, fromUtf8, utf8 } from "@/lib/shared/bytes";
import type { FetchAnswer, FetchPort } from "@/lib/trust/fetch-file";
import type { Trust } from "@/lib/trust/trust";
import { statusFile, TRUST_FILES, type TrustFile } from "@/lib/trust/trust-file";

/**
 * Lists and keys over a link: the one gate asks as it would ask the portal, the other one answers from what it keeps.
 * What comes is verified like any update (TL-1 to TL-8): the other gate is only where it comes from.
 */

type FileRequest = Extract<LinkMessage, { type: "get" }>;
type FilePart = Extract<LinkMessage, { type: "part" }>;

/** The other gate has many to serve, and may have gone. */
const ANSWER_MS = 15_000;

/** Asks over a link, one part after the other: what is not asked for is not sent. */
export class ListFetcher {
	readonly #send: (message: FileRequest) => void;
	readonly #waiting = new Map<number, (part: FilePart | undefined) => void>();
	#next = 0;

	constructor(send: (message: FileRequest) => void) {
		this.#send = send;
	}

	readonly fetch: FetchPort = async ({ uri, etag, content }) => {
		const parts: Bytes[] = [];
		for (let offset = 0; ; ) {
			const part = await this.#ask({ uri, etag: offset === 0 ? etag : null, offset });
			if (part === undefined) return { state: "unreachable" };
			if (part.state !== "part") return { state: part.state };
			const bytes = fromBase64url(part.data);
			if (bytes === undefined || (bytes.length === 0 && offset < part.total)) return { state: "unreachable" };
			parts.push(bytes);
			offset += bytes.length;
			if (offset >= part.total) return fetched(concat(...parts), { etag: part.etag, content });
		}
	};

	hear(part: FilePart): void {
		this.#waiting.get(part.id)?.(part);
	}

	/** The link is lost: nobody will answer. */
	close(): void {
		for (const answer of this.#waiting.values()) answer(undefined);
	}

	#ask(request: Pick<FileRequest, "uri" | "etag" | "offset">): Promise<FilePart | undefined> {
		const id = this.#next++;
		return new Promise((resolve) => {
			const answer = (part: FilePart | undefined) => {
				clearTimeout(timer);
				this.#waiting.delete(id);
				resolve(part);
			};
			const timer = setTimeout(() => answer(undefined), ANSWER_MS);
			this.#waiting.set(id, answer);
			this.#send({ type: "get", id, ...request });
		});
	}
}

function fetched(
	bytes: Bytes,
	{ etag, content }: { readonly etag: string | null; readonly content: "text" | "bytes" },
): FetchAnswer {
	if (content === "bytes") return { state: "fetched", etag, text: "", bytes };
	const text = fromUtf8(bytes);
	return text === undefined ? { state: "unreachable" } : { state: "fetched", etag, text };
}

type ListServerPorts = {
	/** What is in use here: it says what is kept under which address. */
	readonly trust: () => Trust | undefined;
	readonly file: (name: string) => Promise<TrustFile | undefined>;
};

/** Answers from the lists that this gate keeps. They are public: whoever is linked may ask for them. */
export class ListServer {
	readonly #ports: ListServerPorts;
	/** The file that is being read, so that each of its parts is not read from the disk. */
	#open: { readonly uri: string; readonly etag: string | null; readonly bytes: Bytes } | undefined;

	constructor(ports: ListServerPorts) {
		this.#ports = ports;
	}

	async answer({ id, uri, etag, offset }: FileRequest): Promise<FilePart> {
		const reply = (over: Partial<FilePart> & Pick<FilePart, "state">): FilePart => {
			return { type: "part", id, etag: null, total: 0, data: "", ...over };
		};
		if (offset === 0 || this.#open?.uri !== uri) this.#open = await this.#read(uri);
		const file = this.#open;
		if (file === undefined) return reply({ state: "gone" });
		if (etag !== null && etag === file.etag) return reply({ state: "unchanged", etag });
		const data = base64url(file.bytes.subarray(offset, offset + FILE_PART));
		return reply({ state: "part", etag: file.etag, total: file.bytes.length, data });
	}

	async #read(uri: string) {
		const name = nameOf(uri, this.#ports.trust());
		const file = name === undefined ? undefined : await this.#ports.file(name);
		if (file === undefined) return undefined;
		return { uri, etag: file.etag, bytes: file.bytes ?? utf8(file.text) };
	}
}

const PUBLISHED = "/trust/";

/** Under which name the file of an address is kept: the list says where most lie, the rest lie below `/trust/`. */
function nameOf(uri: string, trust: Trust | undefined): string | undefined {
	const { deny, crls, status = [] } = trust?.list ?? {};
	if (uri === deny?.uri) return TRUST_FILES.deny;
	if (uri === crls?.uri) return TRUST_FILES.cardRevocations;
	const listed = status.find((one) => one.uri === uri);
	if (listed !== undefined) return statusFile(listed.id);
	return uri.startsWith(PUBLISHED) ? uri.slice(PUBLISHED.length) : undefined;
}
