import "client-only";
import {
	type ChainPart,
	PAIRING_BYTES,
	type PairingCode,
	readGateCode,
	writeChainPart,
	writePairingCode,
} from "@/lib/gatelink/pairing-code";
import { type Collected, collectPart, splitChain } from "@/lib/gatelink/qr-chain";
import { assertNever } from "@/lib/shared/assert-never";
import { type Bytes, equalBytes } from "@/lib/shared/bytes";
import { type Channel, type ChannelHandlers, openChannel } from "./channel";
import { type ChainKeys, chainKeys, makePairingKey, openChain, type PairingKey, sealChain } from "./pairing-key";

/**
 * One pairing, from the screen that is opened to the link: shows this gate's code, reads the other one's, answers, and
 * where no channel comes about goes on with a chain of codes (GG-1, GG-7). Both gates do the same; whichever is read
 * first answers.
 */

export type PairingView = {
	/** What to show as one QR code; a chain is shown one after the other. */
	readonly codes: readonly string[];
	readonly step:
		| "preparing"
		/** This gate's code waits to be read, or the other one's to be read here. */
		| "show"
		/** The other gate's code was read: the answer waits to be read. */
		| "answer"
		/** Both were read; the channel is being opened. */
		| "connecting"
		| "chain"
		| "linked";
	/** The code that was read last is of a gate of another event. */
	readonly elsewhere: boolean;
	/** Why there is a chain: no way between the two, or this browser has no channels, or staff asked for it. */
	readonly why: "no_network" | "no_channel" | "asked" | undefined;
	/** Parts read of the other gate's chain. */
	readonly reading: { readonly have: number; readonly total: number } | undefined;
	/** Chains that were read whole. */
	readonly chains: number;
};

export type LinkedChannel = Pick<Channel, "send" | "close">;

export type PairingPorts = {
	/** Of this gate's event; undefined for a gate that lost its post. */
	readonly place: Bytes | undefined;
	readonly onView: (view: PairingView) => void;
	/** A channel is open: answers what hears it from now on. */
	readonly onLinked: (channel: LinkedChannel) => Pick<ChannelHandlers, "onText" | "onLost">;
	/** What this gate has to tell in a chain; undefined where it has nothing. */
	readonly makeChain: () => Promise<Bytes | undefined>;
	/** False: of another event, or no content of this version. */
	readonly takeChain: (packed: Bytes) => Promise<boolean>;
};

/** A channel between two telephones in one room is open within two seconds, or never. */
const CONNECT_MS = 10_000;

/** The end that offers or answers, until one of the two is linked. */
type End = { channel: Channel | undefined; handlers: Pick<ChannelHandlers, "onText" | "onLost"> | undefined };

