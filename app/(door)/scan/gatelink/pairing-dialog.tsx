"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, type RefObject, useEffect } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Notice } from "@/app/_ui/notice";
import { gateLinks } from "@/lib/device/door/gatelink/gate-links";
import type { PairingView } from "@/lib/device/door/gatelink/pairing";
import { assertNever } from "@/lib/shared/assert-never";
import { LinkList } from "./link-list";
import { PairingCamera } from "./pairing-camera";
import { PairingCodes } from "./pairing-codes";
import { useGateLinks } from "./use-gate-links";

/**
 * Links this gate to another one: shows its code, reads the other's, and says what comes of it. The supervisor's PIN was
 * asked for by whoever opens it; once it is gone, no salt leaves this gate (GG-2).
 */
export function PairingDialog(props: {
	/** Undefined for a gate that lost its post. */
	assignment: string | undefined;
	camera: RefObject<HTMLVideoElement | null>;
	live: boolean;
	onClose: () => void;
	/** Between what to do and what came of it. */
	children?: ReactNode;
}) {
	const { assignment, camera, live, onClose, children } = props;
	const t = useTranslations("gates");
	const { links, pairing } = useGateLinks();
	useEffect(() => {
		gateLinks().openPairing();
		return () => gateLinks().closePairing();
	}, []);
	return (
		<Dialog title={t("title")} onClose={onClose} wide>
			<p className="text-ink-2">{t("intro")}</p>
			{live ? null : (
				<div className="mt-3">
					<Notice tone="compare" alert>
						{t("noCamera")}
					</Notice>
				</div>
			)}
			<div data-pairing={pairing?.step ?? "preparing"} className="mt-4 grid gap-4">
				<PairingStep pairing={pairing} />
				<PairingCodes codes={pairing?.codes ?? []} />
				<div className="flex flex-wrap items-center gap-4">
					<PairingCamera source={camera} onText={(text) => gateLinks().hearCode(text)} />
					<PairingAction pairing={pairing} />
				</div>
			</div>
			{children === undefined ? null : <div className="mt-4">{children}</div>}
			<LinkList links={links} assignment={assignment} />
		</Dialog>
	);
}

/** What to do now, announced whenever it changes. */
function PairingStep({ pairing }: { pairing: PairingView | undefined }) {
	const t = useTranslations("gates");
	const { step = "preparing", elsewhere = false, why, reading, chains = 0 } = pairing ?? {};
	return (
		<div role="status" className="grid gap-2">
			{elsewhere ? <Notice tone="compare">{t("elsewhere")}</Notice> : null}
			{step === "chain" ? (
				<>
					{why === undefined ? null : <Notice tone="unknown">{t(`chain.${why}`)}</Notice>}
					<p className="font-semibold">{t("chain.how")}</p>
				</>
			) : (
				<p className="font-semibold">{t(step)}</p>
			)}
			{reading === undefined ? null : <p>{t("chain.reading", reading)}</p>}
			{chains > 0 ? <Notice tone="ok">{t("chain.read")}</Notice> : null}
		</div>
	);
}

function PairingAction({ pairing }: { pairing: PairingView | undefined }) {
	const t = useTranslations("gates");
	const step = pairing?.step;
	switch (step) {
		case "answer":
			return <Button onClick={() => gateLinks().goOnWithChain()}>{t("chain.start")}</Button>;
		case "linked":
			return <Button onClick={() => gateLinks().openPairing()}>{t("more")}</Button>;
		case undefined:
		case "preparing":
		case "show":
		case "connecting":
		case "chain":
			return null;
		default:
			return assertNever(step);
	}
}
