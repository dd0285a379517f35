import "client-only";
import { type ChannelEnd, channelEndOf, descriptionOf } from "@/lib/gatelink/session-description";

/**
 * This gate's end of a WebRTC data channel to another gate: host candidates only, no server of any kind, and the one
 * certificate that the other gate's camera saw the fingerprint of (decision 038).
 */

/** Where the browser has no such channels, or an administrator switched them off. */
const canConnect = () => typeof globalThis.RTCPeerConnection === "function";

/** Host candidates are there within milliseconds; a browser that never says so is not waited for. */
const GATHERING_MS = 3000;
/** Bytes that wait in the browser; the rest waits here, so that a slow link never fills its memory. */
const BUFFERED = 256 * 1024;

export type ChannelHandlers = {
	readonly onOpen: () => void;
	readonly onText: (text: string) => void;
	/** Once, also for a channel that never opened. Nothing comes after it. */
	readonly onLost: () => void;
};

export type Channel = {
	/** What the other gate has to know. */
	readonly end: ChannelEnd;
	/** The other gate's answer, for the one that offered. False: it cannot be used. */
	readonly accept: (theirs: ChannelEnd) => Promise<boolean>;
	readonly send: (text: string) => void;
	readonly close: () => void;
};

/** Opens an end: one that offers, or, given the other gate's offer, one that answers. Undefined: there is no way. */
export async function openChannel(handlers: ChannelHandlers, offered?: ChannelEnd): Promise<Channel | undefined> {
	if (!canConnect()) return undefined;
	const connection = new RTCPeerConnection({ iceServers: [] });
	const channel = connection.createDataChannel("gates", { negotiated: true, id: 0 });
	const wire = wireUp({ connection, channel, offers: offered === undefined }, handlers);
	try {
		if (offered !== undefined) {
			await connection.setRemoteDescription({ type: "offer", sdp: descriptionOf(offered, "offer") });
		}
		await connection.setLocalDescription();
		await gathered(connection);
	} catch {
		wire.close(); // an offer that this browser does not take
		return undefined;
	}
	const end = channelEndOf(connection.localDescription?.sdp ?? "");
	if (end === undefined) {
		wire.close();
		return undefined;
	}
	return { end, accept: (theirs) => accept(connection, theirs), ...wire };
}

async function accept(connection: RTCPeerConnection, theirs: ChannelEnd): Promise<boolean> {
	if (connection.signalingState !== "have-local-offer") return false;
	try {
		await connection.setRemoteDescription({ type: "answer", sdp: descriptionOf(theirs, "answer") });
		return true;
	} catch {
		return false; // the browser takes no such description
	}
}

type Wired = {
	readonly connection: RTCPeerConnection;
	readonly channel: RTCDataChannel;
	readonly offers: boolean;
};

function wireUp({ connection, channel, offers }: Wired, handlers: ChannelHandlers) {
	let opened = false;
	const waiting: string[] = [];
	let lost = false;
	const lose = () => {
		if (lost) return;
		lost = true;
		waiting.length = 0;
		connection.close();
		handlers.onLost();
	};
	const flush = () => {
		while (channel.readyState === "open" && channel.bufferedAmount < BUFFERED) {
			const text = waiting.shift();
			if (text === undefined) return;
			channel.send(text);
		}
	};
	channel.bufferedAmountLowThreshold = BUFFERED / 2;
	channel.onbufferedamountlow = flush;
	channel.onopen = () => {
		opened = true;
		if (!lost) handlers.onOpen();
		flush();
	};
	channel.onmessage = ({ data }: MessageEvent<unknown>) => {
		// Binary is no message of ours: read as one, it ends the link.
		if (!lost) handlers.onText(typeof data === "string" ? data : "");
	};
	channel.onclose = lose;
	connection.onconnectionstatechange = () => {
		// Who answers cannot know how long people take to turn their telephones round: it waits to be found.
		const over = connection.connectionState === "failed" && (opened || offers);
		if (over || connection.connectionState === "closed") lose();
	};
	return {
		send: (text: string) => {
			if (lost) return;
			waiting.push(text);
			flush();
		},
		close: lose,
	};
}

function gathered(connection: RTCPeerConnection): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(resolve, GATHERING_MS);
		const look = () => {
			if (connection.iceGatheringState !== "complete") return;
			clearTimeout(timer);
			resolve();
		};
		connection.onicegatheringstatechange = look;
		look();
	});
}