export class Pairing {
	readonly #ports: PairingPorts;
	readonly #id = crypto.getRandomValues(new Uint8Array(PAIRING_BYTES));
	readonly #ends: End[] = [];
	#key: PairingKey | undefined;
	#offer: Channel | undefined;
	#keys: ChainKeys | undefined;
	/** The other gate's code that was answered. */
	#answered: Bytes | undefined;
	#collected: Collected | undefined;
	#taken: readonly Bytes[] = [];
	#timer: ReturnType<typeof setTimeout> | undefined;
	#closed = false;
	#view: PairingView = {
		...{ codes: [], step: "preparing", elsewhere: false, why: undefined, reading: undefined, chains: 0 },
	};

	constructor(ports: PairingPorts) {
		this.#ports = ports;
	}

	async start(): Promise<void> {
		this.#key = await makePairingKey();
		this.#offer = await this.#openEnd();
		this.#show({ step: "show", codes: [this.#code("offer", { pairing: this.#id, channel: this.#offer })] });
	}

	/** A text that the camera read. Anything that is no code of a gate is not for this screen. */
	async hear(text: string): Promise<void> {
		const code = readGateCode(text);
		if (code === undefined || this.#closed || this.#key === undefined || this.#view.step === "linked") return;
		if (code.kind === "part") return this.#hearPart(code);
		if (equalBytes(code.key, this.#key.publicKey)) return; // its own screen in a mirror
		if (!this.#fits(code)) return this.#show({ elsewhere: true });
		this.#show({ elsewhere: false });
		if (code.kind === "offer") return this.#answer(code);
		if (equalBytes(code.pairing, this.#id)) return this.#complete(code);
	}

	/** Staff see that nothing happens: go on with a chain. */
	async goOnWithChain(): Promise<void> {
		if (this.#keys !== undefined) await this.#beginChain("asked");
	}

	close(): void {
		this.#closed = true;
		clearTimeout(this.#timer);
		for (const end of this.#ends) if (end.handlers === undefined) end.channel?.close();
	}

	#show(over: Partial<PairingView>): void {
		if (this.#closed) return;
		this.#view = { ...this.#view, ...over };
		this.#ports.onView(this.#view);
	}

	/** A gate without a post pairs with any. */
	#fits({ place }: PairingCode): boolean {
		const own = this.#ports.place;
		return own === undefined || place === undefined || equalBytes(own, place);
	}

	#code(kind: PairingCode["kind"], of: { readonly pairing: Bytes; readonly channel: Channel | undefined }): string {
		const key = this.#key?.publicKey ?? new Uint8Array();
		return writePairingCode({ kind, pairing: of.pairing, place: this.#ports.place, key, channel: of.channel?.end });
	}

	async #openEnd(offered?: PairingCode["channel"]): Promise<Channel | undefined> {
		const end: End = { channel: undefined, handlers: undefined };
		this.#ends.push(end);
		end.channel = await openChannel(
			{
				onOpen: () => this.#linked(end),
				onText: (text) => end.handlers?.onText(text),
				onLost: () => (end.handlers === undefined ? this.#lost(end) : end.handlers.onLost()),
			},
			offered,
		);
		if (this.#closed) end.channel?.close();
		return end.channel;
	}

	async #answer(code: PairingCode): Promise<void> {
		if (this.#answered !== undefined && equalBytes(this.#answered, code.pairing)) return;
		this.#answered = code.pairing;
		if (!(await this.#agree(code))) return;
		const channel = code.channel && this.#offer ? await this.#openEnd(code.channel) : undefined;
		// A chain needs both codes too: the answer is shown in any case.
		this.#show({ step: "answer", codes: [this.#code("answer", { pairing: code.pairing, channel })] });
	}

	async #complete(code: PairingCode): Promise<void> {
		if (this.#view.step === "connecting" || this.#view.step === "chain" || !(await this.#agree(code))) return;
		if (code.channel === undefined || this.#offer === undefined) return this.#beginChain("no_channel");
		this.#show({ step: "connecting" });
		if (!(await this.#offer.accept(code.channel))) return this.#beginChain("no_network");
		this.#timer = setTimeout(() => void this.#beginChain("no_network"), CONNECT_MS);
	}

	async #agree({ key }: PairingCode): Promise<boolean> {
		if (this.#key === undefined) return false;
		const keys = await chainKeys(this.#key, key);
		if (keys !== undefined) this.#keys = keys;
		return keys !== undefined;
	}

	#linked(end: End): void {
		if (this.#closed || this.#view.step === "linked" || end.channel === undefined) return;
		clearTimeout(this.#timer);
		const { send, close } = end.channel;
		end.handlers = this.#ports.onLinked({ send, close });
		for (const other of this.#ends) if (other !== end) other.channel?.close();
		this.#show({ step: "linked", codes: [], why: undefined });
	}

	/** The end that answers waits for as long as its code is shown; the one whose offer was answered has no other way. */
	#lost(end: End): void {
		if (end.channel === this.#offer && this.#view.step === "connecting") void this.#beginChain("no_network");
	}

	async #beginChain(why: NonNullable<PairingView["why"]>): Promise<void> {
		clearTimeout(this.#timer);
		if (this.#keys === undefined || this.#closed || this.#view.step === "linked" || this.#view.step === "chain") return;
		const packed = await this.#ports.makeChain();
		const parts = packed && splitChain(await sealChain(packed, this.#keys));
		this.#show({ step: "chain", why, codes: (parts ?? []).map(writeChainPart) });
	}

	async #hearPart(part: ChainPart): Promise<void> {
		if (this.#keys === undefined || this.#taken.some((one) => equalBytes(one, part.chain))) return;
		const collecting = collectPart(this.#collected, part);
		switch (collecting.state) {
			case "partial":
				this.#collected = collecting.collected;
				return this.#show({ reading: { have: collecting.collected.parts.size, total: part.total } });
			case "damaged":
				this.#collected = undefined;
				return this.#show({ reading: undefined });
			case "whole":
				this.#collected = undefined;
				return this.#takeChain(part.chain, collecting.bytes);
			default:
				return assertNever(collecting);
		}
	}

	async #takeChain(chain: Bytes, bytes: Bytes): Promise<void> {
		if (this.#keys === undefined) return;
		this.#taken = [...this.#taken, chain];
		const packed = await openChain(bytes, this.#keys);
		const taken = packed !== undefined && (await this.#ports.takeChain(packed));
		if (!taken) return this.#show({ reading: undefined, elsewhere: true });
		this.#show({ reading: undefined, chains: this.#view.chains + 1 });
		// The other gate's chain is the answer to "is there a way": this one goes on with its own.
		await this.#beginChain("no_network");
	}
}
