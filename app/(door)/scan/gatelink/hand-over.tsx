"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useState } from "react";
import { useLive } from "@/app/_device/use-live";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { type GateChoice, readGate } from "@/lib/device/door/gate-choice";
import { deviceNow } from "@/lib/device/trust/clock";
import { WorkerLink } from "@/lib/scan/worker/link";
import { useScanner } from "../camera/use-scanner";
import { useTrust } from "../keys/use-trust";
import { PairingDialog } from "./pairing-dialog";
import { useGateLinks, useGateLinksAt } from "./use-gate-links";

/** The camera is for the other telephone's screen. */
const NOTHING_JUDGED = { onText: () => true, onStutter: () => undefined, check: undefined };

/**
 * For a device that lost what it kept: post, salt, events, lists and keys from another gate, by its screen (GG-8). It has
 * to be seen through to the end: salts come while pairing is open.
 */
export function HandOver({ deviceId, onDone }: { deviceId: string; onDone: () => void }) {
	const [worker] = useState(() => new WorkerLink());
	useEffect(() => () => worker.close(), [worker]);
	const scanner = useScanner(worker, NOTHING_JUDGED);
	const gate = useHandedGate();
	const trust = useTrust();
	const { links } = useGateLinks();
	const lists = trust.state === "open" && trust.trust.list !== undefined;
	const knowsAll = links.some(({ state, sharesSalt }) => state === "linked" && sharesSalt);
	useGateLinksAt({ gate, deviceId, trust: trust.state === "open" ? trust.trust : undefined });
	return (
		<main id="content" className="fixed inset-0 bg-black">
			<video ref={scanner.video} muted playsInline className="absolute inset-0 size-full object-cover" />
			<PairingDialog
				assignment={gate?.assignment}
				camera={scanner.video}
				live={scanner.camera.state === "live"}
				onClose={onDone}
			>
				<HandedOver gate={gate} lists={lists} knowsAll={knowsAll} onDone={onDone} />
			</PairingDialog>
		</main>
	);
}

/** Where nothing is kept: the way to get everything from another gate. */
export function HandOverOffer({ onOpen }: { onOpen: () => void }) {
	const t = useTranslations("gates.handOver");
	return (
		<>
			<p>{t("body")}</p>
			<Button onClick={onOpen}>{t("open")}</Button>
		</>
	);
}

function useHandedGate(): GateChoice | undefined {
	const [now] = useState(deviceNow);
	const gate = useLive(useCallback(() => readGate(now), [now]));
	return gate.state === "ready" && gate.value.state === "chosen" ? gate.value.gate : undefined;
}

function HandedOver(props: { gate: GateChoice | undefined; lists: boolean; knowsAll: boolean; onDone: () => void }) {
	const { gate, lists, knowsAll, onDone } = props;
	const t = useTranslations("gates.handOver");
	if (gate === undefined) return <p>{t("how")}</p>;
	const whole = lists && knowsAll;
	return (
		<div data-handed-over={whole ? "whole" : "partly"} role="status" className="grid gap-3">
			<Notice tone={whole ? "ok" : "unknown"}>
				<p>{t("post", { place: gate.name })}</p>
				<p>{lists ? t("lists") : t("noLists")}</p>
				<p>{knowsAll ? t("visitors") : t("noVisitors")}</p>
				<p>{t("codes")}</p>
			</Notice>
			<Button tone="primary" onClick={onDone}>
				{t("done")}
			</Button>
		</div>
	);
}
